import type { Finding } from '../../../../src/analysis/findings/finding';
import { githubReport } from '../../../../src/analysis/findings/reporters/github';
import { clean, deployment, findings, report, secretValue, subject } from './sample';

/** A workflow command as GitHub's runner reads it: actions/runner, ActionCommand.cs. */
function commands(text: string) {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*::(\w+)(?: (.*?))?::(.*)$/.exec(line);
    if (!match) return [];
    const [, name, properties = '', message = ''] = match;
    const decode = (value: string) =>
      value
        .replaceAll('%3A', ':')
        .replaceAll('%2C', ',')
        .replaceAll('%0D', '\r')
        .replaceAll('%0A', '\n')
        .replaceAll('%25', '%');
    const given = properties.split(',').filter((property) => property !== '');
    return [
      {
        name,
        ...Object.fromEntries(given.map((property) => /^([^=]*)=(.*)$/s.exec(property)!.slice(1).map(decode))),
        message: decode(message),
      },
    ];
  });
}

describe("the report as GitHub's workflow commands", () => {
  it('annotates the first place, and names the other, the arithmetic and the fix', () => {
    expect(commands(githubReport(report))[0]).toEqual({
      name: 'error',
      file: 'dist/prod/agents/horizontalpodautoscaler-api.yaml',
      line: '14',
      col: '3',
      title: 'HPA-OVER-QUOTA: HorizontalPodAutoscaler agents/api',
      message: [
        '12 replicas × 500m = 6 requests.cpu, the quota holds 4',
        '500m a pod: 450m api + 50m istio-proxy',
        '12 × 500m = 6',
        '4 hard − 0 of others = 4, which holds 8 pods',
        'see dist/prod/agents/resourcequota-agents.yaml:9: spec.hard[requests.cpu] of ResourceQuota agents/agents',
        'fix: lower maxReplicas to 8 or raise requests.cpu to 6',
      ].join('\n'),
    });
  });

  it('shows info as a notice, and what cannot be read as a warning', () => {
    expect(commands(githubReport(report)).map(({ name }) => name)).toEqual([
      'error',
      'warning',
      'warning',
      'notice',
      'warning',
    ]);
  });

  it('makes one annotation of findings of one rule at one line', () => {
    const [first] = findings;
    const second: Finding = { ...first!, message: '12 × 1Gi = 12Gi requests.memory, the quota holds 8Gi' };
    const [annotation, ...more] = commands(githubReport({ ...clean, findings: [first!, second] }));
    expect(more).toEqual([]);
    expect(annotation!.message).toMatch(/the quota holds 4\n[\s\S]*\n\n12 × 1Gi = 12Gi requests.memory/);
  });

  it('annotates ten of each level, as many as GitHub shows, and logs the rest', () => {
    const many = Array.from({ length: 13 }, (_, index) => {
      return {
        ...findings[0]!,
        at: [{ object: subject('Pod', `p${index}`, {}, { file: `p${index}.yaml` }), path: [] }] as const,
      };
    });
    const text = githubReport({ ...clean, findings: many });
    const names = commands(text).map(({ name }) => name);
    expect(names).toEqual([...Array(10).fill('error'), 'group', 'endgroup']);
    expect(text).toContain('::group::3 more findings\n');
    expect(text).toContain('\n- error HPA-OVER-QUOTA p12.yaml:2 12 replicas');
  });

  it('lets no text of a manifest become a command or leave its property', () => {
    const evil = subject('Pod', 'a\n::stop-commands::x', {}, { file: 'a,line=9::b%.yaml' });
    const finding: Finding = {
      ...findings[0]!,
      at: [{ object: evil, path: [] }],
      message: 'one\r\n::set-output name=x::y ##[add-path]z 100 %',
    };
    const text = githubReport({ ...clean, findings: [finding] });
    expect(commands(text)).toHaveLength(1);
    expect(commands(text)[0]).toMatchObject({ name: 'error', file: 'a,line=9::b%.yaml', line: '2' });
    expect(commands(text)[0]!.message).toContain('100 %');
    const crowd = Array.from({ length: 12 }, (_, index) => ({
      ...finding,
      at: [{ object: subject('Pod', 'a\n::error::x', {}, { file: `${index}\n::error::x` }), path: [] }] as const,
    }));
    const logged = githubReport({ ...clean, findings: crowd });
    expect(commands(logged)).toHaveLength(12);
    expect(
      logged
        .split('\n')
        .filter((line) => line.startsWith('- '))
        .join(),
    ).not.toContain('##[');
  });

  it('names the environment', () => {
    const [annotation] = commands(githubReport({ ...clean, findings: [{ ...findings[3]!, cluster: 'prod' }] }));
    expect(annotation).toMatchObject({ title: 'IMG-UNPINNED: Deployment agents/api [prod]' });
  });

  it('annotates a place that has a file, where one has', () => {
    const declared = { object: { ...deployment, locate: () => ({ construct: 'profile: workloads[0]' }) }, path: [] };
    const [annotation] = commands(
      githubReport({ ...clean, findings: [{ ...findings[0]!, at: [declared, findings[0]!.at[0]] }] }),
    );
    expect(annotation).toMatchObject({
      line: '14',
      message: expect.stringContaining('see profile: workloads[0]: Deployment'),
    });
  });

  it('places nothing where there is no file', () => {
    const object = { ...deployment, locate: () => ({ construct: 'prod/api' }) };
    const [annotation] = commands(
      githubReport({ ...clean, findings: [{ ...findings[0]!, at: [{ object, path: [] }] }] }),
    );
    expect(annotation).toEqual(expect.not.objectContaining({ file: expect.anything() }));
  });

  it('ends with the counts, and shows nothing of what an object holds', () => {
    const text = githubReport(report);
    expect(text.endsWith('\n1 error, 2 warnings, 1 info\n')).toBe(true);
    expect(text).not.toContain(secretValue);
  });
});
