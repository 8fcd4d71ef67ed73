import { countsThings, deadKey, mustBeWhole, quotaKey } from '../../../src/model/values/quota-key';

it.each([
  'cpu',
  'memory',
  'ephemeral-storage',
  'requests.cpu',
  'requests.memory',
  'requests.ephemeral-storage',
  'requests.storage',
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
  'pods',
  'services',
  'services.nodeports',
  'services.loadbalancers',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'hugepages-2Mi',
  'requests.hugepages-1Gi',
  'requests.nvidia.com/gpu',
  'count/pods',
  'count/jobs.batch',
  'count/deployments.apps',
  'count/workflows.argoproj.io',
  'count/widgets.example.com',
  'fast-ssd.storageclass.storage.k8s.io/requests.storage',
  'fast-ssd.storageclass.storage.k8s.io/persistentvolumeclaims',
  'gpu.deviceclass.resource.k8s.io/devices',
])('takes %s', (key) => {
  expect(quotaKey(key)).toBe(key);
});

const all =
  'cpu, memory, ephemeral-storage, requests.cpu, requests.memory, requests.ephemeral-storage, requests.storage, limits.cpu, limits.memory, limits.ephemeral-storage, pods, services, services.nodeports, services.loadbalancers, replicationcontrollers, resourcequotas, secrets, configmaps, persistentvolumeclaims';

it.each([
  ['pod', 'use pods'],
  ['Pods', 'use pods'],
  ['ConfigMaps', 'use configmaps'],
  ['limits.storage', `use one of ${all}, or a key with a /`],
  ['nvidia.com/gpu', 'no server enforces it; use count/<plural>.<group> or requests.<vendor>/<resource>'],
  ['limits.nvidia.com/gpu', 'extended resources have only requests; use requests.nvidia.com/gpu'],
  ['requests.a/b/c', 'no server enforces it; use count/<plural>.<group> or requests.<vendor>/<resource>'],
  ['count/', 'use count/<plural>.<group>, or count/<plural> for core kinds'],
  ['count/jobs.batch/v1', 'use count/<plural>.<group>, or count/<plural> for core kinds'],
  ['count/scaledobject.keda.sh', 'no server enforces it; use count/scaledobjects.keda.sh'],
  ['count/Deployment.apps', 'no server enforces it; use count/deployments.apps'],
  ['count/jobs', 'no server enforces it; use count/jobs.batch'],
  ['count/pod', 'no server enforces it; use count/pods'],
])('refuses %s', (key, remedy) => {
  expect(() => quotaKey(key)).toThrow(`"${key}" is no quota key: ${remedy}`);
});

it.each([
  ['pods', true],
  ['count/jobs.batch', true],
  ['fast.storageclass.storage.k8s.io/persistentvolumeclaims', true],
  ['gpu.deviceclass.resource.k8s.io/devices', true],
  ['requests.nvidia.com/gpu', true],
  ['requests.cpu', false],
  ['fast.storageclass.storage.k8s.io/requests.storage', false],
  ['requests.hugepages-2Mi', false],
])('knows whether %s counts things: %s', (key, counts) => {
  expect(countsThings(key)).toBe(counts);
});

it.each([
  ['count/clusterroles.rbac.authorization.k8s.io', 'a ClusterRole is in no namespace', true],
  ['count/deployments.extensions', 'no server enforces it', true],
  ['count/events', 'no server enforces it', true],
  ['count/widget.example.com', 'no server enforces it', false],
  ['nvidia.com/gpu', 'no server enforces it', false],
  ['limits.nvidia.com/gpu', 'extended resources have only requests', true],
])('knows that %s counts nothing', (key, why, isCertain) => {
  expect(deadKey(key)).toMatchObject({ why, isCertain });
});

it('reads kinds that are declared elsewhere', () => {
  const widget = { group: 'example.com', plural: 'widgetry', kind: 'Widget', namespaced: true };
  expect(deadKey('count/widgetry.example.com', [widget])).toBeUndefined();
  expect(deadKey('count/widget.example.com', [widget])).toEqual({
    why: 'no server enforces it',
    remedy: 'use count/widgetry.example.com',
    isCertain: true,
  });
});

it.each([
  ['pods', true],
  ['count/jobs.batch', true],
  ['fast.storageclass.storage.k8s.io/requests.storage', true],
  ['requests.nvidia.com/gpu', false],
  ['requests.cpu', false],
])('knows whether fractions of %s are refused: %s', (key, whole) => {
  expect(mustBeWhole(key)).toBe(whole);
});
