import type { Charge } from '../../../../model/workloads/charge';
import { sum, times } from '../../../../model/workloads/charge';
import type { Cluster } from '../../../cluster/cluster';
import { kubectlCommands } from '../../../cluster/commands/kubectl-command';
import { greediest, type Namespace } from '../../../cluster/namespace';
import type { PodTemplate } from '../../../cluster/pod-template';
import { chargeKey, type Quota } from '../../../cluster/quota';
import { sweepJobs } from '../../../cluster/retention/sweep-jobs';
import type { Workload } from '../../../cluster/workload';
import type { Violation } from '../../../findings/finding';
import { rule } from '../../rule';

const cleans =
  /(^|[-_.])(clean-?up|cleaner|sweep|sweeper|janitor|reaper|pruner?|garbage-collect(or|ion)?|gc)($|[-_.])/i;

/**
 * A program that deletes what is no longer needed is charged to the same quota as everything else. When the quota is full,
 * which is when it is needed, its own pod is refused (403).
 */
export const clnStarved = rule({
  id: 'CLN-STARVED',
  severity: 'warning',
  title: 'a cleanup program needs room in the quota that it is to free',
  *check(cluster: Cluster) {
    for (const [workload, namespace] of cluster.workloads()) {
      if (namespace.quotas.length === 0 || namespace.isDeclared(workload)) continue;
      const template = cleanupOf(workload);
      if (!template?.isReadable || freesOthers(workload, cluster)) continue;
      for (const quota of namespace.quotas) {
        const violation = starved(workload, template, quota, namespace);
        if (violation) yield violation;
      }
    }
  },
});

/** Whether it sweeps by a policy that does not name its own namespace: what fills up there is not what it is to free. */
function freesOthers({ object }: Workload, cluster: Cluster): boolean {
  const own = sweepJobs(cluster).filter((job) => job.object === object);
  const served = own.flatMap(({ source }) => source.policy.rules.flatMap(({ namespaces = [] }) => namespaces));
  return own.length > 0 && !served.includes(object.namespace ?? '');
}

/** The pod of a program that runs now and then to delete objects: it calls kubectl for that, or its name says so. */
function cleanupOf({ object, templates }: Workload): PodTemplate | undefined {
  if (!object.is('CronJob', 'batch') && !object.is('CronWorkflow', 'argoproj.io')) return undefined;
  if (object.field('spec', 'suspend').value === true) return undefined;
  const deleting = templates.find(({ containers }) => {
    return containers.flatMap(kubectlCommands).some(({ verb }) => verb === 'delete');
  });
  // A name alone may as well be that of a program that cleans a database: that one needs no account of its own.
  const isNamed = [object.name, object.labels['app.kubernetes.io/component'] ?? ''].some((name) => cleans.test(name));
  return deleting ?? (isNamed ? templates.find(({ spec }) => spec.get('serviceAccountName').exists) : undefined);
}

function starved(workload: Workload, template: PodTemplate, quota: Quota, namespace: Namespace): Violation | undefined {
  if (!quota.isReadable || !quota.covers(template)) return undefined;
  const rivals = namespace.workloads.filter((other) => {
    return other !== workload && other.templates.some((pod) => quota.covers(pod));
  });
  // A quota of its own scope, in which nobody else is, is the share that it needs.
  if (rivals.length === 0 && quota.scopes.length > 0) return undefined;
  const own = template.charge;
  const keys = Object.keys(quota.hard).filter((key) => own[chargeKey(key)]?.isZero === false);
  if (keys.length === 0 || quota.shortfalls(own).length > 0) return undefined;
  const others = chargeOf(rivals, namespace, quota);
  const needed = others && quota.shortfalls(sum(others, own)).filter(({ key }) => own[chargeKey(key)] !== undefined);
  if (rivals.length > 0 && needed?.length === 0) return undefined;
  const [first = { key: keys[0] ?? '', field: quota.field(keys[0] ?? '') }] = needed ?? [];
  return {
    at: [template.priorityClassName, first.field],
    message: `${workload.object.title} cleans up, and its own pods count against the quota ${quota.object.name} like all others: when that is full, they are refused`,
    arithmetic: (needed ?? []).map(({ key, needed: total, hard }) => {
      return `${key}: ${others?.[chargeKey(key)] ?? 0} of others + ${own[chargeKey(key)]} = ${total}, the quota holds ${hard}`;
    }),
    fix: 'give it a PriorityClass and a quota of its own with that class as scope, and except the class from the other quota (NotIn)',
  };
}

/** What the others charge at their most; undefined where nothing bounds them, or nothing here tells who they are. */
function chargeOf(rivals: readonly Workload[], namespace: Namespace, quota: Quota): Charge | undefined {
  let total: Charge = {};
  if (rivals.length === 0) return undefined;
  for (const rival of rivals) {
    const { max } = namespace.replicasOf(rival);
    if (max === undefined || rival.object.group === 'argoproj.io') return undefined;
    total = sum(total, times(greediest(rival.templates.filter((pod) => quota.covers(pod))), max));
  }
  return total;
}
