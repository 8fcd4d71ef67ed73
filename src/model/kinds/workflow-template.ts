import { defineKind } from './kind';
import { structures } from './structure';

export const workflowTemplate = defineKind(structures['argoproj.io/v1alpha1/WorkflowTemplate']!);
