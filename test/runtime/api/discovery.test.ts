import { namespacedResources, preferred } from '../../../src/runtime/api/discovery';
import { LocalServer } from '../local-server';

const resource = (name: string, kind: string, scope = 'Namespaced') => ({
  resource: name,
  responseKind: { kind },
  scope,
});

test('a server that answers otherwise is not taken to have nothing', async () => {
  const server = await LocalServer.start(() => ({ kind: 'APIGroupList', groups: [] }));
  const client = server.client();
  await expect(namespacedResources(client)).rejects.toThrow('does not tell what it has: aggregated discovery is of');
  client.close();
  server.close();
});

test('a server tells of all its versions at once, the preferred one first', async () => {
  const server = await LocalServer.start(() => ({
    items: [
      {
        metadata: { name: 'agents.platform' },
        versions: [
          { version: 'v2', resources: [resource('coderuns', 'CodeRun'), resource('pools', 'Pool', 'Cluster')] },
          { version: 'v1', resources: [resource('coderuns', 'CodeRun'), resource('agentruns', 'AgentRun')] },
        ],
      },
      { metadata: { name: 'empty.example.com' } },
    ],
  }));
  const client = server.client();
  const served = await namespacedResources(client);
  expect(served.map(({ apiVersion, plural }) => `${plural} ${apiVersion}`)).toEqual([
    'coderuns agents.platform/v2',
    'coderuns agents.platform/v1',
    'agentruns agents.platform/v1',
  ]);
  expect(preferred(served, (kind) => kind.endsWith('Run'))).toEqual([
    { apiVersion: 'agents.platform/v2', kind: 'CodeRun', plural: 'coderuns' },
    { apiVersion: 'agents.platform/v1', kind: 'AgentRun', plural: 'agentruns' },
  ]);
  expect(server.requests[0]?.headers.accept).toContain('v=v2;as=APIGroupDiscoveryList');
  client.close();
  server.close();
});
