import { defineKind } from './kind';
import { structures } from './structure';

export const priorityClass = defineKind(structures['scheduling.k8s.io/v1/PriorityClass']!, {
  immutable: ['value', 'preemptionPolicy'],
});
