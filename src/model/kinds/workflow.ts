import { defineKind } from './kind';
import { structures } from './structure';

export const workflow = defineKind(structures['argoproj.io/v1alpha1/Workflow']!);
