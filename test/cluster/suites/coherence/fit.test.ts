import * as fc from 'fast-check';
import { Cluster } from '../../../../src/analysis/cluster/cluster';
import { check } from '../../../../src/analysis/coherence/check';
import type { Manifest } from '../../../../src/model/manifests/manifest';
import { ApiError } from '../../api/client';
import { Bench } from '../../bench/bench';
import { randomPods, randomQuotas } from './random-pods';

const groups = 40;
const podsEach = 25;
const seed = 20261124;
/** Pods that are really created, to see how many fit. */
const most = 8;

describe('how many pods fit a quota', () => {
  const bench = Bench.shared();
  afterAll(() => bench.close());

  const quotas = fc.sample(randomQuotas, { numRuns: groups, seed });
  const pods = fc.sample(randomPods, { numRuns: groups * podsEach, seed });
  const tally = { fits: 0, exceeds: 0, unstated: 0, counted: 0 };

  it.each(quotas.map((hard, index) => ({ hard, index })))('quota $index', async ({ hard, index }) => {
    const namespace = await bench.namespace('fit');
    const quota: Manifest = {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'q', namespace },
      spec: { hard },
    };
    await bench.client.create(quota);
    const key = { apiVersion: 'v1', kind: 'ResourceQuota', namespace, name: 'q' };
    await bench.untilObject(key, 'is counted', ({ status }) => status?.hard !== undefined);
    const pod = (spec: object, name: string): Manifest => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace },
      // None of them is to be scheduled, and so none ends.
      spec: { ...spec, nodeSelector: { nowhere: 'yes' } },
    });

    const specs = pods.slice(index * podsEach, (index + 1) * podsEach);
    await Promise.all(
      specs.map(async (spec, number) => {
        const one = pod(spec, `p${number}`);
        const seen = await verdict(bench, one, true);
        expect({ hard, spec, verdict: seen }).toEqual({ hard, spec, verdict: foretold(quota, one) });
        tally[seen] += 1;
      }),
    );

    const counted = specs.find(
      (spec) => (fitOf(quota, pod(spec, 'p')) ?? most) < most && verdictOf(quota, spec, pod) === 'fits',
    );
    if (!counted) return;
    let created = 0;
    while (created < most && (await verdict(bench, pod(counted, `n${created}`), false)) === 'fits') created += 1;
    expect({ hard, counted, created }).toEqual({ hard, counted, created: fitOf(quota, pod(counted, 'p')) });
    tally.counted += 1;
  });

  it('met every verdict often', () => {
    expect(Math.min(tally.fits, tally.exceeds, tally.unstated)).toBeGreaterThan(50);
    expect(tally.counted).toBeGreaterThan(10);
  });
});

type Verdict = 'fits' | 'exceeds' | 'unstated';

async function verdict(bench: Bench, pod: Manifest, isDryRun: boolean): Promise<Verdict> {
  const path = `/api/v1/namespaces/${pod.metadata.namespace}/pods`;
  try {
    await bench.client.call('POST', path, pod, { query: isDryRun ? { dryRun: 'All' } : {} });
    return 'fits';
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.message.includes('must specify')) return 'unstated';
    if (error.message.includes('exceeded quota')) return 'exceeds';
    throw error;
  }
}

function verdictOf(quota: Manifest, spec: object, pod: (spec: object, name: string) => Manifest): Verdict {
  return foretold(quota, pod(spec, 'p'));
}

function foretold(quota: Manifest, pod: Manifest): Verdict {
  const only = ['QTA-MISSING-VALUE', 'QTA-POD-TOO-LARGE'];
  const { findings } = check([{ manifests: sources([quota, pod]) }], { only });
  const fit = fitOf(quota, pod);
  // The server names what is missing before it counts.
  if (findings.some(({ rule }) => rule === 'QTA-MISSING-VALUE')) return 'unstated';
  expect(findings.some(({ rule }) => rule === 'QTA-POD-TOO-LARGE')).toBe(fit === 0);
  return fit === 0 ? 'exceeds' : 'fits';
}

function fitOf(quota: Manifest, pod: Manifest): number | undefined {
  const [namespace] = new Cluster(sources([quota, pod])).namespaces;
  const template = namespace?.workloads[0]?.templates[0];
  return template && namespace.quotas[0]?.fit(template.charge);
}

function sources(manifests: readonly Manifest[]) {
  return manifests.map((manifest) => ({ manifest, locate: () => ({ construct: manifest.kind }) }));
}
