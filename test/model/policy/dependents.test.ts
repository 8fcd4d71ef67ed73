import { allDependentsOf, dependentsOf, keyOf } from '../../../src/model/policy/dependents';
import { effectivePolicy, resourceOf } from '../../../src/model/policy/effective-policy';
import { podRule, policyOf, workflowRule } from './sample';

const run = { apiVersion: 'agents.platform/v1', kind: 'CodeRun' };
const policy = effectivePolicy({
  name: 'team',
  rules: [{ ...workflowRule, ...run, name: 'runs' }, workflowRule, podRule],
  dependents: [{ apiVersion: 'example.com/v1', kind: 'Sandbox' }],
});
const keysOf = (apiVersion: string, kind: string, all = allDependentsOf) =>
  all(resourceOf({ apiVersion, kind }), policy).map(keyOf).sort();

test('a resource is known by plural and group, in any version', () => {
  expect(keyOf({ apiVersion: 'v1', kind: 'Pod', plural: 'pods' })).toBe('pods');
  expect(keyOf({ apiVersion: 'batch/v1beta1', kind: 'Job', plural: 'jobs' })).toBe('jobs.batch');
});

test('what is looked for below an object is what its kind makes, and what the policy names', () => {
  expect(keysOf('v1', 'Pod', dependentsOf)).toEqual(['persistentvolumeclaims', 'sandboxes.example.com']);
  expect(keysOf('batch/v1', 'Job', dependentsOf)).toEqual(
    expect.arrayContaining(['pods', 'persistentvolumeclaims', 'configmaps', 'sandboxes.example.com']),
  );
  expect(keysOf('batch/v1', 'Job', dependentsOf)).not.toContain('workflows.argoproj.io');
  expect(keysOf(run.apiVersion, run.kind, dependentsOf)).toEqual(
    expect.arrayContaining(['workflows.argoproj.io', 'jobs.batch', 'pods', 'coderuns.agents.platform']),
  );
});

test.each([
  ['v1', 'Pod'],
  ['batch/v1', 'Job'],
  ['argoproj.io/v1alpha1', 'Workflow'],
  [run.apiVersion, run.kind],
])(
  'all that may go along with a %s %s is closed: nothing goes along with it that is not among it',
  (apiVersion, kind) => {
    const all = allDependentsOf(resourceOf({ apiVersion, kind }), policy);
    const keys = all.map(keyOf);
    expect(new Set(keys).size).toBe(keys.length);
    for (const one of all) expect(keys).toEqual(expect.arrayContaining(dependentsOf(one, policy).map(keyOf)));
  },
);

test('Secrets are never looked through', () => {
  const wide = policyOf({ ...run });
  expect(allDependentsOf(resourceOf(run), wide).map(({ kind }) => kind)).not.toContain('Secret');
});
