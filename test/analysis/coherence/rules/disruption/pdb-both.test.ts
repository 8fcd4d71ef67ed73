import { found } from '../../../checked';

const rule = 'PDB-BOTH';

function budget(spec: string): string {
  return `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: api, namespace: team}
spec: {${spec}, selector: {matchLabels: {app: api}}}
`;
}

describe(rule, () => {
  test('fires with both bounds', () => {
    expect(found(rule, budget('minAvailable: 0, maxUnavailable: "50%"'))).toEqual([
      'error PodDisruptionBudget/api spec.minAvailable: minAvailable 0 and maxUnavailable 50% are both set, which the API server refuses',
    ]);
  });

  test.each(['minAvailable: 0', 'maxUnavailable: 0', 'minAvailable: null, maxUnavailable: 1'])(
    'is silent with %s',
    (spec) => {
      expect(found(rule, budget(spec))).toEqual([]);
    },
  );
});
