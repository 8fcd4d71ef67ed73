import { found } from '../../../checked';

const rule = 'PDB-NO-SCALE';

function budget(bound: string): string {
  return `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: budget, namespace: team}
spec: {${bound}, selector: {matchLabels: {app: a}}}
`;
}

const template = 'template: {metadata: {labels: {app: a}}, spec: {containers: [{name: main}]}}';
const deployment = `
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: d, namespace: team}
spec: {${template}}
`;
const pod = `
---
apiVersion: v1
kind: Pod
metadata: {name: p, namespace: team, labels: {app: a}}
spec: {containers: [{name: main}]}
`;
const job = `
---
apiVersion: batch/v1
kind: Job
metadata: {name: j, namespace: team}
spec: {${template}}
`;
const daemonSet = `
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: ds, namespace: team}
spec: {${template}}
`;
const cronJob = `
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: c, namespace: team}
spec: {schedule: "0 2 * * *", jobTemplate: {spec: {${template}}}}
`;

function workflow(spec = ''): string {
  return `
---
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {name: w, namespace: team}
spec: {entrypoint: main, ${spec} templates: [{name: main, metadata: {labels: {app: a}}, container: {}}]}
`;
}

describe(rule, () => {
  test.each([
    ['Job team/j', 'jobs.batch', job],
    ['DaemonSet team/ds', 'daemonsets.apps', daemonSet],
    ['CronJob team/c', 'jobs.batch', cronJob],
    ['Workflow team/w', 'workflows.argoproj.io', workflow()],
  ])('fires for the pods of %s', (title, owner, yaml) => {
    expect(found(rule, budget('maxUnavailable: 1') + yaml)).toEqual([
      `error PodDisruptionBudget/budget spec.maxUnavailable: maxUnavailable 1 needs the scale of what owns the pods of ${title}, and ${owner} has none: while such pods exist, the budget lets no pod be evicted`,
    ]);
    expect(found(rule, budget('minAvailable: "50%"') + yaml)).toHaveLength(1);
  });

  test('is silent with a whole minAvailable', () => {
    expect(found(rule, budget('minAvailable: 1') + job + daemonSet + workflow() + pod)).toEqual([]);
  });

  test('is silent for owners that have a scale', () => {
    expect(found(rule, budget('maxUnavailable: 1') + deployment)).toEqual([]);
  });

  test('fires once where only some owners have one', () => {
    expect(found(rule, budget('maxUnavailable: 1') + deployment + job + daemonSet)).toHaveLength(1);
  });

  test('says that pods without owner count as nothing', () => {
    expect(found(rule, budget('maxUnavailable: 1') + pod)).toEqual([
      'error PodDisruptionBudget/budget spec.maxUnavailable: maxUnavailable 1 counts the replicas of owners, and Pod team/p has none: of 0 expected pods, none may be evicted',
    ]);
  });

  test('only warns of them beside others', () => {
    expect(found(rule, budget('maxUnavailable: 1') + pod + deployment)).toEqual([
      expect.stringMatching(/^warning .* what may be evicted is not what the budget says$/),
    ]);
  });

  test('leaves out what makes no pods', () => {
    const suspended = cronJob.replace('{schedule', '{suspend: true, schedule');
    expect(found(rule, budget('maxUnavailable: 1') + suspended)).toEqual([]);
  });

  test.each([
    ['maxUnavailable: 1', 1],
    ['minAvailable: "50%"', 1],
    ['minAvailable: 9999', 0],
    ['minAvailable: "{{workflow.parameters.min}}"', 0],
  ])('reads the budget that a workflow makes of itself: %s', (bound, findings) => {
    expect(found(rule, workflow(`podDisruptionBudget: {${bound}},`))).toHaveLength(findings);
  });

  test("reads that of the controller's defaults", () => {
    const yaml = `
apiVersion: v1
kind: ConfigMap
metadata: {name: workflow-controller-configmap, namespace: argo}
data:
  workflowDefaults: |
    spec: {podDisruptionBudget: {maxUnavailable: 1}}
`;
    expect(found(rule, yaml)).toEqual([
      "error ConfigMap/workflow-controller-configmap data.workflowDefaults: maxUnavailable 1 needs the scale of what owns the pods of the controller's workflowDefaults, and workflows.argoproj.io has none: while it runs, no pod of it may be evicted",
    ]);
  });
});
