import { defineKind } from './kind';
import { structures } from './structure';

export const horizontalPodAutoscaler = defineKind(structures['autoscaling/v2/HorizontalPodAutoscaler']!);
