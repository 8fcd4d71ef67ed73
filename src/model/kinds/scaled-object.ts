import { defineKind } from './kind';
import { structures } from './structure';

export const scaledObject = defineKind(structures['keda.sh/v1alpha1/ScaledObject']!);
