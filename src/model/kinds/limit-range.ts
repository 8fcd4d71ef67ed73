import { defineKind } from './kind';
import { structures } from './structure';

export const limitRange = defineKind(structures['v1/LimitRange']!);
