import { found } from '../../../checked';

const rule = 'RET-ERROR-PHASE';

function workflow(ttl: string, { kind = 'Workflow', spec = '' } = {}): string {
  return `
---
apiVersion: argoproj.io/v1alpha1
kind: ${kind}
metadata: {name: run, namespace: team}
spec: {${spec} ${kind === 'CronWorkflow' ? 'workflowSpec: {' : ''}ttlStrategy: {${ttl}}${kind === 'CronWorkflow' ? '}' : ''}}
`;
}

function controller(defaults: string, more = ''): string {
  return `
---
apiVersion: v1
kind: ConfigMap
metadata: {name: workflow-controller-configmap, namespace: argo}
data:
  workflowDefaults: "spec: {${defaults}}"
  ${more}
`;
}

describe(rule, () => {
  test.each(['Workflow', 'WorkflowTemplate', 'ClusterWorkflowTemplate', 'CronWorkflow'])('fires for a %s', (kind) => {
    expect(found(rule, workflow('secondsAfterFailure: 60', { kind }))).toEqual([
      expect.stringMatching(
        /^warning \w+\/run spec.(workflowSpec.)?ttlStrategy.secondsAfterCompletion: of \w+ team\/run, workflows that end in phase Error are never deleted: secondsAfterFailure 60 is for phase Failed alone$/,
      ),
    ]);
  });

  test('is silent with a time for every completion, and where failures stay too', () => {
    expect(found(rule, workflow('secondsAfterFailure: 60, secondsAfterCompletion: 60'))).toEqual([]);
    expect(found(rule, workflow('secondsAfterSuccess: 60'))).toEqual([]);
  });

  test('merges the defaults field by field', () => {
    const defaults = controller('ttlStrategy: {secondsAfterCompletion: 60}');
    expect(found(rule, workflow('secondsAfterFailure: 60') + defaults)).toEqual([]);
  });

  test('knows that beside a reference to a template nothing is merged', () => {
    const defaults = controller('ttlStrategy: {secondsAfterCompletion: 60}');
    const referring = workflow('secondsAfterFailure: 60', { spec: 'workflowTemplateRef: {name: a},' });
    expect(found(rule, referring + defaults)).toHaveLength(1);
  });

  test('says it of the defaults once, not of each workflow that they fill in', () => {
    const defaults = controller('ttlStrategy: {secondsAfterFailure: 60}');
    expect(found(rule, workflow('secondsAfterSuccess: 60') + defaults)).toEqual([
      expect.stringMatching(/^warning ConfigMap\/workflow-controller-configmap data.workflowDefaults: /),
    ]);
  });

  test('is silent where the controller keeps only so many', () => {
    const policy = controller('parallelism: 3', 'retentionPolicy: "{errored: 3}"');
    expect(found(rule, workflow('secondsAfterFailure: 60') + policy)).toEqual([]);
  });
});
