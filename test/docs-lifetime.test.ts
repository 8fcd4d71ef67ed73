import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { knownMarks } from '../src/model/policy/exemption';
import { readPolicy } from '../src/model/policy/policy-file';
import type { Result } from '../src/runtime/sweep/decision';
import { root } from './files';

const guide = readFileSync(join(root, 'docs/lifetime.md'), 'utf8');

describe('the guide to lifetimes', () => {
  it('shows a policy that the program reads', () => {
    const policies = [...guide.matchAll(/<!-- policy -->\n```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text);
    expect(policies).toHaveLength(1);
    for (const text of policies) expect(readPolicy(text, 'docs/lifetime.md').problems).toEqual([]);
  });

  it('explains every result that an object can end with', () => {
    // Compiles only while it lists them all.
    const all: Record<Result, true> = {
      deleted: true,
      stopped: true,
      reported: true,
      verified: true,
      gone: true,
      conflict: true,
      budget: true,
      forbidden: true,
      'archive-failed': true,
      'held-by-dependent': true,
      'kept-last': true,
      paused: true,
      'hold-window': true,
      protected: true,
      error: true,
      exempt: true,
      'legal-hold': true,
      managed: true,
      terminating: true,
      stuck: true,
      archiving: true,
      unrecorded: true,
      unfinished: true,
      uncertain: true,
      'not-covered': true,
      young: true,
    };
    expect(Object.keys(all).filter((result) => !guide.includes(`\`${result}\``))).toEqual([]);
  });

  it('names every mark that exempts an object', () => {
    expect(knownMarks.filter(({ key }) => !guide.includes(`\`${key}\``))).toEqual([]);
  });
});
