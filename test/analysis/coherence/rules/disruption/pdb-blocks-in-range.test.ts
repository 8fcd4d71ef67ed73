import { found } from '../../../checked';

const rule = 'PDB-BLOCKS-IN-RANGE';

function manifests({ bound = 'minAvailable: "50%"', min = '0', max = '9' } = {}): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: team}
spec: {template: {metadata: {labels: {app: api}}, spec: {containers: [{name: main}]}}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: api, namespace: team}
spec: {${bound}, selector: {matchLabels: {app: api}}}
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: api, namespace: team}
spec: {scaleTargetRef: {name: api}, minReplicaCount: ${min}, maxReplicaCount: ${max}}
`;
}

describe(rule, () => {
  test('fires for a workload that wakes up with too few pods', () => {
    expect(found(rule, manifests())).toEqual([
      'warning PodDisruptionBudget/api spec.minAvailable: with 1 replica of Deployment team/api, minAvailable 50% lets no pod be evicted',
    ]);
  });

  test.each([
    ['minAvailable: 3', '9', 'with 1 to 3 replicas'],
    ['minAvailable: "90%"', '9', 'with any number of replicas'],
    ['minAvailable: "90%"', '10', 'with 1 to 9 replicas'],
    ['maxUnavailable: 0', '9', 'with any number of replicas'],
  ])('says of %s up to %s for how many', (bound, max, many) => {
    expect(found(rule, manifests({ bound, max }))).toEqual([expect.stringContaining(many)]);
  });

  test('leaves a smallest number above nothing to PDB-BLOCKS-AT-MIN', () => {
    expect(found(rule, manifests({ min: '1' }))).toEqual([]);
    expect(found('PDB-BLOCKS-AT-MIN', manifests({ min: '1' }))).toHaveLength(1);
  });

  test.each(['maxUnavailable: 1', 'maxUnavailable: "10%"', 'minAvailable: 0', 'minAvailable: "{{ .min }}"'])(
    'is silent with %s',
    (bound) => {
      expect(found(rule, manifests({ bound }))).toEqual([]);
    },
  );

  test('is silent where no pod ever runs', () => {
    expect(found(rule, manifests({ max: '0' }))).toEqual([]);
  });
});
