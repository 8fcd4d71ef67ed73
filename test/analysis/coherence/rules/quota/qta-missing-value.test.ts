import { found } from '../../../checked';
import { controller, deployment, quota, workflow } from './manifests';

const rule = 'QTA-MISSING-VALUE';

describe(rule, () => {
  test.each(['cpu', 'requests.cpu'])('fires for a container without what %s limits', (key) => {
    expect(found(rule, quota(`${key}: "2"`) + deployment({ resources: 'requests: {memory: 1Gi}' }))).toEqual([
      'error Deployment/api spec.template.spec.containers[0]: container "api" of Deployment team/api does not state requests.cpu, which the quota team limits',
    ]);
  });

  test.each([
    ['it is stated', 'requests.cpu: "2"', 'requests: {cpu: 1m}'],
    ['the limit gives the request', 'requests.cpu: "2"', 'limits: {cpu: 1m}'],
    ['nobody must state it', 'requests.ephemeral-storage: 2Gi, pods: "9"', ''],
  ])('is silent where %s', (_, hard, resources) => {
    expect(found(rule, quota(hard) + deployment({ resources }))).toEqual([]);
  });

  test('asks init containers, too', () => {
    const pod = 'initContainers: [{name: setup}]';
    expect(found(rule, quota('limits.memory: 2Gi') + deployment({ pod, resources: 'limits: {memory: 1Gi}' }))).toEqual([
      'error Deployment/api spec.template.spec.initContainers[0]: init container "setup" of Deployment team/api does not state limits.memory, which the quota team limits',
    ]);
  });

  test('asks no container where the pod states it as a whole', () => {
    const pod = 'resources: {requests: {cpu: "1"}}';
    expect(found(rule, quota('requests.cpu: "2"') + deployment({ pod, resources: '' }))).toEqual([]);
  });

  test('counts what a LimitRange gives', () => {
    const defaults = `
apiVersion: v1
kind: LimitRange
metadata: {name: defaults, namespace: team}
spec: {limits: [{type: Container, defaultRequest: {cpu: 100m}}]}
---`;
    const manifests = quota('requests.cpu: "2"') + deployment({ resources: '' });
    expect(found(rule, manifests + defaults)).toEqual([]);
    expect(found(rule, manifests + defaults.replace('namespace: team', 'namespace: other'))).toHaveLength(1);
  });

  test('leaves alone what is filled in later', () => {
    const quotas = quota('requests.cpu: "2"');
    expect(found(rule, quotas + deployment({ resources: 'requests: {cpu: "${CPU}"}' }))).toEqual([]);
    const patch = 'entrypoint: run\n  podSpecPatch: \'{"containers": []}\'';
    expect(found(rule, quotas + workflow({ spec: patch, resources: '' }) + controller())).toEqual([]);
  });

  test("is sure of Argo's own containers only where its configuration is known", () => {
    const manifests = quota('requests.cpu: "2"') + workflow();
    const message = 'containers of WorkflowTemplate team/agent do not state requests.cpu, which the quota team limits';
    expect(found(rule, manifests)).toEqual([`warning WorkflowTemplate/agent spec.templates[0]: ${message}`]);
    expect(found(rule, manifests + controller())).toEqual([
      `error WorkflowTemplate/agent spec.templates[0]: ${message}`,
    ]);
    const given = controller('{executor: "resources: {requests: {cpu: 10m}}"}');
    expect(found(rule, manifests + given)).toEqual([]);
    expect(found(rule, manifests, { workflowExecutor: { requests: { cpu: '10m' } } })).toEqual([]);
  });

  test('asks only pods that the quota counts', () => {
    const more = 'scopes: [Terminating]';
    expect(found(rule, quota('requests.cpu: "2"', { more }) + deployment({ resources: '' }))).toEqual([]);
  });
});
