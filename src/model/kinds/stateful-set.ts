import { defineKind } from './kind';
import { structures } from './structure';

export const statefulSet = defineKind(structures['apps/v1/StatefulSet']!, {
  immutable: ['spec.selector', 'spec.serviceName', 'spec.volumeClaimTemplates', 'spec.podManagementPolicy'],
});
