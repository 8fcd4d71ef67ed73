import { describeRight, missingRights } from '../../../src/runtime/api/access-review';
import { LocalServer } from '../local-server';

const right = { group: 'argoproj.io', resource: 'workflows', verb: 'delete', namespace: 'agents' };

describe('a review of rights', () => {
  it.each([
    [right, 'delete workflows.argoproj.io in agents'],
    [{ group: '', resource: 'pods/log', verb: 'get', namespace: 'agents' }, 'get pods/log in agents'],
    [{ group: '', resource: 'namespaces', verb: 'list', namespace: undefined }, 'list namespaces in all namespaces'],
    [{ group: '', resource: 'configmaps', verb: 'get', namespace: 's', name: 'state' }, 'get configmaps state in s'],
  ])('says what is missing (%#)', (one, text) => {
    expect(describeRight(one)).toBe(text);
  });

  it('asks for each, and names those that are not allowed, in their order', async () => {
    const server = await LocalServer.start(({ body }) => {
      const { resourceAttributes } = JSON.parse(body).spec;
      return { status: { allowed: resourceAttributes.verb === 'get' } };
    });
    const client = server.client();
    const all = ['delete', 'get', 'watch'].map((verb) => ({ ...right, verb, resource: 'pods/log' }));
    expect(await missingRights(client, all)).toEqual([all[0], all[2]]);
    expect(JSON.parse(server.requests[0]!.body).spec.resourceAttributes).toEqual({
      group: 'argoproj.io',
      resource: 'pods',
      subresource: 'log',
      verb: expect.any(String),
      namespace: 'agents',
    });
    client.close();
    server.close();
  });

  it('takes no answer for a no', async () => {
    const server = await LocalServer.start(() => ({}));
    const client = server.client();
    expect(await missingRights(client, [right])).toEqual([right]);
    client.close();
    server.close();
  });
});
