import { found } from '../../../checked';

const rule = 'LR-CONTAINER-RANGE';

interface Options {
  readonly item?: string;
  readonly container?: string;
  readonly pod?: string;
  readonly spec?: string;
  readonly namespace?: string;
}

/** A Deployment of one container in a namespace with a LimitRange of one item. */
function manifests({ item = '', container = '', pod = '', spec = '', namespace = 'team' }: Options): string {
  return `
apiVersion: v1
kind: LimitRange
metadata: {name: bounds, namespace: ${namespace}}
spec: {limits: [{${item}}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: team}
spec: {${spec} template: {spec: {${pod} containers: [{name: api, resources: {${container}}}]}}}
`;
}

const limit = 'spec.template.spec.containers[0].resources.limits';
const request = 'spec.template.spec.containers[0].resources.requests';
const outside = 'container "api" of Deployment team/api is outside LimitRange team/bounds';

describe(rule, () => {
  test.each([
    [
      'max: {cpu: 2}, default: {cpu: 1}',
      'limits: {cpu: 2}',
      'limits: {cpu: 2001m}',
      `${limit}.cpu: ${outside}: its cpu limit of 2001m is above the max of 2`,
    ],
    [
      'max: {memory: 1Gi}',
      'requests: {memory: 1Gi}',
      'requests: {memory: 1025Mi}',
      `${request}.memory: ${outside}: its memory request of 1025Mi is above the max of 1Gi`,
    ],
    [
      'min: {cpu: 100m}',
      'requests: {cpu: 0.1}',
      'requests: {cpu: 99m}',
      `${request}.cpu: ${outside}: its cpu request of 99m is below the min of 100m`,
    ],
    [
      'maxLimitRequestRatio: {cpu: 2}',
      'requests: {cpu: 1}, limits: {cpu: 2}',
      'requests: {cpu: 1}, limits: {cpu: 2001m}',
      `${limit}.cpu: ${outside}: its cpu limit of 2001m is 2.001 times its request of 1, more than maxLimitRequestRatio 2`,
    ],
    [
      'maxLimitRequestRatio: {cpu: 2}',
      'limits: {cpu: 1}',
      'requests: {cpu: 1}',
      `${limit}.cpu: ${outside}: it has no cpu limit, which maxLimitRequestRatio demands`,
    ],
    [
      'maxLimitRequestRatio: {cpu: 2}',
      'limits: {cpu: 1}',
      '',
      `${request}.cpu: ${outside}: it has no cpu request, which maxLimitRequestRatio demands`,
    ],
  ])('knows the boundary of %s', (item, inside, beyond, message) => {
    expect(found(rule, manifests({ item: `type: Container, ${item}`, container: inside }))).toEqual([]);
    expect(found(rule, manifests({ item: `type: Container, ${item}`, container: beyond }))).toEqual([
      `error Deployment/api ${message}`,
    ]);
  });

  test('names all that is outside in one finding', () => {
    const item = 'type: Container, max: {cpu: 1}, min: {memory: 1Gi}';
    expect(found(rule, manifests({ item, container: 'limits: {cpu: 2, memory: 512Mi}' }))).toEqual([
      `error Deployment/api ${limit}.memory: ${outside}: its memory limit of 512Mi is below the min of 1Gi; its cpu limit of 2 is above the max of 1`,
    ]);
  });

  test('is silent for defaults, which are always inside', () => {
    const item = 'type: Container, min: {cpu: 100m, nvidia.com/gpu: 1}, max: {cpu: 2, memory: 1Gi}';
    expect(found(rule, manifests({ item }))).toEqual([]);
  });

  test('divides as the server does', () => {
    const item = 'type: Container, maxLimitRequestRatio: {cpu: 3}';
    expect(found(rule, manifests({ item, container: 'requests: {cpu: 100m}, limits: {cpu: 300m}' }))).toEqual([]);
  });

  test('reads init containers', () => {
    const pod = 'initContainers: [{name: setup, resources: {limits: {cpu: 3}}}],';
    expect(found(rule, manifests({ item: 'type: Container, max: {cpu: 2}', pod }))).toEqual([
      'error Deployment/api spec.template.spec.initContainers[0].resources.limits.cpu: init container "setup" of Deployment team/api is outside LimitRange team/bounds: its cpu limit of 3 is above the max of 2',
    ]);
  });

  test('leaves namespaces apart', () => {
    const item = 'type: Container, max: {cpu: 2}';
    expect(found(rule, manifests({ item, container: 'limits: {cpu: 3}', namespace: 'other' }))).toEqual([]);
  });

  test('only warns where no replica is asked for', () => {
    const item = 'type: Container, max: {cpu: 2}';
    const [finding] = found(rule, manifests({ item, container: 'limits: {cpu: 3}', spec: 'replicas: 0,' }));
    expect(finding).toMatch(/^warning/);
  });

  test.each(['type: Container, min: {cpu: 4}, max: {cpu: 2}', 'type: Container, max: {cpu: 2GB}'])(
    'is silent where the LimitRange is refused: %s',
    (item) => {
      expect(found(rule, manifests({ item, container: 'limits: {cpu: 3}' }))).toEqual([]);
    },
  );

  test('is silent where an amount is filled in later', () => {
    const item = 'type: Container, max: {cpu: 2}';
    expect(found(rule, manifests({ item, container: 'limits: {cpu: "{{ .Values.cpu }}"}' }))).toEqual([]);
  });

  describe('of pods', () => {
    const sidecar = (cpu: string) =>
      `initContainers: [{name: proxy, restartPolicy: Always, resources: {limits: {cpu: ${cpu}}}}],`;
    const item = 'type: Pod, max: {cpu: 2}';

    test('adds up containers and sidecars', () => {
      const container = 'limits: {cpu: 1}';
      expect(found(rule, manifests({ item, container, pod: sidecar('1') }))).toEqual([]);
      expect(found(rule, manifests({ item, container, pod: sidecar('1001m') }))).toEqual([
        'error Deployment/api spec.template: the pod of Deployment team/api is outside LimitRange team/bounds: its cpu limit of 2001m is above the max of 2',
      ]);
    });

    test('takes what the pod states itself', () => {
      const container = 'requests: {cpu: 1}';
      expect(found(rule, manifests({ item, container, pod: 'resources: {limits: {cpu: 2}},' }))).toEqual([]);
      expect(found(rule, manifests({ item, container, pod: 'resources: {limits: {cpu: 3}},' }))).toEqual([
        'error Deployment/api spec.template.spec.resources.limits.cpu: the pod of Deployment team/api is outside LimitRange team/bounds: its cpu limit of 3 is above the max of 2',
      ]);
    });

    test('wants a limit for a max', () => {
      expect(found(rule, manifests({ item, container: 'requests: {cpu: 1}' }))).toEqual([
        'error Deployment/api spec.template: the pod of Deployment team/api is outside LimitRange team/bounds: it has no cpu limit, which a max demands',
      ]);
    });

    test('leaves out the overhead, as the server does', () => {
      const pod = 'overhead: {cpu: 1},';
      expect(found(rule, manifests({ item, container: 'limits: {cpu: 2}', pod }))).toEqual([]);
    });
  });

  describe('with workflows', () => {
    const workflows = (item: string, executor = '') => `
apiVersion: v1
kind: LimitRange
metadata: {name: bounds, namespace: team}
spec: {limits: [{${item}}]}
---
apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata: {name: agent, namespace: team}
spec:
  templates:
    - {name: a, container: {image: a, resources: {limits: {cpu: 1}}}}
    - {name: b, container: {image: b, resources: {limits: {cpu: 1}}}}
${executor}`;
    const controller = (cpu: string) => `---
apiVersion: v1
kind: ConfigMap
metadata: {name: workflow-controller-configmap, namespace: argo}
data: {executor: "resources: {limits: {cpu: ${cpu}}}"}
`;
    const item = 'type: Container, max: {cpu: 2}, default: {cpu: 1}';

    test('reads what Argo injects, once for each container', () => {
      expect(found(rule, workflows(item, controller('2')))).toEqual([]);
      expect(found(rule, workflows(item, controller('3')))).toEqual([
        'error ConfigMap/workflow-controller-configmap data.executor: container "wait" (injected by Argo) of WorkflowTemplate team/agent is outside LimitRange team/bounds: its cpu limit of 3 is above the max of 2',
        'error ConfigMap/workflow-controller-configmap data.executor: init container "init" (injected by Argo) of WorkflowTemplate team/agent is outside LimitRange team/bounds: its cpu limit of 3 is above the max of 2',
      ]);
    });

    test('only warns where nothing says what Argo gives them', () => {
      const findings = found(rule, workflows('type: Container, maxLimitRequestRatio: {cpu: 2}'));
      expect(findings).toHaveLength(2);
      expect(findings.every((finding) => finding.startsWith('warning'))).toBe(true);
    });
  });

  test('points at the LimitRange first where only the profile tells of the workload', () => {
    const workload = {
      namespace: 'team',
      name: 'mesh',
      containers: [{ name: 'proxy', resources: { limits: { cpu: 3 } } }],
    };
    const item = 'type: Container, max: {cpu: 2}';
    const [finding] = found(rule, manifests({ item }), { workloads: [workload] });
    expect(finding).toMatch(
      /^error LimitRange\/bounds spec.limits\[0].max.cpu: container "proxy" of Deployment team\/mesh/,
    );
  });
});
