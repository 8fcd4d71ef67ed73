import type { LiveObject } from '../../model/manifests/live-object';
import { isEnd, standingOf } from '../../model/policy/standing';
import { Problems } from '../../model/values/problems';
import { Quantity, type QuantityLike } from '../../model/values/quantity';
import { chargeOf, type PodResources } from '../../model/workloads/charge';

/** What deletions give back. */
export interface Freed {
  readonly objects: number;
  /** Objects by kind. */
  readonly kinds: Readonly<Record<string, number>>;
  readonly pods: number;
  /** Requests of the pods, in cores; those of a pod that has ended were free before. */
  readonly cpu: Quantity;
  /** In bytes; as for `cpu`. */
  readonly memory: Quantity;
  /** Of volume claims, in bytes. */
  readonly storage: Quantity;
  /** About what the objects take in etcd: their size as JSON. */
  readonly etcdBytes: number;
}

export const nothingFreed: Freed = {
  objects: 0,
  kinds: {},
  pods: 0,
  cpu: Quantity.zero,
  memory: Quantity.zero,
  storage: Quantity.zero,
  etcdBytes: 0,
};

/** What the deletion of some objects gives back. */
export function freedBy(objects: readonly LiveObject[]): Freed {
  return sumOf(objects.map(freedByOne));
}

export function sumOf(parts: readonly Freed[]): Freed {
  return parts.reduce(sumFreed, nothingFreed);
}

export function sumFreed(a: Freed, b: Freed): Freed {
  return {
    objects: a.objects + b.objects,
    kinds: sumKinds(a.kinds, b.kinds),
    pods: a.pods + b.pods,
    cpu: a.cpu.add(b.cpu),
    memory: a.memory.add(b.memory),
    storage: a.storage.add(b.storage),
    etcdBytes: a.etcdBytes + b.etcdBytes,
  };
}

function freedByOne(object: LiveObject): Freed {
  const one = {
    ...nothingFreed,
    objects: 1,
    kinds: { [object.kind]: 1 },
    etcdBytes: Buffer.byteLength(JSON.stringify(object)),
  };
  if (object.kind === 'Pod') {
    const { outcome } = standingOf(object);
    return { ...one, pods: 1, ...(isEnd(outcome) ? {} : requestsOf(object)) };
  }
  if (object.kind !== 'PersistentVolumeClaim') return one;
  const { capacity } = (object['status'] ?? {}) as { capacity?: { storage?: QuantityLike } };
  const { resources } = (object['spec'] ?? {}) as { resources?: { requests?: { storage?: QuantityLike } } };
  return { ...one, storage: Quantity.parse(capacity?.storage ?? resources?.requests?.storage ?? 0) };
}

type Fields = Readonly<Record<string, unknown>>;

function requestsOf({ spec }: LiveObject): Pick<Freed, 'cpu' | 'memory'> {
  const { containers = [], initContainers = [], overhead, resources } = (spec ?? {}) as Record<string, Fields[]>;
  const pod = {
    containers: containers.map(chargeable),
    initContainers: initContainers.map(chargeable),
    overhead,
    resources,
  };
  // What cannot be read is no reason to stop.
  const charge = chargeOf(pod as unknown as PodResources, Problems.none());
  const { 'requests.cpu': cpu = Quantity.zero, 'requests.memory': memory = Quantity.zero } = charge;
  return { cpu, memory };
}

function chargeable({ resources, restartPolicy }: Fields): object {
  return { ...(resources as object | undefined), restartPolicy };
}

function sumKinds(a: Freed['kinds'], b: Freed['kinds']): Freed['kinds'] {
  const sum: Record<string, number> = { ...a };
  for (const [kind, count] of Object.entries(b)) sum[kind] = (sum[kind] ?? 0) + count;
  return sum;
}
