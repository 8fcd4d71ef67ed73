import { defineKind } from './kind';
import { structures } from './structure';

export const configMap = defineKind(structures['v1/ConfigMap']!);
