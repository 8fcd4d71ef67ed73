import { found } from '../../../checked';

const rule = 'PDB-UNHEALTHY';

function manifests({ kind = 'Deployment', spec = 'maxUnavailable: 1', label = 'api' } = {}): string {
  return `
apiVersion: apps/v1
kind: ${kind}
metadata: {name: api, namespace: team}
spec: {template: {metadata: {labels: {app: api}}, spec: {containers: [{name: a}]}}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: api, namespace: team}
spec: {${spec}, selector: {matchLabels: {app: ${label}}}}
`;
}

describe(rule, () => {
  test('fires where nothing says what becomes of pods that are not ready', () => {
    expect(found(rule, manifests())).toEqual([
      'info PodDisruptionBudget/api spec.unhealthyPodEvictionPolicy: when too few pods of Deployment team/api are ready, those that are not cannot be evicted either, and a crash loop holds up drains',
    ]);
  });

  test.each(['AlwaysAllow', 'IfHealthyBudget'])('is silent with %s', (policy) => {
    expect(found(rule, manifests({ spec: `maxUnavailable: 1, unhealthyPodEvictionPolicy: ${policy}` }))).toEqual([]);
  });

  test('leaves out pods that keep state, and budgets that protect nothing known', () => {
    expect(found(rule, manifests({ kind: 'StatefulSet' }))).toEqual([]);
    expect(found(rule, manifests({ label: 'web' }))).toEqual([]);
  });
});
