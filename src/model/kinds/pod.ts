import { defineKind } from './kind';
import { structures } from './structure';

export const pod = defineKind(structures['v1/Pod']!, {
  // https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/core/v1/conversion.go
  selectable: [
    'spec.hostNetwork',
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'status.nominatedNodeName',
    'status.phase',
    'status.podIP',
    'status.podIPs',
  ],
});
