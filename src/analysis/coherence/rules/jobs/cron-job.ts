import type { Cluster } from '../../../cluster/cluster';
import type { ClusterObject } from '../../../cluster/cluster-object';
import type { Field } from '../../../cluster/field';
import type { Namespace } from '../../../cluster/namespace';
import { parsedSchedule } from '../../../cluster/parsed-schedule';
import type { Workload } from '../../../cluster/workload';

/** A CronJob as the rules about it read it. */
export interface CronJob {
  readonly object: ClusterObject;
  readonly workload: Workload;
  readonly namespace: Namespace;
  readonly schedule: Field;
  /** Seconds from one start to the next, at the shortest; undefined where the schedule is none, or never comes twice. */
  readonly interval: number | undefined;
  /** The spec of its Jobs. */
  readonly job: Field;
  /** Whether it starts Jobs by itself. */
  readonly isSuspended: boolean;
}

/** CronJobs of the manifests. */
export function* cronJobs(cluster: Cluster): Generator<CronJob> {
  for (const [workload, namespace] of cluster.workloads()) {
    const { object } = workload;
    if (!object.is('CronJob', 'batch') || namespace.isDeclared(workload)) continue;
    const schedule = object.field('spec', 'schedule');
    yield {
      object,
      workload,
      namespace,
      schedule,
      // Few rules ask for it, and it takes longest.
      get interval() {
        return parsedSchedule(schedule)?.shortestInterval?.toSeconds();
      },
      job: object.field('spec', 'jobTemplate', 'spec'),
      isSuspended: object.field('spec', 'suspend').value === true,
    };
  }
}
