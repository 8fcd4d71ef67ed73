import { found } from '../../../checked';

const rule = 'PDB-EMPTY';

function manifests(spec: string): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: team}
spec: {replicas: 9, template: {metadata: {labels: {app: api}}, spec: {containers: [{name: a}]}}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: api, namespace: team}
spec: {${spec}}
`;
}

describe(rule, () => {
  test.each(['', ', minAvailable: null'])('fires without a bound%s', (bound) => {
    expect(found(rule, manifests(`selector: {matchLabels: {app: api}}${bound}`))).toEqual([
      'error PodDisruptionBudget/api spec: neither minAvailable nor maxUnavailable is set, so that no pod of Deployment team/api may be evicted',
    ]);
  });

  test.each(['minAvailable: 0', 'maxUnavailable: 1'])('is silent with %s', (bound) => {
    expect(found(rule, manifests(`${bound}, selector: {matchLabels: {app: api}}`))).toEqual([]);
  });

  test('fires for pods that are not known, too', () => {
    expect(found(rule, manifests('selector: {matchLabels: {app: b}}'))).toEqual([
      expect.stringContaining('so that no pod may be evicted'),
    ]);
  });

  test('says nothing of a budget that selects nothing', () => {
    expect(found(rule, manifests(''))).toEqual([]);
  });
});
