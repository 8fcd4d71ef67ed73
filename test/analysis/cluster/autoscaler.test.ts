import type { Autoscaler } from '../../../src/analysis/cluster/autoscaler';
import { formatPath } from '../../../src/analysis/findings/finding';
import { clusterOf, namespaceOf } from './model';

const deployment = (namespace = 'team') => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: ${namespace}}
spec: {replicas: 2, template: {spec: {containers: [{name: a}]}}}
---`;

function hpa(spec: string, reference = 'apiVersion: apps/v1, kind: Deployment, name: api'): string {
  return `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: api, namespace: team}
spec: {scaleTargetRef: {${reference}}, ${spec}}
---`;
}

function keda(spec: string, reference = 'name: api'): string {
  return `
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: api, namespace: team}
spec: {scaleTargetRef: {${reference}}, ${spec}}
---`;
}

function vpa(reference: string, policy = '{}'): string {
  return `
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata: {name: api, namespace: team}
spec: {targetRef: {${reference}}, updatePolicy: ${policy}}
---`;
}

const range = ({ min, max, isReadable }: Autoscaler) => ({ min, max, isReadable });

describe('the target', () => {
  test.each([
    ['apiVersion: apps/v1, kind: Deployment, name: api', true],
    ['apiVersion: apps/v1beta1, kind: Deployment, name: api', true],
    ['apiVersion: apps/v1, kind: Deployment, name: web', false],
    ['apiVersion: apps/v1, kind: StatefulSet, name: api', false],
    ['apiVersion: v1, kind: Deployment, name: api', false],
    ['apiVersion: extensions/v1beta1, kind: Deployment, name: api', false],
    ['kind: Deployment, name: api', false],
    ['apiVersion: apps/v1, name: api', false],
    ['', false],
  ])('of an autoscaler with %s is found: %s', (reference, isFound) => {
    const [autoscaler] = namespaceOf(deployment() + hpa('maxReplicas: 3', reference)).autoscalers;
    expect(autoscaler?.target !== undefined).toBe(isFound);
  });

  test.each([
    ['name: api', true],
    ['kind: Deployment, name: api', true],
    ['kind: StatefulSet, name: api', false],
    ['apiVersion: v1, name: api', false],
  ])('of a ScaledObject with %s is found: %s', (reference, isFound) => {
    const [autoscaler] = namespaceOf(deployment() + keda('maxReplicaCount: 3', reference)).autoscalers;
    expect(autoscaler?.target !== undefined).toBe(isFound);
  });

  test('is never in another namespace', () => {
    const { namespaces } = clusterOf(deployment('other') + hpa('maxReplicas: 3'));
    expect(namespaces.flatMap(({ autoscalers }) => autoscalers).map(({ target }) => target)).toEqual([undefined]);
  });

  test('of a vertical autoscaler is known by kind and name alone', () => {
    const targetOf = (reference: string) => namespaceOf(deployment() + vpa(reference)).verticalAutoscalers[0]?.target;
    expect(targetOf('kind: Deployment, name: api')?.object.name).toBe('api');
    expect(targetOf('kind: StatefulSet, name: api')).toBeUndefined();
  });
});

test.each([
  ['{}', 'Recreate'],
  ['{updateMode: Auto}', 'Recreate'],
  ['{updateMode: "Off"}', 'Off'],
  ['{updateMode: Initial}', 'Initial'],
])('a vertical autoscaler with %s is in mode %s', (policy, mode) => {
  expect(namespaceOf(vpa('kind: Deployment, name: api', policy)).verticalAutoscalers[0]?.mode).toBe(mode);
});

describe('the range', () => {
  test.each([
    [hpa('maxReplicas: 3'), { min: 1, max: 3, isReadable: true }],
    [hpa('minReplicas: 2, maxReplicas: 3'), { min: 2, max: 3, isReadable: true }],
    [hpa('maxReplicas: "{{ .max }}"'), { min: 1, max: 1, isReadable: false }],
    [keda('pollingInterval: 5'), { min: 0, max: 100, isReadable: true }],
    [keda('minReplicaCount: 1, maxReplicaCount: 5'), { min: 1, max: 5, isReadable: true }],
  ])('of %s', (yaml, expected) => {
    expect(range(namespaceOf(yaml).autoscalers[0]!)).toEqual(expected);
  });

  test.each<[string, number, number | undefined, string]>([
    [hpa('minReplicas: 2, maxReplicas: 9'), 2, 9, 'spec.maxReplicas'],
    [hpa('maxReplicas: "{{ .max }}"'), 0, undefined, 'spec.maxReplicas'],
    [hpa('minReplicas: -1, maxReplicas: -3'), 0, undefined, 'spec.maxReplicas'],
    [keda('pollingInterval: 5'), 0, 100, 'spec.maxReplicaCount'],
    [hpa('maxReplicas: 9', 'apiVersion: v1, kind: Deployment, name: api'), 2, 2, 'spec.replicas'],
    [hpa('maxReplicas: 4') + hpa('maxReplicas: 9'), 1, 4, 'spec.maxReplicas'],
  ])('goes before replicas: %s', (yaml, min, max, path) => {
    const namespace = namespaceOf(deployment() + yaml);
    const replicas = namespace.replicasOf(namespace.workloads[0]!);
    expect([replicas.min, replicas.max, formatPath(replicas.field.path)]).toEqual([min, max, path]);
  });
});
