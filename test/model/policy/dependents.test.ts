import { dependentsOf, keyOf } from '../../../src/model/policy/dependents';
import { effectivePolicy } from '../../../src/model/policy/effective-policy';
import { podRule, policyOf, workflowRule } from './sample';

const run = { apiVersion: 'agents.platform/v1', kind: 'CodeRun' };

test('a resource is known by plural and group, in any version', () => {
  expect(keyOf({ apiVersion: 'v1', kind: 'Pod', plural: 'pods' })).toBe('pods');
  expect(keyOf({ apiVersion: 'batch/v1beta1', kind: 'Job', plural: 'jobs' })).toBe('jobs.batch');
});

test('what is looked for is what anything may own: work, what serves it, its files, and what the policy names', () => {
  const policy = effectivePolicy({
    name: 'team',
    rules: [{ ...workflowRule, ...run, name: 'runs' }, podRule],
    dependents: [{ apiVersion: 'example.com/v1', kind: 'Sandbox' }],
  });
  expect(dependentsOf(policy).map(keyOf)).toEqual([
    ...['pods', 'jobs.batch', 'workflows.argoproj.io', 'persistentvolumeclaims', 'configmaps'],
    ...['deployments.apps', 'replicasets.apps', 'statefulsets.apps', 'daemonsets.apps'],
    ...['coderuns.agents.platform', 'sandboxes.example.com'],
  ]);
});

test('Secrets are never looked through', () => {
  expect(dependentsOf(policyOf(run)).map(({ kind }) => kind)).not.toContain('Secret');
});
