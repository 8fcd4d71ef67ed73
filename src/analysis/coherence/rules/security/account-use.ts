import { type Right, rightsOf, type SweepMode } from '../../../../model/policy/rights';
import { type Grant, grantsOf } from '../../../cluster/access/account-grants';
import type { Cluster } from '../../../cluster/cluster';
import { groupBy } from '../../../cluster/kind-index';
import { isPlaceholder } from '../../../cluster/placeholder';
import { type SweepJob, sweepJobs } from '../../../cluster/retention/sweep-jobs';

/** An account that sweeps, what it may do, and what it needs. */
export interface AccountUse {
  /** `steward-system/team-cleanup`. */
  readonly title: string;
  readonly jobs: readonly SweepJob[];
  /** Of several CronJobs that run as one account, the one that messages name. */
  readonly first: SweepJob;
  readonly grants: readonly Grant[];
  readonly needed: readonly Right[];
  /** What it would need to delete. */
  readonly neededLater: readonly Right[];
}

/** Every account that a sweep runs as, but for those of which it is not known how far they go. */
export function* accountUses(cluster: Cluster): Generator<AccountUse> {
  const accounts = groupBy(sweepJobs(cluster), ({ object, account }) => `${object.namespace}/${account}`);
  for (const [title, jobs] of accounts) {
    const [first] = jobs;
    if (!first || jobs.some(({ mode, stateNamespace }) => !mode || isPlaceholder(stateNamespace))) continue;
    yield {
      title,
      jobs,
      first,
      grants: grantsOf({ namespace: first.object.namespace, name: first.account }, cluster),
      needed: jobs.flatMap((job) => rightsIn(job, job.mode ?? 'report')),
      neededLater: jobs.flatMap((job) => rightsIn(job, 'delete')),
    };
  }
}

function rightsIn({ source, stateNamespace }: SweepJob, mode: SweepMode): readonly Right[] {
  return rightsOf(source.policy, { mode, stateNamespace });
}

/** `workflows.argoproj.io`, `pods/log`, `configmaps "a"`. */
export function nameOf({ group, resource, name }: Pick<Right, 'group' | 'resource' | 'name'>): string {
  const [plural, subresource] = resource.split('/');
  const kind = `${plural}${group === '' ? '' : `.${group}`}${subresource === undefined ? '' : `/${subresource}`}`;
  return name === undefined ? kind : `${kind} "${name}"`;
}
