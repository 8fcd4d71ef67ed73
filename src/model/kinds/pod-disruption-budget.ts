import { defineKind } from './kind';
import { structures } from './structure';

export const podDisruptionBudget = defineKind(structures['policy/v1/PodDisruptionBudget']!);
