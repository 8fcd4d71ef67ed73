import { defineKind } from './kind';
import { structures } from './structure';

export const secret = defineKind(structures['v1/Secret']!, {
  // https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/core/v1/conversion.go
  selectable: ['type'],
});
