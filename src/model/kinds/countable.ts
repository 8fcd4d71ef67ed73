import { structures } from './structure';

/** Objects of one kind, as a quota counts them: `count/<plural>.<group>`. */
export interface Countable {
  /** `''` for the core group. */
  readonly group: string;
  readonly plural: string;
  readonly kind: string;
  /** A quota counts only what is in a namespace. */
  readonly namespaced: boolean;
}

/**
 * Groups that only the API server itself fills: a plural that is not here does not exist. Events are left out, since quotas
 * ignore them.
 *
 * Source: kubernetes/api; kubernetes/pkg/quota/v1/install `ignoredResources`.
 */
const closedGroups: Readonly<Record<string, readonly string[]>> = {
  '': [
    'ConfigMap',
    'Endpoints',
    'LimitRange',
    'PersistentVolumeClaim',
    'Pod',
    'PodTemplate',
    'ReplicationController',
    'ResourceQuota',
    'Secret',
    'Service',
    'ServiceAccount',
  ],
  apps: ['ControllerRevision', 'DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'],
  autoscaling: ['HorizontalPodAutoscaler'],
  batch: ['CronJob', 'Job'],
  extensions: [],
  policy: ['PodDisruptionBudget'],
  'networking.k8s.io': ['Ingress', 'NetworkPolicy'],
  'rbac.authorization.k8s.io': ['Role', 'RoleBinding'],
};

const builtIn: readonly Countable[] = Object.entries(closedGroups).flatMap(([group, kinds]) => {
  return kinds.map((kind) => ({ group, plural: pluralOf(kind), kind, namespaced: true }));
});

/** What a quota can count, as far as it is known: what every API server has, and the kinds that we know. */
export const countables: readonly Countable[] = [
  ...builtIn,
  ...Object.values(structures).filter(({ group, namespaced }) => !namespaced || !isClosedGroup(group)),
];

/** Whether all kinds of a group are known. */
export function isClosedGroup(group: string): boolean {
  return closedGroups[group] !== undefined;
}

/** As Kubernetes makes the plurals of its own kinds. */
function pluralOf(kind: string): string {
  const lower = kind.toLowerCase();
  if (lower === 'endpoints') return lower;
  if (lower.endsWith('s')) return `${lower}es`;
  return lower.endsWith('y') ? `${lower.slice(0, -1)}ies` : `${lower}s`;
}
