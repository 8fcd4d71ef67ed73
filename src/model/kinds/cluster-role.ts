import { defineKind } from './kind';
import { structures } from './structure';

export const clusterRole = defineKind(structures['rbac.authorization.k8s.io/v1/ClusterRole']!, {
  unordered: ['rules[].apiGroups', 'rules[].resources', 'rules[].resourceNames', 'rules[].verbs'],
});
