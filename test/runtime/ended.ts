import type { LiveMetadata } from '../../src/model/manifests/live-object';
import type { Made } from './local-cluster';

/** Long ago, whatever the clock says. */
export const endedAt = '2020-01-02T03:04:05Z';

type Metadata = Partial<LiveMetadata>;

/** A pod with one container, `main`, that ended so. */
export function endedPod(name: string, phase: 'Succeeded' | 'Failed', metadata: Metadata = {}): Made {
  const isFailed = phase === 'Failed';
  const terminated = {
    exitCode: isFailed ? 137 : 0,
    reason: isFailed ? 'OOMKilled' : 'Completed',
    finishedAt: endedAt,
  };
  const main = { name: 'main', image: 'worker:1', restartCount: 0, state: { terminated } };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'agents', ...metadata },
    spec: { nodeName: 'node-1' },
    status: { phase, containerStatuses: [main] },
  };
}

export function endedWorkflow(name: string, phase: 'Succeeded' | 'Failed' | 'Error', metadata: Metadata = {}): Made {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: { name, namespace: 'agents', labels: { 'workflows.argoproj.io/completed': 'true' }, ...metadata },
    spec: { entrypoint: 'main' },
    status: { phase, startedAt: '2020-01-02T03:00:00Z', finishedAt: endedAt },
  };
}

/** The metadata of a pod of a workflow. */
export function stepOf(workflow: string): Metadata {
  const owner = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow', name: workflow, uid: `uid-of-${workflow}` };
  return { ownerReferences: [{ ...owner, controller: true }] };
}

/** What a cluster says of a pod. */
export function eventOf(pod: string, reason: string, message: string): Made {
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${pod}.${reason.toLowerCase()}`, namespace: 'agents' },
    involvedObject: { kind: 'Pod', name: pod, uid: `uid-of-${pod}` },
    type: 'Warning',
    reason,
    message,
    lastTimestamp: endedAt,
  };
}
