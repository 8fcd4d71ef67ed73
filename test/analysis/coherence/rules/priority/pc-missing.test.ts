import { found } from '../../../checked';

const rule = 'PC-MISSING';

const high = '{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: high}, value: 1000}\n---';

function deployment(name: string, classes = high): string {
  return `${classes}
apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: team}
spec: {template: {spec: {priorityClassName: ${name}, containers: [{name: api}]}}}
`;
}

describe(rule, () => {
  test.each(['high', 'system-node-critical', 'system-cluster-critical', '""', '"{{ .Values.class }}"', '$(CLASS)'])(
    'takes %s',
    (name) => {
      expect(found(rule, deployment(name))).toEqual([]);
    },
  );

  test('fires for a class that is neither declared nor known', () => {
    expect(found(rule, deployment('hihg'))).toEqual([
      'error Deployment/api spec.template.spec.priorityClassName: PriorityClass hihg is neither among the manifests nor among those the cluster is known to have',
    ]);
  });

  test('is silent where no class is known at all', () => {
    expect(found(rule, deployment('low', ''))).toEqual([]);
  });

  test('knows the classes of the profile', () => {
    expect(found(rule, deployment('low'), { priorityClasses: [{ name: 'low' }] })).toEqual([]);
    expect(found(rule, deployment('low', ''), { priorityClasses: [] })).toHaveLength(1);
  });

  test('says nothing of workloads that only the profile tells of', () => {
    const workloads = [{ namespace: 'team', name: 'mesh', containers: [], priorityClassName: 'mesh' }];
    expect(found(rule, deployment('high'), { workloads })).toEqual([]);
  });

  test('reads workflows, templates first, and the defaults of the controller', () => {
    const text = `${high}
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {name: run, namespace: team}
spec:
  podPriorityClassName: low
  templates:
    - {name: a, container: {image: a}}
    - {name: b, container: {image: b}}
    - {name: c, priorityClassName: lower, container: {image: c}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: workflow-controller-configmap, namespace: argo}
data: {workflowDefaults: "spec: {podPriorityClassName: lowest}"}
`;
    const missing = (name: string) =>
      `PriorityClass ${name} is neither among the manifests nor among those the cluster is known to have`;
    expect(found(rule, text)).toEqual([
      `error Workflow/run spec.podPriorityClassName: ${missing('low')}`,
      `error Workflow/run spec.templates[2].priorityClassName: ${missing('lower')}`,
      `error ConfigMap/workflow-controller-configmap data.workflowDefaults: ${missing('lowest')}`,
    ]);
  });
});
