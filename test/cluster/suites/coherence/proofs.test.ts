import { areas } from '../../../../src/analysis/coherence/rules';
import type { Manifest } from '../../../../src/model/manifests/manifest';
import { readYaml } from '../../../../src/model/manifests/yaml-reader';
import { type RulePage, rulePages } from '../../../analysis/rule-page';
import { ApiError, type LiveObject } from '../../api/client';
import { Bench } from '../../bench/bench';
import { ownProofs } from './own-proofs';

/** What a page says a control plane shows of its failing example, and not of the mended one. */
interface Proof {
  /** The API server refuses an object. */
  readonly refused?: { readonly object: string; readonly message: string };
  /** A controller reports why it cannot go on. */
  readonly event?: { readonly kind?: string; readonly reason: string; readonly message: string };
  readonly condition?: ConditionProof;
  /** A pod cannot be evicted. */
  readonly eviction?: { readonly selector: string; readonly status: number; readonly message: string };
  /** A workflow ends, or stays, in a phase. */
  readonly workflow?: { readonly phase: string; readonly message: string };
  /** In words; `own-proofs.ts` has the test. */
  readonly test?: string;
}

interface ConditionProof {
  readonly object: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
}

const pages = rulePages().filter(({ severity }) => severity === 'error');
/** How long a mended example is watched for what must not come. */
const quietSeconds = 5;

/** Cluster-scoped objects of two pages would meet, so these pages take turns. */
const clusterWide = pages.filter(
  ({ failing, mended }) => failing.includes('PriorityClass') || mended.includes('PriorityClass'),
);
const others = pages.filter((page) => !clusterWide.includes(page));

describe('what a rule calls an error', () => {
  const bench = Bench.shared();
  afterAll(() => bench.close());

  it('has a proof for each such rule', () => {
    const errors = areas.flatMap(({ rules }) => rules).filter(({ severity }) => severity === 'error');
    const proven = pages.filter(({ proof }) => proof !== undefined).map(({ id }) => id);
    expect(errors.map(({ id }) => id).filter((id) => !proven.includes(id))).toEqual([]);
  });

  // All at once on two cores, some wait long for a node or a controller.
  it.concurrent.each(others)('$id', (page) => prove(page), 300_000);
  it.each(clusterWide)('$id', (page) => prove(page));

  async function prove(page: RulePage): Promise<void> {
    const proof = page.proof as Proof;
    if (proof.test !== undefined) {
      const own = ownProofs[page.id];
      if (!own) throw new Error(`own-proofs.ts has no test of ${page.id}: ${proof.test}`);
      return own(bench, page);
    }
    const failing = await objectsOf(page, page.failing);
    const refusals = await create(failing.objects);
    if (proof.refused) {
      expect(refusals.map(({ object }) => object)).toEqual([proof.refused.object]);
      expect(refusals[0]?.message).toContain(proof.refused.message);
    } else {
      expect(refusals).toEqual([]);
      await bench.until(`${page.id}: ${JSON.stringify(proof)}`, () => shows(proof, failing.namespaces), 200);
    }
    await removeClusterWide(failing.objects);

    const mended = await objectsOf(page, page.mended);
    expect(await create(mended.objects)).toEqual([]);
    if (!proof.refused) {
      await settle(proof, mended.namespaces);
      expect(await shows(proof, mended.namespaces)).toBe(false);
    }
    await removeClusterWide(mended.objects);
  }

  /** The example's objects in namespaces of their own. */
  async function objectsOf(page: RulePage, yaml: string) {
    const objects = readYaml(yaml, page.file).manifests.map(({ manifest }) => manifest);
    const names = new Set(objects.map(({ metadata }) => metadata.namespace).filter((name) => name !== undefined));
    const renamed = new Map<string, string>();
    for (const name of names) {
      const own = objects.find(({ kind, metadata }) => kind === 'Namespace' && metadata.name === name);
      renamed.set(name, await bench.namespace(`proof-${page.id.toLowerCase()}`, own?.metadata.labels));
    }
    const elsewhere = objects.filter(({ kind }) => kind !== 'Namespace').map((object) => moved(object, renamed));
    return { objects: elsewhere as Manifest[], namespaces: [...renamed.values()] };
  }

  async function create(objects: readonly Manifest[]) {
    const refusals: { object: string; message: string }[] = [];
    for (const object of objects) {
      try {
        await bench.client.create(object);
        if (object.kind === 'ResourceQuota') await counted(object);
        // Admission learns of a class from a watch.
        if (object.kind === 'PriorityClass') await new Promise((resolve) => setTimeout(resolve, 1_000));
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        refusals.push({ object: `${object.kind}/${object.metadata.name}`, message: error.message });
      }
    }
    return refusals;
  }

  async function removeClusterWide(objects: readonly Manifest[]): Promise<void> {
    for (const object of objects.filter(({ metadata }) => metadata.namespace === undefined)) {
      await bench.delete(object).catch(() => undefined);
    }
  }

  async function counted({ metadata: { namespace, name } }: Manifest): Promise<void> {
    const key = { apiVersion: 'v1', kind: 'ResourceQuota', namespace, name };
    await bench.untilObject(key, 'is counted', ({ status }) => status?.hard !== undefined);
  }

  async function shows({ event, condition, eviction, workflow }: Proof, namespaces: readonly string[]) {
    const each = await Promise.all(
      namespaces.map(async (namespace) => {
        if (event) return hasEvent(namespace, event);
        if (condition) return hasCondition(namespace, condition);
        if (eviction) return isRefusedEviction(namespace, eviction);
        return workflow !== undefined && hasWorkflow(namespace, workflow);
      }),
    );
    return each.includes(true);
  }

  /** Gives the mended example the time in which the failing one would have failed. */
  async function settle({ condition, eviction }: Proof, namespaces: readonly string[]): Promise<void> {
    const [namespace = ''] = namespaces;
    if (eviction) await ready(namespace, eviction.selector);
    if (condition) {
      const [kind = '', name = ''] = condition.object.split('/');
      const object = { apiVersion: apiVersions[kind] ?? 'v1', kind, namespace, name };
      await bench.untilObject(object, 'is looked at', ({ status }) => status?.conditions?.length > 0, 90);
      await bench.until('the condition is well', async () => !(await hasCondition(namespace, condition)), 90);
    }
    if (!eviction && !condition) await new Promise((resolve) => setTimeout(resolve, quietSeconds * 1_000));
  }

  async function hasEvent(namespace: string, wanted: NonNullable<Proof['event']>): Promise<boolean> {
    const events = await bench.list('v1', 'Event', namespace);
    return events.some(({ reason, message, involvedObject }) => {
      const isOfKind = wanted.kind === undefined || involvedObject.kind === wanted.kind;
      return isOfKind && reason === wanted.reason && String(message).includes(wanted.message);
    });
  }

  async function hasCondition(namespace: string, { object, type, status, reason }: ConditionProof): Promise<boolean> {
    const [kind = '', name = ''] = object.split('/');
    const live = await bench.find(apiVersions[kind] ?? 'v1', kind, namespace, name);
    const condition = live && conditionOf(live, type);
    return condition?.status === status && (reason === undefined || condition.reason === reason);
  }

  async function isRefusedEviction(namespace: string, wanted: NonNullable<Proof['eviction']>): Promise<boolean> {
    const [pod] = await ready(namespace, wanted.selector);
    if (!pod) return false;
    const path = `/api/v1/namespaces/${namespace}/pods/${pod.metadata.name}/eviction`;
    const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: pod.metadata.name, namespace } };
    try {
      await bench.client.call('POST', path, eviction);
      return false;
    } catch (error) {
      return error instanceof ApiError && error.code === wanted.status && error.message.includes(wanted.message);
    }
  }

  /** The ready pods, once all are, and every budget has counted them. */
  function ready(namespace: string, selector: string): Promise<LiveObject[]> {
    return bench.until(`pods ${selector} are ready`, async () => {
      const pods = await bench.list('v1', 'Pod', namespace, selector);
      const budgets = await bench.list('policy/v1', 'PodDisruptionBudget', namespace);
      const isCounted = budgets.some(({ status }) => status?.currentHealthy === pods.length);
      return pods.length > 0 && pods.every(isReady) && isCounted ? pods : undefined;
    });
  }

  async function hasWorkflow(namespace: string, { phase, message }: NonNullable<Proof['workflow']>): Promise<boolean> {
    const workflows = await bench.list('argoproj.io/v1alpha1', 'Workflow', namespace);
    return workflows.some(({ status }) => status?.phase === phase && JSON.stringify(status).includes(message));
  }
});

const apiVersions: Readonly<Record<string, string>> = {
  PodDisruptionBudget: 'policy/v1',
  HorizontalPodAutoscaler: 'autoscaling/v2',
  VerticalPodAutoscaler: 'autoscaling.k8s.io/v1',
  Deployment: 'apps/v1',
  ReplicaSet: 'apps/v1',
  StatefulSet: 'apps/v1',
  DaemonSet: 'apps/v1',
  Job: 'batch/v1',
  CronJob: 'batch/v1',
};

function conditionOf({ status }: LiveObject, type: string): { status: string; reason: string } | undefined {
  return status?.conditions?.find((condition: { type: string }) => condition.type === type);
}

function isReady(pod: LiveObject): boolean {
  return conditionOf(pod, 'Ready')?.status === 'True';
}

/** Namespaces by their new names, wherever an object names one. */
function moved(value: unknown, names: ReadonlyMap<string, string>, key = ''): unknown {
  if (typeof value === 'string') return key === 'namespace' ? (names.get(value) ?? value) : value;
  if (Array.isArray(value)) return value.map((item) => moved(item, names, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, moved(inner, names, name)]));
}
