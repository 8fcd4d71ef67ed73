import type { Manifest } from '../../../../src/model/manifests/manifest';
import type { LiveObject } from '../../api/client';
import { Bench, inNamespace, rendered } from '../../bench/bench';
import { object } from '../facts/belief';

const hpa = rendered('prod/agent-platform/horizontal-pod-autoscaler-coderun-controller-hpa.yaml') as Manifest & {
  spec: object;
};
const budget = rendered('prod/agent-platform/pod-disruption-budget-coderun-controller-pdb.yaml');
const vpa = rendered('prod/agent-platform/vertical-pod-autoscaler-coderun-controller.yaml');
const resources = { requests: { cpu: '100m', memory: '256Mi' }, limits: { cpu: '500m', memory: '512Mi' } };
const name = 'coderun-controller';

/** Real metrics-server, real controllers; what the pods use is said by their template's annotations. */
describe('the rendered autoscalers', () => {
  // metrics-server looks every ten seconds, and needs two looks at a new pod.
  jest.setTimeout(300_000);
  const bench = Bench.shared();
  afterAll(() => bench.close());

  const key = (namespace: string) => ({
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    namespace,
    name: hpa.metadata.name,
  });
  const deploymentKey = (namespace: string) => ({ apiVersion: 'apps/v1', kind: 'Deployment', namespace, name });
  const condition = ({ status }: LiveObject, type: string) =>
    status?.conditions?.find((one: { type: string }) => one.type === type);

  /** The rendered autoscaler, with windows that tests can wait for, over a Deployment whose pods use this much CPU. */
  async function scaled(namespace: string, cpu: string): Promise<void> {
    const behavior = {
      scaleUp: { stabilizationWindowSeconds: 0, policies: [{ type: 'Percent', value: 100, periodSeconds: 5 }] },
      scaleDown: { stabilizationWindowSeconds: 0, policies: [{ type: 'Percent', value: 50, periodSeconds: 5 }] },
    };
    await bench.client.apply(inNamespace(namespace, { ...hpa, spec: { ...hpa.spec, behavior } }));
    const annotations = { 'testbed/usage-cpu': cpu, 'testbed/usage-memory': '64Mi' };
    const containers = [{ name: 'main', image: 'steward.test/none', resources }];
    const template = {
      metadata: { labels: { app: name }, annotations },
      spec: { terminationGracePeriodSeconds: 0, containers },
    };
    await bench.client.create(
      object('apps/v1', 'Deployment', namespace, name, {
        spec: { selector: { matchLabels: { app: name } }, template },
      }),
    );
  }

  it('scale to the maximum under load and down again when it is gone, past a disruption budget that would hold every pod', async () => {
    const namespace = await bench.namespace('autoscaling');
    await bench.client.apply(
      inNamespace(namespace, { ...budget, spec: { minAvailable: '100%', selector: { matchLabels: { app: name } } } }),
    );
    await scaled(namespace, '500m');
    const grown = await bench.untilObject(
      key(namespace),
      'is at its maximum',
      ({ status }) => status?.currentReplicas === 10,
      240,
    );
    expect(condition(grown, 'ScalingActive')).toMatchObject({ status: 'True', reason: 'ValidMetricFound' });
    expect(condition(grown, 'ScalingLimited')).toMatchObject({ status: 'True', reason: 'TooManyReplicas' });
    // The pods that run now use next to nothing.
    for (const { metadata } of await bench.list('v1', 'Pod', namespace)) {
      await bench.client.mergePatch(`/api/v1/namespaces/${namespace}/pods/${metadata.name}`, {
        metadata: { annotations: { 'testbed/usage-cpu': '1m' } },
      });
    }
    await bench.untilObject(key(namespace), 'is at its minimum', ({ status }) => status?.currentReplicas === 2, 240);
  });

  it('stop where the quota does: it asks for ten pods, and gets the four that 400m admit', async () => {
    const namespace = await bench.namespace('capped');
    await bench.client.create(
      object('v1', 'ResourceQuota', namespace, 'small', { spec: { hard: { 'requests.cpu': '400m' } } }),
    );
    await scaled(namespace, '500m');
    await bench.untilObject(
      deploymentKey(namespace),
      'asks for more than it gets',
      ({ spec, status }) => spec.replicas > 4 && status?.replicas === 4,
      240,
    );
    const failed = await bench.untilObject(
      deploymentKey(namespace),
      'says why',
      (live) => condition(live, 'ReplicaFailure')?.status === 'True',
    );
    expect(condition(failed, 'ReplicaFailure').message).toContain(
      'exceeded quota: small, requested: requests.cpu=100m',
    );
  });

  it('say that a Utilization without requests cannot be computed', async () => {
    const namespace = await bench.namespace('unrequested');
    await bench.client.apply(inNamespace(namespace, hpa));
    const containers = [{ name: 'main', image: 'steward.test/none' }];
    const template = { metadata: { labels: { app: name } }, spec: { containers } };
    await bench.client.create(
      object('apps/v1', 'Deployment', namespace, name, {
        spec: { replicas: 2, selector: { matchLabels: { app: name } }, template },
      }),
    );
    const live = await bench.untilObject(
      key(namespace),
      'cannot scale',
      (one) => /missing request for/.test(condition(one, 'ScalingActive')?.message ?? ''),
      240,
    );
    expect(condition(live, 'ScalingActive')).toMatchObject({ status: 'False', reason: 'FailedGetResourceMetric' });
  });

  it('recommend vertically for the Deployment that they target', async () => {
    const namespace = await bench.namespace('vertical');
    await scaled(namespace, '50m');
    await bench.client.apply(inNamespace(namespace, vpa));
    const vpaKey = { apiVersion: 'autoscaling.k8s.io/v1', kind: 'VerticalPodAutoscaler', namespace, name };
    const live = await bench.untilObject(
      vpaKey,
      'recommends',
      ({ status }) => status?.recommendation?.containerRecommendations?.length > 0,
      240,
    );
    const [recommendation] = live.status.recommendation.containerRecommendations;
    expect(recommendation).toMatchObject({
      containerName: 'main',
      target: { cpu: expect.any(String), memory: expect.any(String) },
    });
  });

  it.each([
    ['v1', 'Pod'],
    ['argoproj.io/v1alpha1', 'Workflow'],
  ])('end in ConfigUnsupported for a target of kind %s %s, which we refuse', async (apiVersion, kind) => {
    const namespace = await bench.namespace('unsupported');
    const spec = { targetRef: { apiVersion, kind, name: 'agent' }, updatePolicy: { updateMode: 'Off' } };
    await bench.client.create(bench.pod(namespace, 'agent', {}));
    await bench.client.create(object('autoscaling.k8s.io/v1', 'VerticalPodAutoscaler', namespace, 'agent', { spec }));
    const vpaKey = { apiVersion: 'autoscaling.k8s.io/v1', kind: 'VerticalPodAutoscaler', namespace, name: 'agent' };
    await bench.untilObject(
      vpaKey,
      'is unsupported',
      (live) => condition(live, 'ConfigUnsupported')?.status === 'True',
      60,
    );
  });
});
