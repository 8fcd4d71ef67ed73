import { defineKind } from './kind';
import { structures } from './structure';

export const job = defineKind(structures['batch/v1/Job']!, {
  immutable: ['spec.completions', 'spec.selector', 'spec.template', 'spec.completionMode', 'spec.podFailurePolicy'],
  selectable: ['status.successful'],
});
