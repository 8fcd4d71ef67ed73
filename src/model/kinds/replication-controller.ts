import { defineKind } from './kind';
import { structures } from './structure';

export const replicationController = defineKind(structures['v1/ReplicationController']!, {
  // https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/core/v1/conversion.go
  selectable: ['status.replicas'],
});
