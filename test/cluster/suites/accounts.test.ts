import { Bench } from '../bench/bench';

describe('a client that acts as a service account', () => {
  const bench = Bench.shared();
  afterAll(() => bench.close());

  it('may do what its role says and nothing else, and the audit log has both', async () => {
    const namespace = await bench.namespace('account');
    const client = await bench.as(namespace, 'default');
    const configMap = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace } });
    expect((await bench.refusal(client.create(configMap('before')))).code).toBe(403);

    const metadata = { name: 'writer', namespace };
    const rules = [{ apiGroups: [''], resources: ['configmaps'], verbs: ['create'] }];
    const subjects = [{ kind: 'ServiceAccount', name: 'default', namespace }];
    const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'writer' };
    await bench.client.create({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata, rules });
    await bench.client.create({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata,
      subjects,
      roleRef,
    });
    await bench.until('the role is in force', () => client.create(configMap('after')));
    client.close();

    const user = `system:serviceaccount:${namespace}:default`;
    const records = await bench.until('the audit log has it', async () => {
      const found = bench.audit((record) => record.user === user);
      return found.some(({ code }) => code === 201) && found;
    });
    expect(records[0]).toMatchObject({ verb: 'create', resource: 'configmaps', namespace, code: 403 });
    expect(records.at(-1)).toMatchObject({
      verb: 'create',
      resource: 'configmaps',
      namespace,
      name: 'after',
      code: 201,
    });
  });
});
