import { effectivePolicy } from '../../../../src/model/policy/effective-policy';
import type { RetentionPolicy } from '../../../../src/model/policy/retention-policy';
import { type Right, rightsOf } from '../../../../src/model/policy/rights';
import { describeRight } from '../../../../src/runtime/api/access-review';
import { Bench } from '../../bench/bench';
import { resultsOf, ruleFor, Sweeper } from './sweeper';

/** Everything that a policy may ask for: kinds of their own ways, evidence, an action of each kind. */
function broad({ namespace }: Sweeper): RetentionPolicy {
  const stop = { Running: { for: '1m', action: 'stop' as const } };
  return {
    name: namespace,
    rules: [
      ruleFor('Workflow', namespace),
      { ...ruleFor('Job', namespace), keep: { Failed: { for: '0s' }, ...stop } },
      ruleFor('Pod', namespace),
      ruleFor('PersistentVolumeClaim', namespace),
    ],
    unusedGrace: '0s',
  };
}

describe('the rights of a sweep', () => {
  const bench = Bench.shared();
  let sweeper: Sweeper;
  let accounts = 0;

  beforeAll(async () => {
    sweeper = await Sweeper.start(bench);
  });
  afterAll(() => {
    sweeper.close();
    bench.close();
  });

  /** An account with some rights and no others; its token. */
  async function account(rights: readonly Right[]): Promise<string> {
    accounts += 1;
    const name = `account-${accounts}`;
    await bench.client.create({
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name, namespace: sweeper.stateNamespace },
    });
    for (const namespace of new Set(rights.map((right) => right.namespace))) await bind(name, namespace, rights);
    const { access } = await bench.as(sweeper.stateNamespace, name);
    return access.token;
  }

  async function bind(name: string, namespace: string | undefined, rights: readonly Right[]): Promise<void> {
    const group = 'rbac.authorization.k8s.io';
    const kind = namespace === undefined ? 'ClusterRole' : 'Role';
    const metadata = { name: namespace === undefined ? `${sweeper.namespace}-${name}` : name, namespace };
    const rules = rights
      .filter((right) => right.namespace === namespace)
      .map((right) => ({
        apiGroups: [right.group],
        resources: [right.resource],
        verbs: [right.verb],
        resourceNames: right.name === undefined ? undefined : [right.name],
      }));
    const subjects = [{ kind: 'ServiceAccount', name, namespace: sweeper.stateNamespace }];
    await bench.client.create({ apiVersion: `${group}/v1`, kind, metadata, rules });
    const roleRef = { apiGroup: group, kind, name: metadata.name };
    await bench.client.create({ apiVersion: `${group}/v1`, kind: `${kind}Binding`, metadata, roleRef, subjects });
  }

  const needed = (mode: 'report' | 'verify' | 'delete') =>
    rightsOf(effectivePolicy(broad(sweeper)), { mode, stateNamespace: sweeper.stateNamespace });

  /** Roles take a moment until they hold. */
  const untilBound = (token: string, mode: string) =>
    bench.until('its roles hold', async () => {
      const { errors } = await sweeper.sweep({ ...broad(sweeper), rules: broad(sweeper).rules }, { mode }, { token });
      return !errors.includes('may not');
    });

  it.each(['report', 'verify', 'delete'] as const)('of mode %s suffice for all that it does', async (mode) => {
    const token = await account(needed(mode));
    await untilBound(token, mode);
    const flow = await sweeper.make.workflow(`flow-${mode}`);
    await sweeper.make.pod(`step-${mode}`, 'Failed', {}, { owners: [flow] });
    await sweeper.make.pod(`pod-${mode}`);
    await sweeper.make.job(`long-${mode}`, 'Running');
    await sweeper.make.claim(`claim-${mode}`, { madeFor: 'gone' });
    const swept = await sweeper.sweep(broad(sweeper), { mode }, { token });
    expect(swept.errors).toBe('');
    expect(swept.summary?.problems).toEqual([]);
    expect(swept.code).toBe(0);
    const done = { report: 'reported', verify: 'verified', delete: 'deleted' }[mode];
    expect(resultsOf(swept)).toMatchObject({
      [`flow-${mode}`]: done,
      [`step-${mode}`]: done,
      [`pod-${mode}`]: done,
      [`long-${mode}`]: mode === 'delete' ? 'stopped' : done,
      [`claim-${mode}`]: done,
    });
  });

  it('that is missing is one line each, and nothing is touched', async () => {
    const all = needed('delete');
    await sweeper.make.job('done');
    const before = sweeper.proxy.exchanges.length;
    const tokens = await Promise.all(all.map((_, left) => account(all.filter((_, index) => index !== left))));
    for (const [index, right] of all.entries()) {
      const line = `error: the account may not ${describeRight(right)}: bind a role that allows it\n`;
      const { errors } = await bench.until(`a sweep without ${describeRight(right)} says so`, async () => {
        const swept = await sweeper.sweep(broad(sweeper), {}, { token: tokens[index] });
        expect(swept.code).toBe(2);
        return swept.errors.split('\n').length === 2 ? swept : undefined;
      });
      expect(errors).toBe(line);
    }
    expect(sweeper.writes(before)).toEqual([]);
    expect(await sweeper.left('Job')).toContain('Job done');
  });

  it('are all told at once, in the order of the rules', async () => {
    const token = await account([]);
    const { code, errors } = await sweeper.sweep(broad(sweeper), {}, { token });
    expect(code).toBe(2);
    expect(errors.trim().split('\n')).toEqual(
      needed('delete').map((right) => `error: the account may not ${describeRight(right)}: bind a role that allows it`),
    );
  });

  it('end with the namespaces that they are for', async () => {
    const token = await account(needed('delete'));
    await untilBound(token, 'report');
    const other = await bench.namespace('other');
    const client = bench.client.as(token);
    const { code } = await bench.refusal(client.list(`/api/v1/namespaces/${other}/pods`));
    client.close();
    expect(code).toBe(403);
  });

  it('that are taken away meanwhile make an object forbidden, and the sweep goes on', async () => {
    const all = needed('delete');
    const token = await account(all);
    await untilBound(token, 'report');
    await sweeper.make.job('first');
    await sweeper.make.pod('second');
    const role = `/apis/rbac.authorization.k8s.io/v1/namespaces/${sweeper.namespace}/roles/account-${accounts}`;
    sweeper.proxy.before = async ({ path, method }) => {
      if (method !== 'DELETE' || !path.includes('/jobs/')) return;
      sweeper.proxy.before = undefined;
      const { rules } = await bench.client.get(role);
      const left = rules.filter((rule: { resources: string[]; verbs: string[] }) => {
        return !(rule.resources.includes('jobs') && rule.verbs.includes('delete'));
      });
      await bench.client.mergePatch(role, { rules: left });
      // The authorizer hears of it by a watch.
      await new Promise((resolve) => setTimeout(resolve, 500));
    };
    const swept = await sweeper.sweep(broad(sweeper), { workers: '1' }, { token });
    sweeper.proxy.before = undefined;
    expect(swept.code).toBe(1);
    const forbidden = swept.decisions.find(({ result }) => result === 'forbidden');
    expect(forbidden).toMatchObject({ kind: 'Job', reason: expect.stringContaining('cannot delete resource "jobs"') });
    expect(resultsOf(swept)).toMatchObject({ second: 'deleted' });
  });
});
