import { found } from '../../../checked';

const rule = 'PDB-OVERLAP';

function budget(name: string, labels: string, namespace = 'team'): string {
  return `
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: ${name}, namespace: ${namespace}}
spec: {maxUnavailable: 1, selector: {matchLabels: {${labels}}}}
`;
}

function deployment(name = 'api', replicas = 2): string {
  return `
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: team}
spec: {replicas: ${replicas}, template: {metadata: {labels: {app: ${name}, tier: web}}, spec: {containers: [{name: a}]}}}
`;
}

const own = budget('own', 'app: api');

describe(rule, () => {
  test('fires where two budgets select one template', () => {
    expect(found(rule, deployment() + own + budget('all', 'tier: web'))).toEqual([
      'error PodDisruptionBudget/all spec.selector: the pods of Deployment team/api are selected by 2 budgets, own and all: each eviction fails with status 500',
    ]);
  });

  test('is silent with one, and with two for two', () => {
    expect(found(rule, deployment() + own)).toEqual([]);
    expect(found(rule, deployment() + deployment('web') + own + budget('web', 'app: web'))).toEqual([]);
  });

  test('fires once for a pair of budgets', () => {
    const both = budget('a', 'tier: web') + budget('b', 'tier: web');
    expect(found(rule, deployment() + deployment('web') + both)).toHaveLength(1);
  });

  test('leaves out workloads without pods, and one budget that is declared twice', () => {
    expect(found(rule, deployment('api', 0) + own + budget('all', 'tier: web'))).toEqual([]);
    expect(found(rule, deployment() + own + own)).toEqual([]);
  });

  test('leaves namespaces apart', () => {
    expect(found(rule, deployment() + own + budget('all', 'tier: web', 'other'))).toEqual([]);
  });

  test('knows the budget that a workflow makes of itself', () => {
    const workflow = (spec: string) => `
---
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {name: w, namespace: team}
spec: {${spec} templates: [{name: main, metadata: {labels: {app: api}}, container: {}}]}
`;
    expect(found(rule, own + workflow('podDisruptionBudget: {minAvailable: 9999},'))).toEqual([
      expect.stringContaining('selected by 2 budgets, own and that of its own'),
    ]);
    expect(found(rule, own + workflow(''))).toEqual([]);
  });
});
