import { defineKind } from './kind';
import { structures } from './structure';

export const service = defineKind(structures['v1/Service']!, {
  // https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/core/v1/conversion.go
  selectable: ['spec.clusterIP', 'spec.type'],
});
