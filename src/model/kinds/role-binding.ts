import { defineKind } from './kind';
import { structures } from './structure';

export const roleBinding = defineKind(structures['rbac.authorization.k8s.io/v1/RoleBinding']!, {
  immutable: ['roleRef'],
});
