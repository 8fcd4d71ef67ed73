import { defineKind } from './kind';
import { structures } from './structure';

export const deployment = defineKind(structures['apps/v1/Deployment']!, { immutable: ['spec.selector'] });
