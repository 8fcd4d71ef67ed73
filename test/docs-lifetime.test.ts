import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { knownMarks } from '../src/model/policy/exemption';
import { readPolicy } from '../src/model/policy/policy-file';
import type { Decision } from '../src/runtime/sweep/decision';
import { nothingFreed } from '../src/runtime/sweep/freed';
import { summaryJson } from '../src/runtime/sweep/output/json';
import { metricsText } from '../src/runtime/sweep/output/metrics';
import type { Summary } from '../src/runtime/sweep/summary';
import { root } from './files';

const page = (name: string) => readFileSync(join(root, 'docs', name), 'utf8');
const guide = page('lifetime.md');

/** The texts of code blocks that a comment announces. */
function blocks(announced: string): string[] {
  return [...guide.matchAll(/<!-- (.+) -->\n```\w+\n([\s\S]*?)```/g)]
    .filter(([, comment]) => comment === announced)
    .map(([, , text = '']) => text);
}

describe('the guide to lifetimes', () => {
  it('shows a policy that the program reads, and what is added to it', () => {
    const [policy = '', ...others] = blocks('policy');
    const added = blocks('added to the policy');
    expect([others.length, added.length]).toEqual([0, 2]);
    for (const text of [policy, ...added.map((part) => policy + part), [policy, ...added].join('')]) {
      expect(readPolicy(text, 'docs/lifetime.md').problems).toEqual([]);
    }
  });

  it('shows the example as it is', () => {
    const shown = blocks('from examples/cleanup/main.ts');
    const example = readFileSync(join(root, 'examples/cleanup/main.ts'), 'utf8');
    expect(shown).toHaveLength(1);
    for (const text of shown) expect(example).toContain(text);
  });

  it('names every mark that exempts an object', () => {
    expect(knownMarks.filter(({ key }) => !guide.includes(`\`${key}\``))).toEqual([]);
  });

  it('names every field of a decision and of the summary, and every metric', async () => {
    // Each compiles only while it lists them all.
    const decision: Record<keyof Decision, true> = {
      rule: true,
      apiVersion: true,
      kind: true,
      namespace: true,
      name: true,
      uid: true,
      resourceVersion: true,
      result: true,
      reason: true,
      outcome: true,
      age: true,
      cascade: true,
      owner: true,
      archive: true,
      notes: true,
    };
    const summary: Required<Summary> = {
      policy: 'p',
      mode: 'delete',
      results: { deleted: 1 },
      objects: 1,
      freed: nothingFreed,
      duration: 1,
      apiCalls: 1,
      stop: 'a budget',
      stoppedBy: 'budget',
      stopId: 'x',
      stateNamespace: 'steward-system',
      expired: 0,
      problems: [],
      isInterrupted: false,
    };
    const told = JSON.parse(summaryJson(summary)) as { summary: { freed: object } };
    const metrics = await metricsText(summary, new Map([['ns', 1]]), 1);
    const names = [
      ...Object.keys(decision),
      ...Object.keys(told.summary),
      ...Object.keys(told.summary.freed),
      ...[...metrics.matchAll(/^# TYPE (\w+)/gm)].map(([, name = '']) => name),
    ];
    expect(names.length).toBeGreaterThan(40);
    expect(names.filter((name) => !guide.includes(`\`${name}\``) && !guide.includes(`[\`${name}\`]`))).toEqual([]);
  });
});

describe('the pages about lifetimes', () => {
  const folder = join(root, 'docs');
  const runbooks = readdirSync(join(folder, 'runbooks')).map((name) => join('runbooks', name));

  it.each(['lifetime.md', 'retention-policy.md', 'lifetime-failures.md', ...runbooks])(
    '%s leads to what is there',
    (name) => {
      const links = [...page(name).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
      const lost = links.filter((link) => {
        const [path = '', anchor] = link.split('#');
        const file = path === '' ? join(folder, name) : join(folder, dirname(name), path);
        if (!existsSync(file)) return true;
        return anchor !== undefined && !anchorsOf(readFileSync(file, 'utf8')).includes(anchor);
      });
      expect(lost).toEqual([]);
    },
  );
});

/** As GitHub makes them of headings. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => {
    return heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-');
  });
}
