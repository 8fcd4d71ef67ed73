import type { Cluster } from '../../../cluster/cluster';
import type { ClusterObject } from '../../../cluster/cluster-object';
import type { Field } from '../../../cluster/field';
import { knownText } from '../../../cluster/pod-security/check';
import {
  enforcedPolicy,
  type FailedCheck,
  failedChecks,
  isCertain,
  levelLabel,
  levels,
  type PodSecurityPolicy,
  versionLabel,
} from '../../../cluster/pod-security/policy';
import { securedPod } from '../../../cluster/pod-security/secured-pod';
import type { PodTemplate } from '../../../cluster/pod-template';
import type { Violation } from '../../../findings/finding';
import { rule } from '../../rule';

/**
 * The namespace's Pod Security level refuses a pod. Only pods are refused: a Deployment is accepted, and its pods never
 * come.
 */
export const psaRefused = rule({
  id: 'PSA-REFUSED',
  severity: 'error',
  title: "the namespace's Pod Security level refuses a pod",
  *check(cluster: Cluster) {
    for (const object of cluster.ofKind('Namespace')) yield* wrongLabels(object);
    for (const namespace of cluster.namespaces) {
      const policy = enforcedPolicy(namespace, cluster.profile.kubernetes);
      if (!policy) continue;
      const inside = new Set(namespace.objects);
      const templates = namespace.workloads.flatMap((workload) =>
        inside.has(workload.object) ? workload.templates : [],
      );
      for (const template of templates) yield* refusals(template, policy, cluster);
    }
  },
});

function* refusals(template: PodTemplate, policy: PodSecurityPolicy, cluster: Cluster): Generator<Violation> {
  const pod = securedPod(template, cluster.workflowControllers[0]);
  const failed = pod ? failedChecks(pod, policy) : [];
  const [first] = failed;
  if (!pod || !first) return;
  yield {
    severity: isCertain(failed, pod, policy) ? 'error' : 'warning',
    at: [placeOf(first), policy.field],
    message: `Pod Security level ${policy.level} refuses the ${subject(template)}: ${failed.map(({ check }) => check.reason).join(', ')}`,
    arithmetic: failed.map(({ check, offences }) => {
      const owners = offences.map(({ owner, value }) => `${owner}${value === undefined ? '' : ` (${value})`}`);
      return `${check.reason}: ${[...new Set(owners)].join(', ')}`;
    }),
    fix: `${[...new Set(failed.map(({ check }) => check.remedy))].join('; ')}${forInjected(failed)}`,
  };
}

function placeOf({ offences: [offence] }: FailedCheck): Field {
  if (!offence) throw new Error('a failed check has an offence');
  return offence.field;
}

function subject({ object, spec }: PodTemplate): string {
  if (object.is('Pod')) return 'pod';
  return object.group === 'argoproj.io' ? `pods of template ${spec.get('name').text ?? ''}` : 'pods';
}

function forInjected(failed: readonly FailedCheck[]): string {
  const concerned = failed.some(({ offences }) => offences.some(({ isInjected }) => isInjected === true));
  return concerned ? "; for containers of Argo, in executor.securityContext of the controller's settings" : '';
}

/** The API server takes no Namespace whose labels name no level or no version. */
function* wrongLabels(object: ClusterObject): Generator<Violation> {
  const level = object.field('metadata', 'labels', levelLabel);
  const levelName = knownText(level);
  if (levelName !== undefined && !levels.includes(levelName)) {
    yield {
      at: [level],
      message: `"${levelName}" is no Pod Security level`,
      fix: `use one of ${levels.join(', ')}`,
    };
  }
  const version = object.field('metadata', 'labels', versionLabel);
  const versionName = knownText(version);
  if (versionName !== undefined && !/^(latest|v1\.(\d|[1-9]\d+))$/.test(versionName)) {
    yield {
      at: [version],
      message: `"${versionName}" is no version of Pod Security`,
      fix: 'use latest, or a minor version such as v1.36',
    };
  }
}
