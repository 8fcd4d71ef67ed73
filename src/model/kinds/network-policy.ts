import { defineKind } from './kind';
import { structures } from './structure';

export const networkPolicy = defineKind(structures['networking.k8s.io/v1/NetworkPolicy']!, {
  unordered: ['spec.policyTypes'],
});
