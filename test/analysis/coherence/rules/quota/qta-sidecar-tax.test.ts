import { found } from '../../../checked';
import { controller, deployment, quota, workflow } from './manifests';

const rule = 'QTA-SIDECAR-TAX';

function defaults(cpu: string, namespace = 'team'): string {
  return `
apiVersion: v1
kind: LimitRange
metadata: {name: defaults, namespace: ${namespace}}
spec: {limits: [{type: Container, default: {cpu: "${cpu}"}}]}
---
`;
}

describe(rule, () => {
  const agents = quota('requests.cpu: "20"') + workflow({ resources: 'requests: {cpu: "2"}, limits: {cpu: "4"}' });

  test("says how many pods Argo's containers cost", () => {
    expect(found(rule, agents + defaults('1'))).toEqual([
      'warning WorkflowTemplate/agent spec.templates[0]: 6 pods of WorkflowTemplate team/agent fit the quota team, and 10 would if container "wait" (injected by Argo) did not get the defaults of a LimitRange',
    ]);
  });

  test('is silent where they cost none', () => {
    const nine = agents.replace('"20"', '"19"');
    expect(found(rule, nine + defaults('112m'))).toHaveLength(1);
    expect(found(rule, nine + defaults('111m'))).toEqual([]);
  });

  test('is silent without defaults here, and where Argo states its own', () => {
    expect(found(rule, agents + defaults('1', 'other'))).toEqual([]);
    const executor = controller('{executor: "resources: {requests: {cpu: 1m}, limits: {cpu: 1m}}"}');
    expect(found(rule, agents + defaults('1') + executor)).toEqual([]);
  });

  test('counts a silent sidecar beside a container that speaks, and no others', () => {
    const sidecar = 'initContainers: [{name: mesh, restartPolicy: Always}]';
    const quotas = quota('requests.cpu: "5"') + defaults('500m');
    expect(found(rule, quotas + deployment({ pod: sidecar }))).toEqual([
      'warning Deployment/api spec.template.spec.initContainers[0]: 5 pods of Deployment team/api fit the quota team, and 10 would if sidecar container "mesh" did not get the defaults of a LimitRange',
    ]);
    expect(found(rule, quotas + deployment({ pod: sidecar, resources: '' }))).toEqual([]);
    expect(found(rule, quotas + deployment({ pod: 'initContainers: [{name: setup}]' }))).toEqual([]);
  });
});
