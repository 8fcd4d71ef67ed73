import { defineKind } from './kind';
import { structures } from './structure';

export const prometheusRule = defineKind(structures['monitoring.coreos.com/v1/PrometheusRule']!);
