import type { Condition, ContainerStatus, PodObject, PodStatus } from './core';
import { timestamp } from './time';

/** What is known of a pod when its status is written. */
export interface Observation {
  readonly pod: PodObject;
  readonly startTime: string;
  readonly hostIP: string;
  /** Undefined until the pod's network is there. */
  readonly podIP: string | undefined;
  readonly init: readonly ContainerStatus[];
  readonly main: readonly ContainerStatus[];
  /** Names of init containers that go on beside the others. */
  readonly sidecars: ReadonlySet<string>;
  /** Whether no container will start any more. */
  readonly isOver: boolean;
  /** The pod's conditions so far. */
  readonly before: readonly Condition[];
  /** Why the node ended the pod, if it did. */
  readonly verdict?: { readonly reason: string; readonly message: string };
}

/** A pod's status as the kubelet reports it; all but `qosClass`, which the API server sets. */
export function podStatus(seen: Observation, now: string = timestamp()): PodStatus {
  const phase = podPhase(seen);
  const { podIP, hostIP, verdict, startTime } = seen;
  return {
    phase,
    ...verdict,
    startTime,
    hostIP,
    ...{ hostIPs: [{ ip: hostIP }] },
    ...(podIP !== undefined && { podIP, podIPs: [{ ip: podIP }] }),
    ...(seen.init.length > 0 && { initContainerStatuses: seen.init }),
    containerStatuses: seen.main,
    conditions: conditions(seen, phase, now),
  };
}

/** The kubelet's `getPhase`: https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/kubelet_pods.go */
export function podPhase({ init, main, sidecars, isOver, verdict }: Observation): string {
  if (verdict) return 'Failed';
  const failed = main.filter(({ state }) => state.terminated && state.terminated.exitCode !== 0).length;
  const ended = main.filter(({ state }) => state.terminated).length;
  const pending = init.filter((status) => !isInitialized(status, sidecars));
  if (isOver) {
    const isDone = pending.length === 0 && ended === main.length && failed === 0;
    return isDone ? 'Succeeded' : 'Failed';
  }
  if (pending.length > 0) return 'Pending';
  if (main.some(({ state, lastState }) => state.waiting && !lastState.terminated)) return 'Pending';
  // Also when all have ended: their sidecars have not.
  return 'Running';
}

function isInitialized({ name, state, started }: ContainerStatus, sidecars: ReadonlySet<string>): boolean {
  return sidecars.has(name) ? started || state.terminated !== undefined : state.terminated?.exitCode === 0;
}

function conditions(seen: Observation, phase: string, now: string): readonly Condition[] {
  const { pod, init, main, sidecars, before } = seen;
  const over = phase === 'Succeeded' ? 'PodCompleted' : phase === 'Failed' ? 'PodFailed' : undefined;
  const incomplete = init.filter((status) => !isInitialized(status, sidecars)).map(({ name }) => name);
  const kept = init.filter(({ name }) => sidecars.has(name));
  const unready = [...kept, ...main].filter(({ ready }) => !ready).map(({ name }) => name);
  const initialized: Condition =
    incomplete.length === 0 || phase === 'Succeeded'
      ? { type: 'Initialized', status: 'True', reason: phase === 'Succeeded' ? over : undefined }
      : {
          type: 'Initialized',
          status: 'False',
          reason: 'ContainersNotInitialized',
          ...names('incomplete status', incomplete),
        };
  const containersReady: Condition = over
    ? { type: 'ContainersReady', status: 'False', reason: over }
    : unready.length === 0
      ? { type: 'ContainersReady', status: 'True' }
      : { type: 'ContainersReady', status: 'False', reason: 'ContainersNotReady', ...names('unready status', unready) };
  const gates: readonly string[] = (pod.spec as GatedSpec).readinessGates?.map((gate) => gate.conditionType) ?? [];
  const closed = gates.filter((type) => find(before, type)?.status !== 'True');
  const ready: Condition =
    containersReady.status === 'True' && closed.length > 0
      ? { type: 'Ready', status: 'False', reason: 'ReadinessGatesNotReady', ...names('readiness gates', closed) }
      : { ...containersReady, type: 'Ready' };
  const hasNetwork = seen.podIP !== undefined && !over;
  return [
    { type: 'PodReadyToStartContainers', status: hasNetwork ? ('True' as const) : ('False' as const) },
    initialized,
    ready,
    containersReady,
    // A pod that names its node has never met the scheduler.
    ...(find(before, 'PodScheduled') ? [] : [{ type: 'PodScheduled', status: 'True' as const }]),
  ].map((condition) => dated(condition, find(before, condition.type), now));
}

interface GatedSpec {
  readonly readinessGates?: readonly { readonly conditionType: string }[];
}

function names(what: string, list: readonly string[]): { readonly message: string } {
  return { message: `containers with ${what}: [${list.join(' ')}]` };
}

function find(conditions: readonly Condition[], type: string): Condition | undefined {
  return conditions.find((condition) => condition.type === type);
}

/** Reason and message are null where there are none: the patch merges conditions, and old ones must go. */
function dated(condition: Condition, before: Condition | undefined, now: string): Condition {
  const same = before?.status === condition.status;
  return {
    type: condition.type,
    status: condition.status,
    reason: condition.reason ?? null,
    message: condition.message ?? null,
    lastTransitionTime: (same ? before?.lastTransitionTime : undefined) ?? now,
  };
}
