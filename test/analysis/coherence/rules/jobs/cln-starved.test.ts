import { found } from '../../../checked';
import { policyMap, sweep } from '../retention/policies';

const rule = 'CLN-STARVED';

function manifests({
  replicas = 4,
  pod = '',
  name = 'nightly',
  args = 'kubectl delete pods --all',
  quota = '',
  other = '',
} = {}): string {
  return `
apiVersion: v1
kind: ResourceQuota
metadata: {name: team, namespace: team}
spec: {hard: {requests.cpu: "2"}${quota}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: team}
spec: {replicas: ${replicas}, template: {spec: {containers: [{name: api, resources: {requests: {cpu: 500m}}}]}}}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: ${name}, namespace: team}
spec:
  schedule: "@daily"
  jobTemplate:
    spec:
      template:
        spec:
          ${pod}
          containers: [{name: main, command: [sh, -c, "${args}"], resources: {requests: {cpu: 500m}}}]
${other}`;
}

const finding =
  'warning CronJob/nightly spec.jobTemplate.spec.template.spec.priorityClassName: CronJob team/nightly cleans up, and its own pods count against the quota team like all others: when that is full, they are refused';

describe(rule, () => {
  test('fires where the others may fill the quota, not where they leave room', () => {
    expect(found(rule, manifests({ replicas: 4 }))).toEqual([finding]);
    expect(found(rule, manifests({ replicas: 3 }))).toEqual([]);
  });

  test('fires where nothing bounds the others', () => {
    const other = `---
apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata: {name: agent, namespace: team}
spec: {entrypoint: main, templates: [{name: main, container: {resources: {requests: {cpu: 1m}}}}]}
`;
    expect(found(rule, manifests({ replicas: 1, other }))).toEqual([finding]);
  });

  test('is silent where a scope keeps its share', () => {
    const scope = (operator: string, values: string) =>
      `, scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: ${operator}, values: [${values}]}]}`;
    const pod = 'priorityClassName: cleanup';
    expect(found(rule, manifests({ pod, quota: scope('NotIn', 'cleanup') }))).toEqual([]);
    expect(found(rule, manifests({ pod, quota: scope('In', 'cleanup') }))).toEqual([]);
    expect(found(rule, manifests({ quota: scope('NotIn', 'cleanup') }))).toEqual([finding]);
  });

  test.each([
    ['nightly', 'kubectl get pods', '', 0],
    ['agent-cleanup', 'cleanup --all', '', 0],
    ['agent-cleanup', 'cleanup --all', 'serviceAccountName: cleanup', 1],
    ['cleanupper', 'cleanup --all', 'serviceAccountName: cleanup', 0],
  ])('of %s, which runs %j, with %j finds %i', (name, args, pod, count) => {
    expect(found(rule, manifests({ name, args, pod }))).toHaveLength(count);
  });

  test('is silent in another namespace than the quota', () => {
    expect(found(rule, manifests().replace('{name: team, namespace: team}', '{name: team, namespace: other}'))).toEqual(
      [],
    );
  });

  test.each([
    ['[team]', 0],
    ['["*"]', 0],
    ['[steward-system]', 1],
    ['[team, steward-system]', 1],
  ])('of a sweep of %s in a namespace of its own finds %i', (namespaces, count) => {
    const rules = `{name: pods, apiVersion: v1, kind: Pod, namespaces: ${namespaces}, keep: {Failed: {for: 1d}}}`;
    const quota = `
apiVersion: v1
kind: ResourceQuota
metadata: {name: system, namespace: steward-system}
spec: {hard: {requests.cpu: "1"}}
`;
    const container = 'resources: {requests: {cpu: 100m}}';
    const all = `${quota}${policyMap(`name: team\nrules: [${rules}]`)}${sweep({ container })}`;
    expect(found(rule, all)).toHaveLength(count);
  });
});
