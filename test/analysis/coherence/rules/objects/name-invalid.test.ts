import { findingsIn, found } from '../../../checked';

const rule = 'NAME-INVALID';

function object(kind: string, name: string, { apiVersion = 'v1', labels = '' } = {}): string {
  return `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: {name: "${name}", labels: {${labels}}}
`;
}

describe(rule, () => {
  test('takes the longest name, and refuses one character more', () => {
    expect(found(rule, object('ConfigMap', 'a'.repeat(253)))).toEqual([]);
    expect(found(rule, object('ConfigMap', 'a'.repeat(254)))).toHaveLength(1);
  });

  test('says what is wrong, and a name that is not', () => {
    const [finding] = findingsIn(object('ConfigMap', 'Agent_settings'));
    expect(finding).toMatchObject({
      rule,
      severity: 'error',
      message:
        'name "Agent_settings" is not a DNS-1123 subdomain: use a-z, 0-9, - and ., each part starting and ending with a letter or digit',
      fix: 'use e.g. agent-settings',
    });
  });

  test.each([
    ['Namespace', 'a.b', {}],
    ['Service', 'a.b', {}],
    ['Role', 'a/b', { apiVersion: 'rbac.authorization.k8s.io/v1' }],
    ['Workflow', 'A', { apiVersion: 'argoproj.io/v1alpha1' }],
    ['Deployment', 'A', { apiVersion: 'apps/v1' }],
    ['ConfigMap', 'a', { labels: 'app: "a b"' }],
    ['ConfigMap', 'a', { labels: '"a b": c' }],
  ])('refuses the %s %s %j', (kind, name, more) => {
    expect(found(rule, object(kind, name, more))).toHaveLength(1);
  });

  test.each([
    ['ConfigMap', 'a.b', {}],
    ['ClusterRole', 'system:Agents', { apiVersion: 'rbac.authorization.k8s.io/v1' }],
    ['ConfigMap', '{{ .Release.Name }}', {}],
    ['LabelTransformer', 'A', { apiVersion: 'builtin' }],
    ['Config', 'A', { apiVersion: 'skaffold/v4beta11' }],
    ['ConfigMap', 'a', { labels: 'example.com/app: "", version: 1.4-rc_1' }],
  ])('takes the %s %s %j', (kind, name, more) => {
    expect(found(rule, object(kind, name, more))).toEqual([]);
  });

  test('knows that Services could not begin with a digit before 1.36', () => {
    expect(found(rule, object('Service', '1a'))).toEqual([]);
    expect(found(rule, object('Service', '1a'), { kubernetes: '1.36' })).toEqual([]);
    expect(found(rule, object('Service', '1a'), { kubernetes: '1.35' })).toHaveLength(1);
  });

  test('reads names of containers and labels of pods', () => {
    const pod = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: api}
spec: {template: {metadata: {labels: {app: "-"}}, spec: {containers: [{name: my_api}]}}}
`;
    expect(found(rule, pod).map((line) => line.replace(/:.*/, ''))).toEqual([
      'error Deployment/api spec.template.metadata.labels.app',
      'error Deployment/api spec.template.spec.containers[0].name',
    ]);
  });
});
