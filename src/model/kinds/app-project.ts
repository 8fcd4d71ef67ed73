import { defineKind } from './kind';
import { structures } from './structure';

export const appProject = defineKind(structures['argoproj.io/v1alpha1/AppProject']!, {
  unordered: ['spec.sourceRepos'],
});
