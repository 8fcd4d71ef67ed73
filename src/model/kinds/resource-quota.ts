import { defineKind } from './kind';
import { structures } from './structure';

export const resourceQuota = defineKind(structures['v1/ResourceQuota']!, {
  immutable: ['spec.scopes'],
  unordered: ['spec.scopes', 'spec.scopeSelector.matchExpressions[].values'],
});
