import { defineKind } from './kind';
import { structures } from './structure';

export const role = defineKind(structures['rbac.authorization.k8s.io/v1/Role']!, {
  unordered: ['rules[].apiGroups', 'rules[].resources', 'rules[].resourceNames', 'rules[].verbs'],
});
