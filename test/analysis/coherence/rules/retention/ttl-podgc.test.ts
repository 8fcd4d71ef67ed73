import { found } from '../../../checked';

const rule = 'TTL-PODGC';

function workflow(spec: string): string {
  return `
---
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {name: run, namespace: team}
spec: {${spec}}
`;
}

function cronWorkflow(spec: string, ttl: string): string {
  return `
apiVersion: argoproj.io/v1alpha1
kind: CronWorkflow
metadata: {name: nightly, namespace: team}
spec: {${spec}, workflowSpec: {ttlStrategy: {${ttl}}}}
`;
}

const daily = 'schedules: ["0 2 * * *"]';

describe(rule, () => {
  test('fires where pods are to outlive their workflow', () => {
    const at = (seconds: number) =>
      found(
        rule,
        workflow(
          `podGC: {strategy: OnPodCompletion, deleteDelayDuration: 1h}, ttlStrategy: {secondsAfterCompletion: ${seconds}}`,
        ),
      );
    expect(at(3599)).toEqual([
      'warning Workflow/run spec.podGC.deleteDelayDuration: pods of Workflow team/run are to stay 3600 s, but secondsAfterCompletion deletes the workflow 3599 s after its end, and its pods with it',
    ]);
    expect(at(3600)).toEqual([]);
  });

  test('looks at the ends that the strategy is for', () => {
    const spec = (strategy: string) =>
      workflow(
        `podGC: {strategy: ${strategy}, deleteDelayDuration: 1h}, ttlStrategy: {secondsAfterSuccess: 7200, secondsAfterFailure: 60}`,
      );
    expect(found(rule, spec('OnWorkflowSuccess'))).toEqual([]);
    expect(found(rule, spec('OnWorkflowCompletion'))).toEqual([expect.stringContaining('secondsAfterFailure deletes')]);
  });

  test('is silent without a strategy, without a delay, and with one that is none', () => {
    const ttl = 'ttlStrategy: {secondsAfterCompletion: 1}';
    expect(found(rule, workflow(`podGC: {deleteDelayDuration: 1h}, ${ttl}`))).toEqual([]);
    expect(found(rule, workflow(`podGC: {strategy: OnPodCompletion}, ${ttl}`))).toEqual([]);
    expect(found(rule, workflow(`podGC: {strategy: OnPodCompletion, deleteDelayDuration: soon}, ${ttl}`))).toEqual([]);
  });

  test("takes the controller's defaults, and says once what they do by themselves", () => {
    const controller = `
---
apiVersion: v1
kind: ConfigMap
metadata: {name: workflow-controller-configmap, namespace: argo}
data:
  podGCDeleteDelayDuration: 2h
  workflowDefaults: "spec: {podGC: {strategy: OnPodCompletion}, ttlStrategy: {secondsAfterCompletion: 3600}}"
`;
    const place = 'ConfigMap/workflow-controller-configmap data.podGCDeleteDelayDuration';
    expect(found(rule, controller + workflow('parallelism: 1'))).toEqual([expect.stringContaining(place)]);
    expect(found(rule, controller + workflow('ttlStrategy: {secondsAfterCompletion: 60}'))).toHaveLength(2);
  });

  test('fires where a history is never full', () => {
    const at = (seconds: number) =>
      found(rule, cronWorkflow(`${daily}, successfulJobsHistoryLimit: 3`, `secondsAfterSuccess: ${seconds}`));
    expect(at(172_800)).toEqual([
      'warning CronWorkflow/nightly spec.workflowSpec.ttlStrategy.secondsAfterSuccess: a workflow is deleted 172800 s after its end, so that no more than 2 are ever kept, not the 3 of successfulJobsHistoryLimit',
    ]);
    expect(at(172_801)).toEqual([]);
    expect(found(rule, cronWorkflow(daily, 'secondsAfterSuccess: 1'))).toEqual([]);
  });

  test('fires where a history keeps nothing that could grow old', () => {
    const at = (limit: number) =>
      found(rule, cronWorkflow(`${daily}, failedJobsHistoryLimit: ${limit}`, 'secondsAfterFailure: 60'));
    expect(at(0)).toEqual([
      'warning CronWorkflow/nightly spec.failedJobsHistoryLimit: failedJobsHistoryLimit is 0, so that workflows in phase Failed are deleted as they end, not 60 s later',
    ]);
    expect(at(1)).toEqual([]);
  });
});
