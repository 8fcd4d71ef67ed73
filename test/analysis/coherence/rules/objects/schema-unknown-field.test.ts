import { findingsIn, found } from '../../../checked';

const rule = 'SCHEMA-UNKNOWN-FIELD';

function object(kind: string, apiVersion: string, spec: string): string {
  return `---
apiVersion: ${apiVersion}
kind: ${kind}
metadata: {name: a, namespace: team}
spec: {${spec}}
`;
}

const deployment = (field: string) =>
  object('Deployment', 'apps/v1', `${field}: 2, selector: {}, template: {spec: {containers: [{name: a}]}}`);
const autoscaler = (metric: string) =>
  object(
    'HorizontalPodAutoscaler',
    'autoscaling/v2',
    `scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: a}, maxReplicas: 2, metrics: [${metric}]`,
  );

describe(rule, () => {
  test('takes a field that there is, and names the one that was meant', () => {
    expect(found(rule, deployment('replicas'))).toEqual([]);
    expect(found(rule, deployment('replica'))).toEqual([
      'error Deployment/a spec.replica: replica is no field of spec',
    ]);
    expect(findingsIn(deployment('replica')).find((finding) => finding.rule === rule)?.fix).toMatch(/replicas/);
  });

  test('only warns of custom resources', () => {
    const workflow = object('Workflow', 'argoproj.io/v1alpha1', 'entrypoint: a, entrypont: a, templates: []');
    expect(found(rule, workflow)).toEqual(['warning Workflow/a spec.entrypont: entrypont is no field of spec']);
    const definition = `---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: workflows.argoproj.io}
spec: {group: argoproj.io, names: {kind: Workflow, plural: workflows}, scope: Namespaced, versions: []}
`;
    expect(found(rule, workflow + definition)).toEqual([]);
  });

  test('says nothing of kinds that nobody described here', () => {
    expect(found(rule, object('Thing', 'example.com/v1', 'a: 1'))).toEqual([]);
  });

  test('knows what SOPS writes beside what it encrypts', () => {
    const secret = (more: string) => `---
apiVersion: v1
kind: Secret
metadata: {name: a}
data: {token: "ENC[AES256_GCM,data:aGk=,iv:aGk=,tag:aGk=,type:str]"}
sops: {${more}}
`;
    expect(found(rule, secret('mac: "ENC[AES256_GCM,data:aGk=]"'))).toEqual([]);
    expect(found('SCHEMA-INVALID', secret('mac: "ENC[AES256_GCM,data:aGk=]"'))).toEqual([]);
    expect(found(rule, secret(''))).toEqual(['error Secret/a sops: sops is no field of Secret']);
  });

  test('leaves to HPA-METRIC the block of a metric type that does not exist', () => {
    const custom = autoscaler('{type: Custom, custom: {name: a}}');
    expect(found(rule, custom)).toEqual([]);
    expect(found('HPA-METRIC', custom)).toHaveLength(1);
    const resource = '{name: cpu, target: {type: Utilization, averageUtilization: 70}}';
    expect(found(rule, autoscaler(`{type: Resource, resource: ${resource}, custom: {}}`))).toHaveLength(1);
    expect(found(rule, autoscaler(`{type: Resource, resource: ${resource}}`))).toEqual([]);
  });

  test('leaves to VPA-TARGET the selector of a target', () => {
    const vertical = object(
      'VerticalPodAutoscaler',
      'autoscaling.k8s.io/v1',
      'targetRef: {apiVersion: apps/v1, kind: Deployment, name: a, selector: {}}',
    );
    expect(found(rule, vertical)).toEqual([]);
    expect(found('VPA-TARGET', vertical)).toHaveLength(1);
  });

  test('leaves names alone that a tool fills in', () => {
    expect(found(rule, deployment('"{{ .Values.key }}"'))).toEqual([]);
  });
});
