import { defineKind } from './kind';
import { structures } from './structure';

export const cronJob = defineKind(structures['batch/v1/CronJob']!);
