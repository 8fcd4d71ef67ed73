import { effectivePolicy, resourceOf } from '../../../src/model/policy/effective-policy';
import { knownMarks } from '../../../src/model/policy/exemption';
import { defaultKeep } from '../../../src/model/policy/retention-policy';
import { days, hours, policyOf, ruleOf, seconds, workflowRule } from './sample';

test('every default is filled in, times in milliseconds', () => {
  expect(effectivePolicy({ name: 'team', rules: [workflowRule] })).toEqual({
    name: 'team',
    rules: [
      {
        name: 'workflows',
        resource: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow', plural: 'workflows' },
        namespaces: ['team'],
        except: [],
        selector: {},
        keep: new Map([
          ['Succeeded', { for: 7 * days, action: 'delete', archive: false, keepLast: 0 }],
          ['Failed', { for: 3 * days, action: 'delete', archive: false, keepLast: 0 }],
          ['Error', { for: 3 * days, action: 'delete', archive: false, keepLast: 0 }],
        ]),
        managed: false,
        budget: undefined,
      },
    ],
    timeZone: 'Etc/UTC',
    marks: knownMarks,
    windows: [],
    legalHolds: [],
    budgets: { policy: { count: 10_000 }, namespace: { count: 5_000 }, rule: {} },
    archive: undefined,
    protectedNamespaces: [],
    unusedGrace: 24 * hours,
    clockSkew: 30 * seconds,
    dependents: [],
  });
});

test('what is written counts before a default', () => {
  const policy = effectivePolicy({
    name: 'team',
    rules: [{ ...workflowRule, namespaces: ['*'], managed: true, keep: { Failed: { for: 90, keepLast: 2 } } }],
    timeZone: 'Europe/Berlin',
    exemptions: [{ key: 'keep-me' }],
    holdWindows: [{ schedule: '@daily', duration: '1h' }],
    legalHolds: [{ reason: 'case 17' }, { reason: 'SOX', for: '90d', namespaces: ['team'] }],
    budgets: { policy: { percent: 10 } },
    unusedGrace: '36h',
    clockSkew: 5,
    dependents: [{ apiVersion: 'example.com/v1', kind: 'Sandbox' }],
  });
  expect(policy).toMatchObject({
    rules: [{ namespaces: undefined, managed: true, keep: new Map([['Failed', { for: 90_000, keepLast: 2 }]]) }],
    marks: [...knownMarks, { key: 'keep-me' }],
    windows: [{ duration: hours, reason: '', schedule: { timeZone: 'Europe/Berlin' } }],
    legalHolds: [
      { reason: 'case 17', for: Number.POSITIVE_INFINITY, namespaces: undefined, selector: {} },
      { reason: 'SOX', for: 90 * days, namespaces: ['team'] },
    ],
    // A budget of one kind replaces that of the same scope, and leaves the others.
    budgets: { policy: { percent: 10 }, namespace: { count: 5_000 } },
    unusedGrace: 36 * hours,
    clockSkew: 5_000,
    dependents: [{ plural: 'sandboxes' }],
  });
});

test('what has not ended is only reported, unless the rule says otherwise', () => {
  const { keep } = ruleOf(
    policyOf({ keep: { Running: { for: '14d' }, Pending: { for: '1d', action: 'delete' }, Unknown: { for: '14d' } } }),
  );
  expect([...keep].map(([outcome, { action }]) => [outcome, action])).toEqual([
    ['Running', 'report'],
    ['Pending', 'delete'],
    ['Unknown', 'report'],
  ]);
  const claims = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', keep: { Unused: { for: '30d' } } };
  expect(ruleOf(policyOf(claims)).keep.get('Unused')?.action).toBe('delete');
});

test.each([
  ['argoproj.io/v1alpha1', 'Workflow', true],
  ['batch/v1', 'Job', true],
  ['agents.platform/v1', 'CodeRun', true],
  ['v1', 'Pod', false],
])('with a store, objects of %s %s are archived by default: %s', (apiVersion, kind, isArchived) => {
  const archive = { directory: '/archive' };
  const archives = (keep: typeof workflowRule.keep, more = {}) =>
    ruleOf(policyOf({ apiVersion, kind, keep }, more)).keep.get('Failed')?.archive;
  expect(archives({ Failed: { for: '3d' } }, { archive })).toBe(isArchived);
  expect(archives({ Failed: { for: '3d', archive: !isArchived } }, { archive })).toBe(!isArchived);
  expect(archives({ Failed: { for: '3d' } })).toBe(false);
});

test('what is kept by default is what the requirements say', () => {
  const { keep } = ruleOf(policyOf({ keep: defaultKeep }));
  expect([...keep].map(([outcome, { for: time }]) => [outcome, time])).toEqual([
    ['Succeeded', 7 * days],
    ['Failed', 3 * days],
    ['Error', 3 * days],
  ]);
});

test.each([
  ['v1', 'Pod', 'pods'],
  ['networking.k8s.io/v1', 'NetworkPolicy', 'networkpolicies'],
  ['agents.platform/v1', 'CodeRun', 'coderuns'],
  ['example.com/v1', 'Canary', 'canaries'],
  ['example.com/v1', 'Relay', 'relays'],
  ['example.com/v1', 'Sandbox', 'sandboxes'],
  ['example.com/v1', 'Batch', 'batches'],
])('the resource of %s %s is %s', (apiVersion, kind, plural) => {
  expect(resourceOf({ apiVersion, kind })).toEqual({ apiVersion, kind, plural });
  expect(resourceOf({ apiVersion, kind, plural: 'others' }).plural).toBe('others');
});
