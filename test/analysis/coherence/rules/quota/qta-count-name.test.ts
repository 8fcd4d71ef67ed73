import { found } from '../../../checked';
import { quota } from './manifests';

const rule = 'QTA-COUNT-NAME';
const widget = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgetry.example.com}
spec: {group: example.com, scope: Namespaced, names: {kind: Widget, plural: widgetry}}
`;

describe(rule, () => {
  test.each([
    'count/deployments.apps',
    'count/serviceaccounts',
    'count/workflows.argoproj.io',
    'count/gadgets.example.com',
    'requests.nvidia.com/gpu',
    'fast.storageclass.storage.k8s.io/requests.storage',
    'openshift.io/imagestreams',
  ])('is silent about %s', (key) => {
    expect(found(rule, quota(`${key}: "1"`))).toEqual([]);
  });

  test.each([
    ['error', 'count/deployment.apps', 'no server enforces it'],
    ['error', 'count/jobs', 'no server enforces it'],
    ['error', 'count/deployments.extensions', 'no server enforces it'],
    ['error', 'count/scaledobject.keda.sh', 'no server enforces it'],
    ['error', 'count/clusterroles.rbac.authorization.k8s.io', 'a ClusterRole is in no namespace'],
    ['error', 'limits.nvidia.com/gpu', 'extended resources have only requests'],
    ['warning', 'nvidia.com/gpu', 'no server enforces it'],
    ['warning', 'count/gadget.example.com', 'no server enforces it'],
  ])('gives an %s for %s', (severity, key, why) => {
    expect(found(rule, quota(`${key}: "1"`))).toEqual([
      `${severity} ResourceQuota/team spec.hard[${key}]: ${key} counts nothing: ${why}`,
    ]);
  });

  test('reads kinds that the manifests define', () => {
    expect(found(rule, quota('count/widgetry.example.com: "1"'))).toHaveLength(1);
    expect(found(rule, quota('count/widgetry.example.com: "1"') + widget)).toEqual([]);
    expect(found(rule, quota('count/widget.example.com: "1"') + widget)).toEqual([expect.stringMatching(/^error/)]);
  });
});
