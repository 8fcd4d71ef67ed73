import { workflowsByPhase } from '../../../src/model/telemetry/argo-metrics';

describe('the series that counts workflows by phase', () => {
  it.each([
    ['3.5.14', 'argo_workflows_count', 'status'],
    ['3.6.0', 'argo_workflows_gauge', 'status'],
    ['v3.7.14', 'argo_workflows_gauge', 'status'],
    ['4.0.6', 'argo_workflows_gauge', 'phase'],
  ])('is named by Argo %s as %s{%s}', (version, series, phaseLabel) => {
    expect(workflowsByPhase(version)).toEqual({ series, phaseLabel });
  });
});
