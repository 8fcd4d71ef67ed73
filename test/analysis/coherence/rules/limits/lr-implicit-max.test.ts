import { found } from '../../../checked';

const rule = 'LR-IMPLICIT-MAX';

function limits(item: string): string {
  return `
apiVersion: v1
kind: LimitRange
metadata: {name: team, namespace: team}
spec: {limits: [{${item}}]}
`;
}

describe(rule, () => {
  test('fires for each max without default', () => {
    expect(
      found(rule, limits('type: Container, max: {cpu: 4, memory: 8Gi, nvidia.com/gpu: 2}, default: {cpu: 1}')),
    ).toEqual([
      'warning LimitRange/team spec.limits[0].max.memory: each container that states nothing requests the max: 8Gi memory, 2 nvidia.com/gpu',
    ]);
  });

  test.each([
    'type: Container, max: {cpu: 4}, default: {cpu: 4}',
    'type: Container, max: {cpu: 4}, defaultRequest: {cpu: 100m}',
    'type: Container, min: {cpu: 100m}',
    'type: Pod, max: {cpu: 4}',
    'type: PersistentVolumeClaim, max: {storage: 4Gi}',
    'type: Container, min: {cpu: 8}, max: {cpu: 4}',
  ])('is silent for %s', (item) => {
    expect(found(rule, limits(item))).toEqual([]);
  });
});
