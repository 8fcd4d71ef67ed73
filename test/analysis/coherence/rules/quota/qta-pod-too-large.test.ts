import { found } from '../../../checked';
import { deployment, quota, workflow } from './manifests';

const rule = 'QTA-POD-TOO-LARGE';

describe(rule, () => {
  test('is silent where one pod fills the quota', () => {
    expect(found(rule, quota('requests.cpu: 500m') + deployment())).toEqual([]);
  });

  test('fires a thousandth below', () => {
    expect(found(rule, quota('requests.cpu: 499m') + deployment())).toEqual([
      'error Deployment/api spec.template: one pod of Deployment team/api is larger than the quota team: none is ever admitted',
    ]);
  });

  test('compares by value', () => {
    const pod = { resources: 'requests: {memory: 1024Mi}' };
    expect(found(rule, quota('requests.memory: 1Gi') + deployment(pod))).toEqual([]);
    expect(found(rule, quota('requests.memory: 1G') + deployment(pod))).toHaveLength(1);
  });

  test('counts what Argo adds', () => {
    const executor = { workflowExecutor: { requests: { cpu: '1m' } } };
    expect(found(rule, quota('requests.cpu: "1"') + workflow())).toEqual([]);
    expect(found(rule, quota('requests.cpu: "1"') + workflow(), executor)).toHaveLength(1);
  });

  test('leaves alone what makes no pods, and other namespaces', () => {
    expect(found(rule, quota('requests.cpu: 1m') + deployment({ replicas: 0 }))).toEqual([]);
    expect(found(rule, quota('requests.cpu: 1m', { namespace: 'other' }) + deployment())).toEqual([]);
  });
});
