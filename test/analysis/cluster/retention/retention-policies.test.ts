import { findingsIn } from '../../checked';
import { policyMap } from '../../coherence/rules/retention/policies';

const load = jest.fn();
jest.mock('../../../../src/model/policy/policy-file', () => {
  load();
  return jest.requireActual('../../../../src/model/policy/policy-file');
});

const text = 'name: team\nrules: [{name: a, apiVersion: v1, kind: Pod, namespaces: [a], keep: {Failed: {for: 1d}}}]';

test('the schema library is loaded for a text that may be a policy, and for no other', () => {
  findingsIn('{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: b}, data: {policy.yaml: "name: a"}}');
  findingsIn(policyMap('name: ['));
  findingsIn(policyMap('name: ${TEAM}'));
  expect(load).not.toHaveBeenCalled();
  expect(findingsIn(policyMap(text))).toEqual([]);
  expect(load).toHaveBeenCalledTimes(1);
});
