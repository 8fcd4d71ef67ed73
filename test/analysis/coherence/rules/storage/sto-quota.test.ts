import { found } from '../../../checked';
import { controller, quota } from '../quota/manifests';

const rule = 'STO-QUOTA';

function claim(storage: string, { name = 'data', more = '', namespace = 'team' } = {}): string {
  return `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: ${name}, namespace: ${namespace}}
spec: {${more} resources: {requests: {storage: ${storage}}}}
---
`;
}

function statefulSet(replicas: number): string {
  return `
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: team}
spec:
  replicas: ${replicas}
  volumeClaimTemplates: [{metadata: {name: data}, spec: {storageClassName: fast, resources: {requests: {storage: 20Gi}}}}]
`;
}

describe(rule, () => {
  test('is silent where a claim fills the quota, and fires above', () => {
    expect(found(rule, quota('requests.storage: 1Gi') + claim('1024Mi'))).toEqual([]);
    expect(found(rule, quota('requests.storage: 1Gi') + claim('1025Mi'))).toEqual([
      'error PersistentVolumeClaim/data spec.resources.requests.storage: PersistentVolumeClaim team/data asks for 1025Mi requests.storage, more than the quota team holds',
    ]);
  });

  test.each([
    ['requests.storage', '60Gi', '59Gi'],
    ['fast.storageclass.storage.k8s.io/requests.storage', '60Gi', '59Gi'],
    ['persistentvolumeclaims', '3', '2'],
    ['count/persistentvolumeclaims', '3', '2'],
    ['fast.storageclass.storage.k8s.io/persistentvolumeclaims', '3', '2'],
  ])('multiplies templates with replicas: %s', (key, enough, less) => {
    expect(found(rule, quota(`${key}: "${enough}"`) + statefulSet(3))).toEqual([]);
    expect(found(rule, quota(`${key}: "${less}"`) + statefulSet(3))).toEqual([
      expect.stringMatching(/^error StatefulSet/),
    ]);
  });

  test('only warns where each claim fits, but not all', () => {
    const two = claim('1Gi') + claim('2Gi', { name: 'more' });
    expect(found(rule, quota('requests.storage: 3Gi') + two)).toEqual([]);
    expect(found(rule, quota('requests.storage: 2Gi') + two)).toEqual([
      'warning PersistentVolumeClaim/more spec.resources.requests.storage: the claims of this namespace together ask for 3Gi requests.storage, more than the quota team holds',
    ]);
  });

  test('counts the claims of as many workflows as run at once', () => {
    const workflow = `
apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata: {name: agent, namespace: team}
spec:
  templates: [{name: run, container: {image: agent}}]
  volumeClaimTemplates: [{metadata: {name: work}, spec: {resources: {requests: {storage: 50Gi}}}}]
---
`;
    const manifests = quota('requests.storage: 100Gi') + workflow;
    expect(found(rule, quota('requests.storage: 49Gi') + workflow)).toEqual([
      expect.stringMatching(/^error WorkflowTemplate/),
    ]);
    expect(found(rule, manifests + controller('{namespaceParallelism: "2"}'))).toEqual([]);
    expect(found(rule, manifests + controller('{namespaceParallelism: "3"}'))).toEqual([
      'warning WorkflowTemplate/agent spec.volumeClaimTemplates[0].spec.resources.requests.storage: WorkflowTemplate team/agent asks for 150Gi requests.storage, more than the quota team holds',
    ]);
  });

  test('leaves alone other classes, other namespaces, scopes and what is filled in later', () => {
    const slow = quota('slow.storageclass.storage.k8s.io/requests.storage: 1Gi');
    expect(found(rule, slow + claim('2Gi', { more: 'storageClassName: fast,' }))).toEqual([]);
    expect(found(rule, quota('requests.storage: 1Gi') + claim('2Gi', { namespace: 'other' }))).toEqual([]);
    expect(found(rule, quota('requests.storage: 1Gi') + claim('"{{ .Values.size }}"'))).toEqual([]);
    const scoped = quota('requests.storage: 1Gi', {
      more: 'scopeSelector: {matchExpressions: [{scopeName: VolumeAttributesClass, operator: In, values: [gold]}]}',
    });
    expect(found(rule, scoped + claim('2Gi'))).toEqual([]);
  });
});
