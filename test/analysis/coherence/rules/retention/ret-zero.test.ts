import { found } from '../../../checked';
import { policy, workflows } from './policies';

const rule = 'RET-ZERO';

function controller(policy: string, defaults = '{}', name = 'workflow-controller-configmap'): string {
  return `
---
apiVersion: v1
kind: ConfigMap
metadata: {name: ${name}, namespace: argo}
data:
  retentionPolicy: "${policy}"
  workflowDefaults: "spec: ${defaults}"
`;
}

function application(policy: string): string {
  return `
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: argo-workflows, namespace: argocd}
spec: {source: {chart: argo-workflows, helm: {valuesObject: {controller: {retentionPolicy: ${policy}}}}}}
`;
}

const place = 'ConfigMap/workflow-controller-configmap data.retentionPolicy';
const promise = '{ttlStrategy: {secondsAfterCompletion: 3600}}';

describe(rule, () => {
  test('warns of keys that are left out', () => {
    expect(found(rule, controller('{completed: 9, failed: 1}'))).toEqual([
      `warning ${place}: retentionPolicy keeps no workflow in phase Error, as errored is not set, which counts as 0: it is deleted as it ends`,
    ]);
    expect(found(rule, controller('{completed: 9, failed: 1, errored: 1}'))).toEqual([]);
    expect(found(rule, controller('{}'))).toHaveLength(3);
  });

  test('takes a written 0 at its word', () => {
    expect(found(rule, controller('{completed: 0, failed: 0, errored: 0}'))).toEqual([]);
  });

  test('fires where a lifetime is promised', () => {
    expect(found(rule, controller('{completed: 9, failed: 0, errored: 1}', promise))).toEqual([
      `warning ${place}: retentionPolicy keeps no workflow in phase Failed: it is deleted as it ends, although secondsAfterCompletion is to keep it 3600 s`,
    ]);
    expect(found(rule, controller('{completed: 9, failed: 1, errored: 1}', promise))).toEqual([]);
  });

  test('knows which lifetime is for which end', () => {
    const ofFailure = '{ttlStrategy: {secondsAfterFailure: 3600}}';
    const [errored, failed] = found(rule, controller('{completed: 9}', ofFailure));
    expect(failed).toMatch(/^warning .* phase Failed, .* although secondsAfterFailure/);
    expect(errored).toMatch(/^warning .* phase Error/);
  });

  test('fires where a retention policy keeps them', () => {
    const kept = policy(workflows('Failed: {for: 3d}'));
    expect(found(rule, controller('{completed: 0, failed: 0, errored: 0}') + kept)).toEqual([
      `warning ${place}: retentionPolicy keeps no workflow in phase Failed: it is deleted as it ends, although rule one of policy team is to keep it 259200 s`,
    ]);
  });

  test('does not promise for another controller', () => {
    const two =
      controller('{completed: 9, failed: 0, errored: 1}', promise) +
      controller('{completed: 1, failed: 1, errored: 1}', '{}', 'other-workflow-controller-configmap');
    expect(found(rule, two)).toEqual([]);
  });

  test('reads the values of the chart, which leaves an empty policy out', () => {
    expect(found(rule, application('{completed: 9, failed: 9}'))).toEqual([
      expect.stringMatching(
        /^warning Application\/argo-workflows spec.source.helm.valuesObject.controller.retentionPolicy.errored: /,
      ),
    ]);
    expect(found(rule, application('{}'))).toEqual([]);
  });
});
