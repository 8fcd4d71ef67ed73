import { defineKind } from './kind';
import { structures } from './structure';

export const namespace = defineKind(structures['v1/Namespace']!, { selectable: ['status.phase'] });
