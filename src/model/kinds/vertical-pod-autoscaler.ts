import { defineKind } from './kind';
import { structures } from './structure';

export const verticalPodAutoscaler = defineKind(structures['autoscaling.k8s.io/v1/VerticalPodAutoscaler']!, {
  unordered: ['spec.resourcePolicy.containerPolicies[].controlledResources'],
});
