import { countsThings, quotaKey } from '../../../src/constructs/capacity/quota-keys';

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
