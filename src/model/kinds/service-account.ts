import { defineKind } from './kind';
import { structures } from './structure';

export const serviceAccount = defineKind(structures['v1/ServiceAccount']!);
