import { found } from '../../../checked';

const rule = 'LR-CONFLICT';

function ranges(first: string, second: string, namespace = 'team'): string {
  return `
apiVersion: v1
kind: LimitRange
metadata: {name: a, namespace: team}
spec: {limits: [{${first}}]}
---
apiVersion: v1
kind: LimitRange
metadata: {name: b, namespace: ${namespace}}
spec: {limits: [{${second}}]}
`;
}

describe(rule, () => {
  test('is silent where a min equals the max of another', () => {
    expect(found(rule, ranges('type: Container, min: {cpu: 1}', 'type: Container, max: {cpu: 1000m}'))).toEqual([]);
  });

  test.each([
    ['Container', 'cpu', '1001m', '1', 'no container can have cpu'],
    ['Pod', 'memory', '1025Mi', '1Gi', 'no pod can have memory'],
    ['PersistentVolumeClaim', 'storage', '2Gi', '1Gi', 'no claim can have storage'],
  ])('fires above it: %s', (type, resource, least, most, message) => {
    const text = ranges(`type: ${type}, min: {${resource}: ${least}}`, `type: ${type}, max: {${resource}: ${most}}`);
    expect(found(rule, text)).toEqual([
      `error LimitRange/a spec.limits[0].min.${resource}: ${message}: LimitRange team/a asks for at least ${least}, LimitRange team/b allows at most ${most}`,
    ]);
  });

  test('knows that a pod has at least what a container has, but not the other way round', () => {
    expect(found(rule, ranges('type: Container, min: {cpu: 2}', 'type: Pod, max: {cpu: 1}'))).toEqual([
      'error LimitRange/a spec.limits[0].min.cpu: no container can have cpu: LimitRange team/a asks for at least 2, LimitRange team/b allows its pod at most 1',
    ]);
    expect(found(rule, ranges('type: Pod, min: {cpu: 2}', 'type: Container, max: {cpu: 1}'))).toEqual([]);
  });

  test('leaves types and namespaces apart', () => {
    const [min, max] = ['type: Container, min: {cpu: 2}', 'type: Container, max: {cpu: 1}'];
    expect(found(rule, ranges(min, max, 'other'))).toEqual([]);
    expect(found(rule, ranges(min, 'type: PersistentVolumeClaim, max: {storage: 1Gi, cpu: 1}'))).toEqual([]);
  });

  test('warns of defaults that depend on the order', () => {
    const first = 'type: Container, default: {cpu: 1}, defaultRequest: {cpu: 100m}';
    expect(found(rule, ranges(first, 'type: Container, default: {cpu: 1000m}, defaultRequest: {cpu: 0.1}'))).toEqual(
      [],
    );
    expect(found(rule, ranges(first, 'type: Container, default: {memory: 1Gi}'))).toEqual([]);
    expect(found(rule, ranges(first, 'type: Container, max: {cpu: 2}'))).toEqual([
      'warning LimitRange/b spec.limits[0].max.cpu: a container that states no cpu gets the default of a or of b, whichever the server lists first',
    ]);
  });
});
