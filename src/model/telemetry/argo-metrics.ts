import { isAtLeast } from '../values/version';

/** A series and the label of it that tells phases apart. */
export interface PhasedSeries {
  readonly series: string;
  readonly phaseLabel: string;
}

/**
 * How many workflows are in each phase, over all namespaces of a controller: `argo_workflows_count{status}` before Argo
 * 3.6, `argo_workflows_gauge{status}` in 3.6 and 3.7, `argo_workflows_gauge{phase}` from 4.0.
 *
 * @param argoVersion e.g. `3.7.14`
 * @throws InvalidValue when it is no version
 */
export function workflowsByPhase(argoVersion: string): PhasedSeries {
  return {
    series: isAtLeast(argoVersion, '3.6') ? 'argo_workflows_gauge' : 'argo_workflows_count',
    phaseLabel: isAtLeast(argoVersion, '4.0') ? 'phase' : 'status',
  };
}
