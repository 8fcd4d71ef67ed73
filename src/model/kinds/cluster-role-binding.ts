import { defineKind } from './kind';
import { structures } from './structure';

export const clusterRoleBinding = defineKind(structures['rbac.authorization.k8s.io/v1/ClusterRoleBinding']!, {
  immutable: ['roleRef'],
});
