import type { ContainerSpec, PodObject } from './core';
import { apiVariables, environmentOf, expand } from './environment';
import { MissingSource, type Sources } from './sources';

const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'web-0',
    namespace: 'team',
    uid: 'u',
    resourceVersion: '1',
    labels: { app: 'web', 'example.org/tier': 'front' },
  },
  spec: { nodeName: 'process-node', serviceAccountName: 'runner', containers: [] },
} as unknown as PodObject;

const placement = { podIP: '10.244.7.2', hostIP: '10.244.7.254', capacity: { cpu: '2', memory: '8Gi' } };

const sources = {
  entries: async (kind: string, _namespace: string, name: string, optional?: boolean) => {
    if (name === `present-${kind}`) return new Map([['key', Buffer.from(`of ${kind}`)]]);
    if (optional) return undefined;
    throw new MissingSource(`${kind} "${name}" not found`);
  },
} as unknown as Sources;

function environment(container: Partial<ContainerSpec>) {
  return environmentOf({ name: 'main', image: 'i', ...container }, pod, placement, sources, { BASE: 'base' });
}

describe('expand', () => {
  test.each([
    ['$(A)', 'a'],
    ['<$(A)$(B)>', '<ab>'],
    ['$$(A)', '$(A)'],
    ['$$$(A)', '$a'],
    ['$(NONE)', '$(NONE)'],
    ['$A $ $(A', '$A $ $(A'],
    ['$(constructor)', '$(constructor)'],
  ])('%s', (text, expected) => {
    expect(expand(text, { A: 'a', B: 'b' })).toBe(expected);
  });
});

describe('environmentOf', () => {
  test('later variables see earlier ones, and win', async () => {
    const env = [
      { name: 'ONE', value: '$(BASE) $(TWO)' },
      { name: 'TWO', value: '$(ONE) $(P_key)' },
      { name: 'BASE', value: 'own' },
    ];
    const envFrom = [{ prefix: 'P_', configMapRef: { name: 'present-configmap' } }];
    expect(await environment({ env, envFrom })).toEqual({
      BASE: 'own',
      P_key: 'of configmap',
      ONE: 'base $(TWO)',
      TWO: 'base $(TWO) of configmap',
    });
  });

  test('keys of Secrets, and what is optional', async () => {
    const env = [
      { name: 'A', valueFrom: { secretKeyRef: { name: 'present-secret', key: 'key' } } },
      { name: 'B', valueFrom: { secretKeyRef: { name: 'present-secret', key: 'other', optional: true } } },
      { name: 'C', valueFrom: { configMapKeyRef: { name: 'none', key: 'key', optional: true } } },
    ];
    expect(await environment({ env })).toEqual({ BASE: 'base', A: 'of secret' });
  });

  test.each([
    [{ configMapKeyRef: { name: 'none', key: 'k' } }, 'configmap "none" not found'],
    [{ secretKeyRef: { name: 'present-secret', key: 'k' } }, "couldn't find key k in Secret team/present-secret"],
  ])('refuses %j', async (valueFrom, message) => {
    await expect(environment({ env: [{ name: 'X', valueFrom }] })).rejects.toThrow(message);
  });

  test.each([
    ['metadata.name', 'web-0'],
    ["metadata.labels['example.org/tier']", 'front'],
    ["metadata.annotations['none']", ''],
    ['metadata.labels', 'app="web"\nexample.org/tier="front"'],
    ['spec.nodeName', 'process-node'],
    ['spec.serviceAccountName', 'runner'],
    ['status.podIP', '10.244.7.2'],
    ['status.hostIP', '10.244.7.254'],
  ])('field %s', async (fieldPath, expected) => {
    expect((await environment({ env: [{ name: 'X', valueFrom: { fieldRef: { fieldPath } } }] })).X).toBe(expected);
  });

  test.each([
    ['limits.cpu', '1m', '500'],
    ['limits.cpu', undefined, '1'],
    ['requests.memory', '1Mi', '64'],
    ['limits.memory', '1Gi', '8'],
  ])('resource %s by %s', async (resource, divisor, expected) => {
    const resources = { limits: { cpu: '500m' }, requests: { memory: '64Mi' } };
    const env = [{ name: 'X', valueFrom: { resourceFieldRef: { resource, divisor } } }];
    expect((await environment({ env, resources })).X).toBe(expected);
  });
});

test('apiVariables are the kubelet’s', () => {
  expect(apiVariables('10.96.0.1', 443)).toMatchObject({
    KUBERNETES_SERVICE_HOST: '10.96.0.1',
    KUBERNETES_SERVICE_PORT: '443',
    KUBERNETES_PORT_443_TCP: 'tcp://10.96.0.1:443',
  });
});
