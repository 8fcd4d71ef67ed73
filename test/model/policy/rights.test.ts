import * as fc from 'fast-check';
import { effectivePolicy } from '../../../src/model/policy/effective-policy';
import type { RetentionAction, RetentionPolicy } from '../../../src/model/policy/retention-policy';
import { type Right, rightsOf, type SweepMode, sweepModes } from '../../../src/model/policy/rights';
import { podRule, workflowRule } from './sample';

const stateNamespace = 'steward-system';

function rights(policy: Omit<RetentionPolicy, 'name'>, mode: SweepMode): readonly Right[] {
  return rightsOf(effectivePolicy({ name: 'team', ...policy }), { mode, stateNamespace });
}

/** As `kubectl auth can-i` asks: `delete pods.`, with the name where one is needed. */
function shown(given: readonly Right[], namespace: string | undefined): string[] {
  return given
    .filter((right) => right.namespace === namespace)
    .map(({ verb, resource, group, name }) => `${verb} ${resource}${group && `.${group}`}${name ? `/${name}` : ''}`);
}

const reporting = { ...podRule, keep: { Running: { for: '14d', action: 'report' } } } as const;

test('a rule that only reports needs to see its objects and its namespace, and the state', () => {
  const given = rights({ rules: [reporting] }, 'delete');
  expect(shown(given, 'team').filter((right) => !right.includes('events'))).toEqual(
    expect.arrayContaining(['get pods', 'list pods', 'get namespaces/team']),
  );
  expect(shown(given, 'team').some((right) => /^(delete|patch|update) /.test(right))).toBe(false);
  expect(shown(given, stateNamespace)).toEqual([
    'get configmaps/steward-sweep-team',
    'update configmaps/steward-sweep-team',
    'create configmaps',
  ]);
});

test('deleting needs the verb, on the kind of the rule alone', () => {
  const given = shown(rights({ rules: [podRule] }, 'delete'), 'team');
  expect(given.filter((right) => right.startsWith('delete '))).toEqual(['delete pods']);
  // Garbage collection takes them along; they are looked at before.
  expect(given).toEqual(expect.arrayContaining(['get persistentvolumeclaims', 'list persistentvolumeclaims']));
  // A failure leaves its last words.
  expect(given).toEqual(expect.arrayContaining(['get pods/log', 'list events', 'create events']));
  expect(shown(rights({ rules: [podRule] }, 'delete'), stateNamespace)).toContain(
    'update configmaps/steward-capsules-team',
  );
});

test('what is unused is told by its owners, though nothing is deleted', () => {
  const claims = {
    ...{ name: 'claims', apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespaces: ['team'] },
    keep: { Unused: { for: '2d', action: 'report' } },
  } as const;
  expect(shown(rights({ rules: [claims] }, 'delete'), 'team')).toEqual(
    expect.arrayContaining(['get workflows.argoproj.io', 'get jobs.batch', 'list pods', 'list statefulsets.apps']),
  );
});

test('stopping needs to patch', () => {
  const stopping = { ...workflowRule, keep: { Running: { for: '14d', action: 'stop' } } } as const;
  const writes = shown(rights({ rules: [stopping] }, 'delete'), 'team').filter((right) =>
    /^(delete|patch) /.test(right),
  );
  expect(writes).toEqual(['patch workflows.argoproj.io']);
});

test('verifying asks the server as if it deleted, and writes nothing else', () => {
  const given = shown(rights({ rules: [podRule] }, 'verify'), 'team');
  expect(given).toContain('delete pods');
  expect(given).not.toContain('create events');
  expect(given).not.toContain('get pods/log');
});

test('logs of pods are read where they are archived', () => {
  const archive = (logs: 'failed' | 'none') => ({ rules: [workflowRule], archive: { directory: '/archive', logs } });
  expect(shown(rights(archive('failed'), 'delete'), 'team')).toContain('get pods/log');
});

test('a policy of all namespaces needs its rights on the cluster, one of some needs none there', () => {
  const everywhere = rights({ rules: [{ ...podRule, namespaces: ['*'] }] }, 'delete');
  expect(shown(everywhere, undefined)).toEqual(
    expect.arrayContaining(['delete pods', 'get namespaces', 'list namespaces']),
  );
  expect(shown(rights({ rules: [podRule, workflowRule] }, 'delete'), undefined)).toEqual([]);
});

describe('of any policy', () => {
  const actions = fc.constantFrom<RetentionAction>('delete', 'report', 'stop');
  const rules = fc.array(
    fc.record({
      namespaces: fc.constantFrom(['a'], ['a', 'b'], ['*']),
      isPod: fc.boolean(),
      action: actions,
    }),
    { minLength: 1, maxLength: 3 },
  );
  const policies = rules.map((given) => ({
    rules: given.map(({ namespaces, isPod, action }, index) => ({
      ...(isPod ? podRule : workflowRule),
      name: `r${index}`,
      namespaces,
      keep: { Running: { for: '14d', action: isPod && action === 'stop' ? ('report' as const) : action } },
    })),
  }));
  const keyOf = (right: Right) => JSON.stringify(right);

  test('no right is a wildcard, and none is told twice', () => {
    fc.assert(
      fc.property(policies, fc.constantFrom(...sweepModes), (policy, mode) => {
        const given = rights(policy, mode);
        expect(new Set(given.map(keyOf)).size).toBe(given.length);
        for (const { verb, resource, group } of given) expect([verb, resource, group]).not.toContain('*');
      }),
    );
  });

  test('a mode that goes further needs no less', () => {
    fc.assert(
      fc.property(policies, (policy) => {
        const [report, verify, deletion] = sweepModes.map((mode) => new Set(rights(policy, mode).map(keyOf)));
        expect([...(verify ?? [])]).toEqual(expect.arrayContaining([...(report ?? [])]));
        expect([...(deletion ?? [])]).toEqual(expect.arrayContaining([...(verify ?? [])]));
      }),
    );
  });

  test('nothing is deleted, stopped or changed where no rule says so', () => {
    fc.assert(
      fc.property(policies, fc.constantFrom(...sweepModes), (policy, mode) => {
        for (const { verb, resource, namespace } of rights(policy, mode)) {
          if (namespace === stateNamespace || !['delete', 'patch', 'update'].includes(verb)) continue;
          const asking = policy.rules.filter(({ kind, namespaces, keep: { Running } }) => {
            const isHere = namespaces.some((name) => name === (namespace ?? '*'));
            const isOfKind = `${kind.toLowerCase()}s` === resource;
            return isHere && isOfKind && Running.action === (verb === 'patch' ? 'stop' : verb);
          });
          expect(asking).not.toEqual([]);
          expect(mode).not.toBe('report');
        }
      }),
    );
  });
});
