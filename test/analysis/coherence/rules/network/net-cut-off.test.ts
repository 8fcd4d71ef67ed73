import type { ClusterProfile } from '../../../../../src/model/profile/cluster-profile';
import { findingsIn, found } from '../../../checked';

const rule = 'NET-CUT-OFF';
const profile: ClusterProfile = {
  apiServer: [{ cidrs: ['10.96.0.1/32'], ports: [443] }],
  dns: { cidrs: ['10.96.0.10/32'] },
};
const toDns = '{ports: [{port: 53, protocol: UDP}, {port: 53}]}';
const toApiServer = '{to: [{ipBlock: {cidr: 10.96.0.1/32}}], ports: [{port: 443}]}';

interface PolicySettings {
  readonly egress?: string;
  readonly selector?: string;
  readonly types?: string;
  readonly namespace?: string;
  readonly name?: string;
}

function policy(settings: PolicySettings = {}): string {
  const { egress = toDns, selector = '', types = '[Egress]', namespace = 'team', name = 'agents' } = settings;
  return `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: ${name}, namespace: ${namespace}}
spec: {podSelector: {${selector}}, policyTypes: ${types}, egress: [${egress}]}
`;
}

function pod({ command = 'kubectl, get, pods', spec = '', labels = 'app: cleanup' } = {}): string {
  return `---
apiVersion: v1
kind: Pod
metadata: {name: cleanup, namespace: team, labels: {${labels}}}
spec:
  containers: [{name: run, image: "registry.example.com/tools:1.4", command: [${command}]}]
  ${spec}
`;
}

function workflow({ template = '', labels = '' } = {}): string {
  return `---
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {name: agent, namespace: team}
spec:
  entrypoint: run
  podMetadata: {labels: {${labels}}}
  templates: [{name: run, container: {image: "registry.example.com/agent:1.4"}, ${template}}]
`;
}

const severities = (yaml: string, known: ClusterProfile = profile): string[] => {
  return found(rule, yaml, known).map((line) => line.replace(/ .* connect to /, ' ').replace(/:.*/, ''));
};

describe(rule, () => {
  test('is silent when a rule reaches the API server on its port', () => {
    expect(found(rule, policy({ egress: `${toDns}, ${toApiServer}` }) + pod(), profile)).toEqual([]);
  });

  test('fires one address beside it, and shows what policies say', () => {
    const beside = toApiServer.replace('10.96.0.1/32', '10.96.0.0/32');
    expect(findingsIn(policy({ egress: `${toDns}, ${beside}` }) + pod(), profile)).toMatchObject([
      {
        rule,
        severity: 'warning',
        message:
          'no policy lets the pods of Pod team/cleanup connect to the API server (10.96.0.1/32 port 443): container "run" runs kubectl get',
        arithmetic: [
          'agents: to anywhere on [{port:53,protocol:UDP},{port:53}]; to [{ipBlock:{cidr:10.96.0.0/32}}] on [{port:443}]',
        ],
        fix: 'add an egress rule to ipBlock 10.96.0.1/32 port 443: rules that select pods or namespaces never reach it',
      },
      { rule: 'IMG-UNPINNED' },
    ]);
  });

  test.each([
    ['the next port', '{to: [{ipBlock: {cidr: 10.96.0.1/32}}], ports: [{port: 444}]}'],
    ['a range of ports above', '{ports: [{port: 444, endPort: 8080}]}'],
    ['the port by a name', '{ports: [{port: https}]}'],
    ['UDP', '{ports: [{port: 443, protocol: UDP}]}'],
    ['all but its address', '{to: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.96.0.0/16]}}]}'],
    ['all pods', '{to: [{namespaceSelector: {}}]}'],
    ['pods of its namespace', '{to: [{podSelector: {}}]}'],
  ])('fires when the rule is for %s', (_, egress) => {
    expect(severities(policy({ egress: `${toDns}, ${egress}` }) + pod())).toEqual([
      'warning the API server (10.96.0.1/32 port 443)',
    ]);
  });

  test.each([
    ['everything', '{}'],
    ['its port anywhere', '{ports: [{port: 443}]}'],
    ['a range of ports', '{ports: [{port: 400, endPort: 443}]}'],
    ['all TCP ports', '{ports: [{protocol: TCP}]}'],
    ['a network around it', '{to: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.96.0.2/32]}}]}'],
    ['an address that a tool fills in', '{to: [{ipBlock: {cidr: "{{ .Values.apiServer }}"}}]}'],
  ])('is silent when the rule is for %s', (_, egress) => {
    expect(severities(policy({ egress: `${toDns}, ${egress}` }) + pod())).toEqual([]);
  });

  test.each([
    ['a policy for other pods', policy({ selector: 'matchLabels: {app: api}' })],
    ['a policy for ingress', policy({ types: '[Ingress]' })],
    ['a policy without rules that names no types', policy({ types: '[]', egress: '' })],
    ['a policy of another namespace', policy({ namespace: 'other' })],
    ['one policy more that lets it', policy() + policy({ name: 'more', egress: toApiServer })],
    [
      'one policy more that may be for it',
      policy() + policy({ name: 'more', egress: toApiServer, selector: 'matchLabels: {job-name: a}' }),
    ],
  ])('is silent with %s', (_, policies) => {
    expect(severities(policies + pod())).toEqual([]);
  });

  test.each([
    '{key: app, operator: In, values: [cleanup, api]}',
    '{key: app, operator: Exists}',
    '{key: app, operator: NotIn, values: [api]}',
    '{key: tier, operator: DoesNotExist}',
  ])('reads the selector %s', (requirement) => {
    const selector = `matchExpressions: [${requirement}]`;
    expect(severities(policy({ selector }) + pod())).toHaveLength(1);
    expect(severities(policy({ selector }) + pod({ labels: 'app: api, tier: web' }))).toHaveLength(
      requirement.includes('Exists') && !requirement.includes('DoesNot') ? 1 : requirement.includes(' In') ? 1 : 0,
    );
  });

  test('reads policies that name no types, but have rules', () => {
    expect(severities(policy({ types: '[]' }) + pod())).toHaveLength(1);
  });

  test.each([
    ['does not ask it', { command: 'sleep, "1"' }],
    ['only prints what it would send', { command: 'kubectl, apply, -f, x, --dry-run=client' }],
    ['has the network of its node', { spec: 'hostNetwork: true' }],
  ])('is silent about a pod that %s', (_, settings) => {
    expect(severities(policy() + pod(settings))).toEqual([]);
  });

  test('only warns of an account that has rights', () => {
    const binding = `---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: a, namespace: team}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: a}
subjects: [{kind: ServiceAccount, name: watcher}]
`;
    const watcher = (more = '') => pod({ command: 'watcher', spec: `serviceAccountName: watcher\n  ${more}` });
    expect(severities(policy() + binding + watcher())).toEqual(['warning the API server (10.96.0.1/32 port 443)']);
    expect(severities(policy() + binding + watcher('automountServiceAccountToken: false'))).toEqual([]);
  });

  test('knows that Argo reports from each pod', () => {
    expect(severities(policy() + workflow())).toEqual(['warning the API server (10.96.0.1/32 port 443)']);
    expect(severities(policy({ egress: `${toDns}, ${toApiServer}` }) + workflow())).toEqual([]);
  });

  test('leaves open what labels the cluster adds', () => {
    const selector = 'matchExpressions: [{key: workflows.argoproj.io/workflow, operator: Exists}]';
    expect(severities(policy({ selector }) + workflow())).toEqual([]);
    expect(severities(policy({ selector: 'matchLabels: {app: a}' }) + workflow({ labels: 'app: a' }))).toHaveLength(1);
  });

  describe('without a profile', () => {
    test('fires only where no rule reaches any address', () => {
      expect(severities(policy({ egress: '' }) + pod(), {})).toEqual(['warning DNS', 'warning the API server']);
      expect(severities(policy({ egress: `${toDns}, {to: [{namespaceSelector: {}}]}` }) + pod(), {})).toEqual([
        'warning the API server',
      ]);
      expect(severities(policy({ egress: `${toDns}, {to: [{ipBlock: {cidr: 10.0.0.1/32}}]}` }) + pod(), {})).toEqual(
        [],
      );
    });
  });

  describe('warns that names are cut off', () => {
    test.each([
      ['port 53 anywhere', toDns],
      ['the declared address', '{to: [{ipBlock: {cidr: 10.96.0.10/32}}], ports: [{port: 53, protocol: UDP}]}'],
      ['pods of kube-system', '{to: [{namespaceSelector: {}, podSelector: {}}], ports: [{port: dns, protocol: UDP}]}'],
    ])('but not with %s', (_, egress) => {
      expect(severities(policy({ egress: `${egress}, ${toApiServer}` }) + pod())).toEqual([]);
    });

    test.each([
      ['another address', '{to: [{ipBlock: {cidr: 10.96.0.11/32}}], ports: [{port: 53, protocol: UDP}]}'],
      ['pods beside it', '{to: [{podSelector: {}}], ports: [{port: 53, protocol: UDP}]}'],
      ['another port', '{ports: [{port: 54, protocol: UDP}]}'],
    ])('with %s', (_, egress) => {
      expect(severities(policy({ egress: `${egress}, ${toApiServer}` }) + pod())).toEqual(['warning DNS']);
    });

    test('not of a pod that is meant to connect nowhere', () => {
      expect(severities(policy({ egress: '' }) + pod({ command: 'sleep, "1"' }))).toEqual([]);
      expect(severities(policy({ egress: toApiServer }) + pod({ command: 'sleep, "1"' }))).toEqual(['warning DNS']);
    });
  });

  describe('warns that the store is cut off', () => {
    const stores: ClusterProfile = {
      ...profile,
      objectStores: { artifacts: { cidrs: ['10.20.0.0/24'], ports: [9000] } },
    };
    const template = 'outputs: {artifacts: [{name: log, path: /log}]}';
    const egress = (more: string) => policy({ egress: `${toDns}, ${toApiServer}${more}` });

    test('of pods with artifacts only', () => {
      expect(severities(egress('') + workflow({ template }), stores)).toEqual(['warning an object store (artifacts)']);
      expect(severities(egress('') + workflow(), stores)).toEqual([]);
      expect(severities(egress('') + workflow({ template }))).toEqual([]);
    });

    test('but not where a rule reaches a part of it', () => {
      const rules = (port: number) => egress(`, {to: [{ipBlock: {cidr: 10.20.0.7/32}}], ports: [{port: ${port}}]}`);
      expect(severities(rules(9000) + workflow({ template }), stores)).toEqual([]);
      expect(severities(rules(9001) + workflow({ template }), stores)).toHaveLength(1);
    });
  });

  test('says nothing beside policies of other kinds', () => {
    const cilium = `---
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: {name: a, namespace: team}
`;
    expect(severities(policy() + pod() + cilium)).toEqual([]);
  });
});
