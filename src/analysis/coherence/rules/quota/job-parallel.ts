import { times } from '../../../../model/workloads/charge';
import { rule } from '../../rule';
import { arithmeticOf, coveredPods, mostPods, raised } from './covered-pods';

/** A Job that runs more pods at once than the quota holds: the Job controller asks for them again and again, and is refused (403). */
export const jobParallel = rule({
  id: 'JOB-PARALLEL',
  severity: 'error',
  title: 'the quota does not hold the pods that a Job runs at once',
  *check(cluster) {
    for (const pods of coveredPods(cluster)) {
      const { namespace, workload, quota, each } = pods;
      if (workload.object.group !== 'batch') continue;
      const count = mostPods(pods);
      const fit = quota.fit(each) ?? 0;
      // Where not even one fits is QTA-POD-TOO-LARGE's.
      if (count === undefined || fit < 1) continue;
      const shortfalls = quota.shortfalls(times(each, count));
      const [first] = shortfalls;
      if (!first) continue;
      yield {
        at: [namespace.replicasOf(workload).field, first.field],
        message: `${count} pods at once of ${workload.object.title} do not fit the quota ${quota.object.name}: at most ${fit} do`,
        arithmetic: arithmeticOf(shortfalls, count, each),
        fix: `lower parallelism to ${fit}, or ${raised(shortfalls)}`,
      };
    }
  },
});
