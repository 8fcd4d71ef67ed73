import type { Cluster } from '../../../src/analysis/cluster/cluster';
import { type CheckOptions, type ClusterSources, check } from '../../../src/analysis/coherence/check';
import { baselineOf } from '../../../src/analysis/findings/baseline';
import type { Severity, Violation } from '../../../src/analysis/findings/finding';
import type { Manifest } from '../../../src/model/manifests/manifest';
import { readYaml } from '../../../src/model/manifests/yaml-reader';

/** Rules that find what the objects of a ConfigMap's data ask for: the check itself is tested here, not what it knows. */
jest.mock('../../../src/analysis/coherence/rules', () => {
  const fake = (id: string, severity: Severity, since = '0.2', isOfNewObjects = false) => ({
    id,
    severity,
    since,
    isOfNewObjects,
    title: id,
    *check(cluster: Cluster): Generator<Violation> {
      for (const object of cluster.ofKind('ConfigMap')) {
        const field = object.field('data', id);
        if (field.exists) yield { at: [field], message: field.shown, fix: 'mend it' };
      }
      if (id !== 'DECLARED') return;
      for (const [{ object }] of cluster.workloads()) {
        yield { at: [object.root, cluster.objects[0]!.root], message: object.name, fix: 'mend it' };
      }
    },
  });
  return {
    coherenceRules: [
      fake('INFO', 'info'),
      fake('WARNING', 'warning'),
      fake('ERROR', 'error'),
      fake('NEW', 'error', '0.3'),
      fake('OWN', 'error', '0.3', true),
      fake('DECLARED', 'error'),
    ],
  };
});

function configMap(name: string, data: string, ignore?: string): string {
  const annotations = ignore === undefined ? '' : `, annotations: {cdk8s-steward.dev/ignore: "${ignore}"}`;
  return `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}${annotations}}\ndata:\n  ${data}\n---\n`;
}

function cluster(yaml: string, more: Partial<ClusterSources> = {}, file = 'a.yaml'): ClusterSources {
  return { manifests: readYaml(yaml, file).manifests.map(({ manifest, at }) => ({ manifest, locate: at })), ...more };
}

const run = (yaml: string, options?: CheckOptions) => check([cluster(yaml)], options);
const lines = ({ findings }: ReturnType<typeof check>) =>
  findings.map(({ severity, rule, message, cluster: name }) => {
    return `${name === undefined ? '' : `${name}: `}${severity} ${rule} ${message}`;
  });

describe('findings come', () => {
  test('most severe first, then by place: file, line, field', () => {
    const second = cluster(configMap('c', 'WARNING: c\n  ERROR: c'), {}, 'b.yaml').manifests;
    const first = cluster(configMap('a', 'INFO: a') + configMap('b', 'WARNING: b\n  ERROR: b')).manifests;
    expect(lines(check([{ manifests: [...second, ...first] }]))).toEqual([
      'error ERROR b',
      'error ERROR c',
      'warning WARNING b',
      'warning WARNING c',
      'info INFO a',
    ]);
  });

  test('by number of their line, not by its text', () => {
    const many = Array.from({ length: 12 }, (_, index) => configMap(`c${index}`, `ERROR: ${index}`)).join('');
    expect(run(many).findings.map(({ message }) => message)).toEqual([...Array(12).keys()].map(String));
  });

  test('in the same order, whatever the order of the objects', () => {
    const { manifests } = cluster(configMap('a', 'ERROR: a') + configMap('b', 'ERROR: b\n  INFO: b'));
    expect(lines(check([{ manifests: [...manifests].reverse() }]))).toEqual(lines(check([{ manifests }])));
  });
});

describe('rules', () => {
  const all = configMap('a', 'ERROR: a\n  WARNING: a\n  INFO: a', 'NOTHING: why');

  test.each<[CheckOptions, string[]]>([
    [{}, ['IGNORE-INVALID', 'ERROR', 'WARNING', 'INFO']],
    [{ only: ['ERROR', 'INFO'] }, ['ERROR', 'INFO']],
    [{ without: ['ERROR', 'IGNORE-INVALID'] }, ['WARNING', 'INFO']],
    [{ only: ['ERROR', 'INFO'], without: ['INFO'] }, ['ERROR']],
    [{ only: [] }, []],
  ])('are those of %j', (options, rules) => {
    expect(run(all, options).findings.map(({ rule }) => rule)).toEqual(rules);
  });

  test('that were not run leave their suppressions alone', () => {
    const unused = configMap('a', 'INFO: a', 'ERROR: why');
    expect(run(unused).findings.map(({ rule }) => rule)).toEqual(['IGNORE-UNUSED', 'INFO']);
    expect(run(unused, { without: ['ERROR'] }).findings.map(({ rule }) => rule)).toEqual(['INFO']);
  });

  test('that are new in this minor version warn for as long as it is the newest', () => {
    const severities = (version?: string) => {
      return run(configMap('a', 'NEW: a\n  ERROR: a'), { version }).findings.map(
        ({ rule, severity }) => `${rule} ${severity}`,
      );
    };
    expect(severities('0.3.0')).toEqual(['ERROR error', 'NEW warning']);
    expect(severities('0.3.12')).toEqual(['ERROR error', 'NEW warning']);
    expect(severities('0.4.0')).toEqual(['NEW error', 'ERROR error']);
    expect(severities('0.31.0')).toEqual(['NEW error', 'ERROR error']);
    expect(severities('0.2.0')).toEqual(['NEW error', 'ERROR error']);
    expect(severities()).toEqual(['NEW error', 'ERROR error']);
    const own = run(configMap('a', 'OWN: a'), { version: '0.3.0' }).findings;
    expect(own.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual(['OWN error']);
  });
});

test('what the profile declares is never the first place, since nobody can mend it here', () => {
  const profile = { workloads: [{ namespace: 'team', name: 'far', containers: [] }] };
  const { findings } = run(configMap('a', 'x: y'), { profile });
  expect(findings.map(({ at }) => at.map(({ object }) => object.manifest.metadata.name))).toEqual([['a', 'far']]);
});

describe('several clusters', () => {
  const clusters = [
    cluster(configMap('a', 'ERROR: a', 'WARNING: only there'), { name: 'dev' }),
    cluster(configMap('a', 'WARNING: b', 'WARNING: only there'), { name: 'prod' }, 'b.yaml'),
  ];

  test('keep their findings and suppressions apart', () => {
    const report = check(clusters);
    expect(lines(report)).toEqual([
      'dev: error ERROR a',
      'dev: warning IGNORE-UNUSED WARNING is ignored (only there), but it finds nothing here',
    ]);
    expect(report.suppressed).toMatchObject([{ finding: { rule: 'WARNING', cluster: 'prod' }, reason: 'only there' }]);
    expect(report.summary).toMatchObject({ objects: 2, suppressed: 1, findings: { error: 1, warning: 1, info: 0 } });
  });

  test('have a profile each, or that of the run', () => {
    const workload = (name: string) => ({ workloads: [{ namespace: 'team', name, containers: [] }] });
    const [one, other] = [cluster(configMap('a', 'x: y')), cluster(configMap('b', 'x: y'))];
    const { findings } = check([{ ...one, profile: workload('own') }, other], { profile: workload('shared') });
    expect(findings.map(({ message }) => message)).toEqual(['own', 'shared']);
  });
});

test('a baseline takes out what it knows, and says how much', () => {
  const before = configMap('a', 'ERROR: a');
  const baseline = baselineOf(run(before).findings);
  const { findings, summary } = run(`${before}${configMap('b', 'ERROR: b')}`, { baseline });
  expect(findings.map(({ message }) => message)).toEqual(['b']);
  expect(summary).toMatchObject({ known: 1, findings: { error: 1 } });
});

test('nothing at all is no finding', () => {
  expect(check([])).toMatchObject({ findings: [], suppressed: [], summary: { objects: 0, files: 0, known: 0 } });
  expect(check([cluster('')], { files: 3, skipped: [{ file: 'x', why: 'y', kind: 'foreign' }] }).summary).toMatchObject(
    {
      files: 3,
      skipped: 1,
    },
  );
});

test('objects of constructs have no line, and come by their path', () => {
  const manifest = (name: string): Manifest => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name },
    data: { ERROR: name },
  });
  const source = (name: string) => ({ manifest: manifest(name), locate: () => ({ construct: `app/${name}` }) });
  expect(check([{ manifests: [source('b'), source('a')] }]).findings.map(({ message }) => message)).toEqual(['a', 'b']);
});
