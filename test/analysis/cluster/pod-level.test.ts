import { Cluster } from '../../../src/analysis/cluster/cluster';
import type { PodTemplate } from '../../../src/analysis/cluster/pod-template';
import type { Charge } from '../../../src/model/workloads/charge';

/** A Pod in a namespace whose LimitRange defaults 1 CPU as limit and 100m as request. */
function pod(spec: object): PodTemplate {
  const limits = [{ type: 'Container', default: { cpu: '1' }, defaultRequest: { cpu: '100m' } }];
  const manifests = [
    { apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'team', namespace: 'team' }, spec: { limits } },
    { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'api', namespace: 'team' }, spec },
  ];
  const cluster = new Cluster(manifests.map((manifest) => ({ manifest, locate: () => ({ construct: 'test' }) })));
  return cluster.namespaces[0]!.workloads[0]!.templates[0]!;
}

const text = (amounts: Charge) => Object.fromEntries(Object.entries(amounts).map(([key, value]) => [key, `${value}`]));
const container = (resources: object = {}) => ({ name: 'a', resources });

describe('what a pod states for its containers together', () => {
  test.each([
    ['nothing', {}, {}, {}],
    ['requests alone make no limits', { requests: { cpu: '2' } }, { cpu: '2' }, {}],
    [
      'a limit that no container requests is the request',
      { limits: { memory: '1Gi' } },
      { memory: '1Gi', cpu: '500m' },
      { memory: '1Gi' },
    ],
    ['a limit beside requests of containers', { limits: { cpu: '2' } }, { cpu: '500m' }, { cpu: '2' }],
    ['a request stays', { limits: { cpu: '2' }, requests: { cpu: '1' } }, { cpu: '1' }, { cpu: '2' }],
    ['other resources are not for pods', { limits: { 'nvidia.com/gpu': '1' } }, {}, {}],
  ])('%s', (_, resources, requests, limits) => {
    const { ofPod } = pod({ resources, containers: [container({ requests: { cpu: '500m' } }), container()] });
    expect(text(ofPod.requests)).toEqual(requests);
    expect(text(ofPod.limits)).toEqual(limits);
  });

  test('takes up the huge pages of its containers', () => {
    const pages = container({ limits: { 'hugepages-2Mi': '4Mi' } });
    const { ofPod } = pod({ resources: { requests: { cpu: '1' } }, containers: [pages, pages] });
    expect(text(ofPod.limits)).toEqual({ 'hugepages-2Mi': '8Mi' });
    expect(text(ofPod.requests)).toEqual({ cpu: '1', 'hugepages-2Mi': '8Mi' });
  });

  test('is charged instead of what its containers take, defaults included', () => {
    const { charge } = pod({ resources: { limits: { cpu: '2' } }, containers: [container(), container()] });
    expect(text(charge)).toEqual({ pods: '1', 'requests.cpu': '2', 'limits.cpu': '2' });
  });
});

describe('a pod', () => {
  test('is compared with LimitRanges without its overhead', () => {
    const template = pod({ overhead: { cpu: '1' }, containers: [container()] });
    expect(text(template.charge)).toMatchObject({ 'requests.cpu': '1100m', 'limits.cpu': '2' });
    expect(text(template.limited)).toMatchObject({ 'requests.cpu': '100m', 'limits.cpu': '1' });
  });

  test.each([
    [{ containers: [container()] }, false],
    [{ resources: {}, containers: [container()] }, true],
    [{ resources: { requests: { cpu: '0' } }, containers: [container()] }, true],
    [{ resources: { requests: { memory: '1Mi' } }, containers: [container()] }, false],
    [{ overhead: { cpu: '1' }, containers: [container({ requests: { cpu: '0' }, limits: { cpu: '0' } })] }, true],
  ])('%j is of best effort: %s', (spec, isBestEffort) => {
    expect(pod(spec).isBestEffort).toBe(isBestEffort);
  });
});
