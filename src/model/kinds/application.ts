import { defineKind } from './kind';
import { structures } from './structure';

export const application = defineKind(structures['argoproj.io/v1alpha1/Application']!, {
  unordered: ['spec.syncPolicy.syncOptions'],
});
