import { join } from 'node:path';
import * as fc from 'fast-check';
import { check } from '../../../src/analysis/coherence/check';
import { formatLocation, formatPath } from '../../../src/analysis/findings/finding';
import { readYaml } from '../../../src/model/manifests/yaml-reader';
import type { ClusterProfile } from '../../../src/model/profile/cluster-profile';
import { filesBelow, root } from '../../files';
import { rulePages } from '../rule-page';

/*
 * Manifests come from anywhere: whatever stands in any of their fields, a check ends with findings that can be printed, and
 * never throws. STEWARD_RUNS=20000 looks longer.
 */

const numRuns = Number(process.env['STEWARD_RUNS'] ?? 600);

/** Manifests that are checked together, and what is known of their cluster. */
interface Sample {
  readonly name: string;
  readonly manifests: readonly unknown[];
  readonly profile: ClusterProfile | undefined;
}

const all = [...rendered('dist'), ...rendered('examples'), ...pages()];
const samples: ReadonlyMap<string, Sample> = new Map(all.map((sample) => [sample.name, sample]));

/** One sample for each folder that holds files of manifests. */
function rendered(folder: string): Sample[] {
  const byFolder = new Map<string, unknown[]>();
  for (const [file, text] of filesBelow(join(root, folder))) {
    const manifests = file.endsWith('.yaml') ? parsed(text) : [];
    const name = `${folder}/${file.replace(/\/[^/]+$/, '')}`;
    if (manifests.length > 0) byFolder.set(name, [...(byFolder.get(name) ?? []), ...manifests]);
  }
  return [...byFolder].map(([name, manifests]) => ({ name, manifests, profile: undefined }));
}

function pages(): Sample[] {
  return rulePages().flatMap(({ id, failing, mended, profile }) => [
    { name: `${id} failing`, manifests: parsed(failing), profile: profile as ClusterProfile | undefined },
    { name: `${id} mended`, manifests: parsed(mended), profile: profile as ClusterProfile | undefined },
  ]);
}

function parsed(text: string): unknown[] {
  return readYaml(text, 'sample.yaml').manifests.map(({ manifest }) => manifest);
}

/** What stands in a place, whoever wrote it: JSON of any form, and what is nearly right. */
const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(undefined, null, '', -1, 0.5, 1e300, '1K', '50%', '{{ .x }}', [], {}, [null], [{}], {
    a: {},
  }),
  fc.constantFrom<unknown>({ constructor: '1' }, { toString: 1 }, { ['__proto__']: '1' }, { cpu: '1e9', memory: -1 }),
);

/** One place, chosen by chance, and what it is replaced with; undefined takes it out. */
const mutation = fc.record({ steps: fc.array(fc.nat(), { minLength: 2, maxLength: 12 }), value: anything });

function mutated(value: unknown, [step, ...rest]: readonly number[], replacement: unknown): unknown {
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  if (step === undefined || keys.length === 0) return replacement;
  const key = keys[step % keys.length]!;
  const entries = Object.entries(value as object)
    .map(([name, inner]) => [name, name === key ? mutated(inner, rest, replacement) : inner] as const)
    .filter(([, inner]) => inner !== undefined);
  return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}

/** Everything of a report that somebody may print. */
function printed(manifests: readonly unknown[], profile: ClusterProfile | undefined): string {
  const text = manifests.map((manifest) => JSON.stringify(manifest)).join('\n---\n');
  const sources = readYaml(text, 'any.yaml').manifests.map(({ manifest, at }) => ({ manifest, locate: at }));
  const { findings, suppressed, quotas } = check([{ manifests: sources, profile }]);
  const lines = [...findings, ...suppressed.map(({ finding }) => finding)].map(
    ({ message, fix, arithmetic = [], at }) => {
      const places = at.map(({ object, path }) => `${formatLocation(object.locate(path))} ${formatPath(path)}`);
      return [message, fix, ...arithmetic, ...places].join('\n');
    },
  );
  return [...lines, ...quotas.map(({ key, peak, hard, share }) => `${key} ${peak} ${hard} ${share}`)].join('\n');
}

test('there is something to change', () => {
  expect(samples.size).toBeGreaterThan(50);
});

test('a check ends, whatever stands in any field', () => {
  const sample = fc.constantFrom(...samples.keys());
  const mutations = fc.array(mutation, { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(sample, mutations, (name, changes) => {
      const { manifests, profile } = samples.get(name)!;
      const changed = changes.reduce<unknown>((value, { steps, value: by }) => mutated(value, steps, by), manifests);
      printed(Array.isArray(changed) ? changed : [changed], profile);
    }),
    { numRuns },
  );
});
