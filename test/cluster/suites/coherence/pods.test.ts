import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { Cluster } from '../../../../src/analysis/cluster/cluster';
import type { PodTemplate } from '../../../../src/analysis/cluster/pod-template';
import { check } from '../../../../src/analysis/coherence/check';
import type { Manifest } from '../../../../src/model/manifests/manifest';
import { Quantity } from '../../../../src/model/values/quantity';
import { ApiError, type LiveObject } from '../../api/client';
import { Bench } from '../../bench/bench';
import { randomLimits, randomPods } from './random-pods';

const groups = 40;
const podsEach = 25;
/** Everything a quota charges for a pod, so that one refusal lists all of it. */
const charged = [
  'pods',
  'requests.cpu',
  'requests.memory',
  'requests.ephemeral-storage',
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
];
/** A seed of its own for each run would test more, and tell less. */
const seed = 20261123;

/** What the API server says of a pod. */
type Verdict =
  | { readonly kind: 'admitted'; readonly pod: LiveObject }
  | { readonly kind: 'charged'; readonly amounts: Readonly<Record<string, string>> }
  | { readonly kind: 'refused'; readonly by: 'quota' | 'limits'; readonly message: string };

describe('the model of pods agrees with the API server', () => {
  const bench = Bench.shared();
  afterAll(() => bench.close());

  const limits = fc.sample(randomLimits, { numRuns: groups, seed });
  const pods = fc.sample(randomPods, { numRuns: groups * podsEach, seed });
  const tally = { admitted: 0, charged: 0, refused: 0 };

  it.each(limits.map((items, index) => ({ items, index })))('LimitRange $index', async ({ items, index }) => {
    const [plain, full] = await Promise.all([bench.namespace('defaults'), bench.namespace('charges')]);
    const quota = (namespace: string): Manifest => ({
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'q', namespace },
      spec: { hard: Object.fromEntries(charged.map((key) => [key, '0'])) },
    });
    const range = (namespace: string): Manifest => ({
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: { name: 'l', namespace },
      spec: { limits: items },
    });
    const refused = await bench.client.create(range(plain)).then(
      () => undefined,
      (error: ApiError) => error,
    );
    expect(errorsOf([range(plain)], ['LR-INVALID']).length > 0).toBe(refused !== undefined);
    if (refused) return;
    await bench.client.create(range(full));
    await bench.client.create(quota(full));
    const key = { apiVersion: 'v1', kind: 'ResourceQuota', namespace: full, name: 'q' };
    await bench.untilObject(key, 'is counted', ({ status }) => status?.hard?.pods === '0');

    await Promise.all(
      pods.slice(index * podsEach, (index + 1) * podsEach).map(async (spec, number) => {
        const pod = (namespace: string): Manifest => ({
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: `p${number}`, namespace },
          spec,
        });
        const defaulted = await verdict(bench, pod(plain));
        agree(defaulted, [range(plain), pod(plain)]);
        const counted = await verdict(bench, pod(full));
        agree(counted, [range(full), quota(full), pod(full)]);
        tally[defaulted.kind] += 1;
        tally[counted.kind] += 1;
      }),
    );
  });

  it('met every verdict often', () => {
    expect(Math.min(...Object.values(tally))).toBeGreaterThan(50);
  });
});

async function verdict(bench: Bench, pod: Manifest): Promise<Verdict> {
  try {
    const path = `/api/v1/namespaces/${pod.metadata.namespace}/pods`;
    return { kind: 'admitted', pod: await bench.client.call('POST', path, pod, { query: { dryRun: 'All' } }) };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { code, message } = error;
    const exceeded = /exceeded quota: q, requested: (\S+), used/.exec(message);
    if (exceeded?.[1]) {
      return { kind: 'charged', amounts: Object.fromEntries(exceeded[1].split(',').map((part) => part.split('='))) };
    }
    // A default limit below the request is refused as invalid; only a LimitRange can bring these pods there.
    const isLimits = code === 422 ? message.includes('must be less than or equal to') : !message.includes('quota');
    return { kind: 'refused', by: isLimits ? 'limits' : 'quota', message };
  }
}

/** Fails with everything there is to know of the case. */
function agree(verdict: Verdict, manifests: readonly Manifest[]): void {
  const [seen, foretold] = [seenBy(verdict), predicted(manifests)];
  if (isDeepStrictEqual(seen, foretold)) return;
  throw new Error([{ seen }, { foretold }, { verdict }, { manifests }].map((part) => JSON.stringify(part)).join('\n'));
}

type Amounts = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The parts of a verdict that a model can foretell: amounts by value. */
function seenBy(verdict: Verdict): unknown {
  if (verdict.kind === 'refused') return { kind: 'refused', by: verdict.by };
  if (verdict.kind === 'charged') return { kind: 'charged', amounts: byValue(verdict.amounts) };
  const { containers, initContainers = [] } = verdict.pod['spec'];
  const read = (list: readonly { name: string; resources: { requests?: object; limits?: object } }[]): Amounts =>
    Object.fromEntries(
      list.flatMap(({ name, resources }) => [
        [`${name} requests`, byValue(resources.requests ?? {})],
        [`${name} limits`, byValue(resources.limits ?? {})],
      ]),
    );
  return { kind: 'admitted', resources: read([...initContainers, ...containers]) };
}

function predicted(manifests: readonly Manifest[]): unknown {
  const by = refusedBy(manifests);
  if (by) return { kind: 'refused', by };
  const pod = podOf(manifests);
  if (manifests.some(({ kind }) => kind === 'ResourceQuota')) {
    const amounts = charged.flatMap((key) => {
      const amount = pod.charge[key];
      return amount && !amount.isZero ? [[key, amount.toString()]] : [];
    });
    return { kind: 'charged', amounts: byValue(Object.fromEntries(amounts)) };
  }
  const resources = pod.containers.flatMap(({ name, requests, limits }) => [
    [`${name} requests`, byValue(requests)],
    [`${name} limits`, byValue(limits)],
  ]);
  return { kind: 'admitted', resources: Object.fromEntries(resources) };
}

/** LimitRanges come before quotas. */
function refusedBy(manifests: readonly Manifest[]): 'limits' | 'quota' | undefined {
  if (errorsOf(manifests, ['LR-DEFAULT-BELOW-REQUEST', 'LR-CONTAINER-RANGE']).length > 0) return 'limits';
  return errorsOf(manifests, ['QTA-MISSING-VALUE']).length > 0 ? 'quota' : undefined;
}

function errorsOf(manifests: readonly Manifest[], only: readonly string[]): readonly unknown[] {
  return check([{ manifests: sources(manifests) }], { only }).findings.filter(({ severity }) => severity === 'error');
}

function podOf(manifests: readonly Manifest[]): PodTemplate {
  const [[workload] = []] = [...new Cluster(sources(manifests)).workloads()];
  const template = workload?.templates[0];
  if (!template) throw new Error('no pod among the manifests');
  return template;
}

function sources(manifests: readonly Manifest[]) {
  return manifests.map((manifest) => ({ manifest, locate: () => ({ construct: manifest.kind }) }));
}

/** Amounts in one spelling each. */
function byValue(amounts: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(amounts).map(([key, amount]) => [
      key,
      Quantity.parse(amount).add(Quantity.zero).toNumber().toString(),
    ]),
  );
}
