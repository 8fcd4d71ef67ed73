import type { ClusterProfile } from '../../../../../src/model/profile/cluster-profile';
import { findingsIn, found } from '../../../checked';

const rule = 'PSA-REFUSED';
const kubernetes: ClusterProfile = { kubernetes: '1.36' };
const safeContainer = 'allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}';
const safePod = 'runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}';

interface Settings {
  readonly level?: string;
  readonly version?: string;
  readonly namespace?: string;
  /** The container's securityContext. */
  readonly context?: string;
  /** More of the container. */
  readonly container?: string;
  /** The pod's securityContext. */
  readonly pod?: string;
  /** More of the pod's spec. */
  readonly spec?: string;
  readonly annotations?: string;
}

/** A pod that `restricted` takes as it stands, in a namespace that enforces a level. */
function manifests({
  level = 'restricted',
  version,
  namespace = 'team',
  context = safeContainer,
  container = '',
  pod = safePod,
  spec = '',
  annotations = '',
}: Settings = {}): string {
  const pinned = version === undefined ? '' : `, pod-security.kubernetes.io/enforce-version: ${version}`;
  return `
apiVersion: v1
kind: Namespace
metadata: {name: team, labels: {pod-security.kubernetes.io/enforce: ${level}${pinned}}}
---
apiVersion: v1
kind: Pod
metadata: {name: api, namespace: ${namespace}, annotations: {${annotations}}}
spec:
  securityContext: {${pod}}
  containers: [{name: api, image: "registry.example.com/api:1.4", securityContext: {${context}}, ${container}}]
  ${spec}
`;
}

const reasonsOf = (settings: Settings, profile = kubernetes): string[] => {
  return found(rule, manifests(settings), profile).map((line) => line.replace(/^.*refuses the pod: /, ''));
};

describe(rule, () => {
  test('is silent about a pod that says all that restricted asks for', () => {
    expect(found(rule, manifests(), kubernetes)).toEqual([]);
  });

  test('fires when it leaves one thing out', () => {
    expect(found(rule, manifests({ context: 'capabilities: {drop: [ALL]}' }), kubernetes)).toEqual([
      'error Pod/api spec.containers[0].securityContext.allowPrivilegeEscalation: Pod Security level restricted refuses the pod: allowPrivilegeEscalation != false',
    ]);
  });

  test('names all checks that fail, and what to write', () => {
    const [finding] = findingsIn(manifests({ context: '', pod: '' }), kubernetes);
    expect(finding).toMatchObject({
      message:
        'Pod Security level restricted refuses the pod: allowPrivilegeEscalation != false, unrestricted capabilities, runAsNonRoot != true, seccompProfile',
      arithmetic: [
        'allowPrivilegeEscalation != false: container "api"',
        'unrestricted capabilities: container "api"',
        'runAsNonRoot != true: container "api"',
        'seccompProfile: container "api"',
      ],
      fix: 'set allowPrivilegeEscalation: false in the securityContext of each container; set capabilities: {drop: [ALL]} in the securityContext of each container, adding at most NET_BIND_SERVICE; set runAsNonRoot: true in the securityContext of the pod; set seccompProfile: {type: RuntimeDefault} in the securityContext of the pod',
    });
  });

  test.each([
    ['a privileged container', { context: 'privileged: true' }, 'privileged'],
    ['a capability beyond the default', { context: 'capabilities: {add: [NET_RAW]}' }, 'non-default capabilities'],
    ['the network of the node', { spec: 'hostNetwork: true' }, 'host namespaces'],
    ['processes of the node', { spec: 'hostPID: true' }, 'host namespaces'],
    ['a folder of the node', { spec: 'volumes: [{name: x, hostPath: {path: /}}]' }, 'hostPath volumes'],
    ['a port of the node', { container: 'ports: [{containerPort: 80, hostPort: 80}]' }, 'hostPort'],
    [
      'a probe of another host',
      { container: 'livenessProbe: {httpGet: {port: 80, host: x}}' },
      'probe or lifecycle host',
    ],
    [
      'a hook of another host',
      { container: 'lifecycle: {preStop: {tcpSocket: {port: 80, host: x}}}' },
      'probe or lifecycle host',
    ],
    ['bare /proc', { context: 'procMount: Unmasked' }, 'procMount'],
    ['an SELinux type', { pod: 'seLinuxOptions: {type: spc_t}' }, 'seLinuxOptions'],
    ['an SELinux user', { context: 'seLinuxOptions: {user: system_u}' }, 'seLinuxOptions'],
    ['no seccomp', { pod: 'seccompProfile: {type: Unconfined}' }, 'seccompProfile'],
    ['no AppArmor', { context: 'appArmorProfile: {type: Unconfined}' }, 'forbidden AppArmor profile'],
    [
      'no AppArmor, the old way',
      { annotations: 'container.apparmor.security.beta.kubernetes.io/api: unconfined' },
      'forbidden AppArmor profile',
    ],
    ['an unsafe sysctl', { pod: 'sysctls: [{name: kernel.msgmax, value: "1"}]' }, 'forbidden sysctls'],
    ['a process of the Windows host', { pod: 'windowsOptions: {hostProcess: true}' }, 'hostProcess'],
  ])('baseline refuses %s', (_, settings, reason) => {
    expect(reasonsOf({ level: 'baseline', context: '', pod: '', ...settings })).toEqual([reason]);
    expect(reasonsOf({ level: 'privileged', context: '', pod: '', ...settings })).toEqual([]);
  });

  test.each([
    ['says nothing', { context: '', pod: '' }],
    ['adds a default capability', { context: 'capabilities: {add: [CHOWN]}' }],
    ['keeps /proc masked', { context: 'procMount: Default' }],
    ['has an SELinux type for containers', { pod: 'seLinuxOptions: {type: container_engine_t}' }],
    ['sets a safe sysctl', { pod: 'sysctls: [{name: net.ipv4.tcp_rmem, value: "1 2 3"}]' }],
    ['unmasks /proc in a user namespace', { context: 'procMount: Unmasked', spec: 'hostUsers: false' }],
  ])('baseline takes a pod that %s', (_, settings) => {
    expect(reasonsOf({ level: 'baseline', ...settings })).toEqual([]);
  });

  test.each([
    [
      'adding a default capability',
      { context: `${safeContainer.replace('}', ', add: [CHOWN]}')}` },
      'unrestricted capabilities',
    ],
    ['an NFS volume', { spec: 'volumes: [{name: x, nfs: {server: x, path: /}}]' }, 'restricted volume types'],
    ['a folder of the node', { spec: 'volumes: [{name: x, hostPath: {path: /}}]' }, 'restricted volume types'],
    ['root', { pod: `${safePod}, runAsUser: 0` }, 'runAsUser=0'],
    ['a container that may be root', { context: `${safeContainer}, runAsNonRoot: false` }, 'runAsNonRoot != true'],
    [
      'unmasked /proc, even in a user namespace',
      { context: `${safeContainer}, procMount: Unmasked`, spec: 'hostUsers: false' },
      'procMount',
    ],
  ])('restricted refuses %s', (_, settings, reason) => {
    expect(reasonsOf(settings)).toEqual([reason]);
  });

  test.each([
    ['NET_BIND_SERVICE', { context: `${safeContainer.replace('}', ', add: [NET_BIND_SERVICE]}')}` }],
    ['a container that answers for itself', { pod: '', context: `${safeContainer}, ${safePod}` }],
    ['an emptyDir', { spec: 'volumes: [{name: x, emptyDir: {}}, {name: y}]' }],
    [
      'root in a user namespace',
      { pod: 'seccompProfile: {type: RuntimeDefault}, runAsUser: 0', spec: 'hostUsers: false' },
    ],
    ['Windows', { pod: 'runAsNonRoot: true', context: '', spec: 'os: {name: windows}' }],
    ['a value that a tool fills in', { pod: `runAsNonRoot: true, seccompProfile: {type: "{{ .Values.seccomp }}"}` }],
  ])('restricted takes %s', (_, settings) => {
    expect(reasonsOf(settings)).toEqual([]);
  });

  describe('knows versions', () => {
    const probe = { container: 'livenessProbe: {httpGet: {port: 80, host: x}}' };

    test('that the namespace names', () => {
      expect(reasonsOf({ ...probe, version: 'v1.33' })).toEqual([]);
      expect(reasonsOf({ ...probe, version: 'v1.34' })).toEqual(['probe or lifecycle host']);
    });

    test('that the profile names', () => {
      expect(reasonsOf(probe, { kubernetes: '1.33' })).toEqual([]);
      expect(reasonsOf({ ...probe, version: 'v1.35' }, { kubernetes: '1.33' })).toEqual([]);
    });

    test('and only warns of what not all have, when none is named', () => {
      expect(found(rule, manifests(probe))[0]).toMatch(/^warning /);
      expect(found(rule, manifests({ context: '' }))[0]).toMatch(/^error /);
    });

    test.each([
      ['net.ipv4.tcp_rmem', 31, 32],
      ['net.ipv4.tcp_keepalive_time', 28, 29],
      ['net.ipv4.ip_local_reserved_ports', 26, 27],
    ])('of the sysctl %s', (name, before, since) => {
      const pod = `${safePod}, sysctls: [{name: ${name}, value: "1"}]`;
      expect(reasonsOf({ pod, version: `v1.${before}` })).toEqual(['forbidden sysctls']);
      expect(reasonsOf({ pod, version: `v1.${since}` })).toEqual([]);
    });
  });

  test('leaves namespaces apart', () => {
    expect(found(rule, manifests({ context: '', namespace: 'other' }), kubernetes)).toEqual([]);
  });

  test('says what the API server does not take as labels', () => {
    expect(found(rule, manifests({ level: 'strict', version: 'newest', context: '' }), kubernetes)).toEqual([
      'error Namespace/team metadata.labels[pod-security.kubernetes.io/enforce-version]: "newest" is no version of Pod Security',
      'error Namespace/team metadata.labels[pod-security.kubernetes.io/enforce]: "strict" is no Pod Security level',
    ]);
  });

  describe('of a workflow', () => {
    const executor = 'executor: |\n    securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}';

    function workflow({ kind = 'Workflow', settings = executor, spec = '', template = '' } = {}): string {
      const controller = `
---
apiVersion: v1
kind: ConfigMap
metadata: {name: workflow-controller-configmap, namespace: argo}
data:
  ${settings}
`;
      return `
apiVersion: v1
kind: Namespace
metadata: {name: team, labels: {pod-security.kubernetes.io/enforce: restricted}}
---
apiVersion: argoproj.io/v1alpha1
kind: ${kind}
metadata: {name: agent, namespace: team}
spec:
  entrypoint: run
  securityContext: {${safePod}}
  ${spec}
  templates:
    - name: run
      ${template || `container: {image: "registry.example.com/agent:1.4", securityContext: {${safeContainer}}}`}
${settings === '' ? '' : controller}`;
    }

    test('takes one whose added containers are locked down in the controller', () => {
      expect(found(rule, workflow(), kubernetes)).toEqual([]);
    });

    test('refuses one whose added containers are not', () => {
      const [finding] = findingsIn(workflow({ settings: 'executor: "{}"' }), kubernetes);
      expect(finding).toMatchObject({
        severity: 'error',
        message:
          'Pod Security level restricted refuses the pods of template run: allowPrivilegeEscalation != false, unrestricted capabilities',
        arithmetic: [
          'allowPrivilegeEscalation != false: init container "init" (of Argo), container "wait" (of Argo)',
          'unrestricted capabilities: init container "init" (of Argo), container "wait" (of Argo)',
        ],
      });
      expect(finding?.at[0].object.manifest.kind).toBe('ConfigMap');
      expect(finding?.fix).toMatch(/executor\.securityContext/);
    });

    test('only warns where the controller is not among the manifests', () => {
      expect(found(rule, workflow({ settings: '' }), kubernetes)[0]).toMatch(/^warning Workflow\/agent/);
    });

    test('only warns where a workflow may still bring what its template leaves out', () => {
      const bare = workflow({ kind: 'WorkflowTemplate' }).replace(`securityContext: {${safePod}}`, '');
      expect(found(rule, bare, kubernetes)[0]).toMatch(/^warning .*: runAsNonRoot != true, seccompProfile$/);
      expect(found(rule, bare.replace('WorkflowTemplate', 'Workflow'), kubernetes)[0]).toMatch(/^error /);
    });

    test('knows that resource templates are locked down by default', () => {
      const template = 'resource: {action: get, manifest: "{}"}';
      expect(found(rule, workflow({ settings: 'parallelism: "5"', template }), kubernetes)).toEqual([]);
    });

    test('knows the defaults of main containers and of workflows', () => {
      const settings = `${executor}
  mainContainer: |
    securityContext: {${safeContainer}}
  workflowDefaults: |
    spec: {securityContext: {${safePod}}}`;
      const template = 'container: {image: "registry.example.com/agent:1.4"}';
      const bare = workflow({ settings, template }).replace(`  securityContext: {${safePod}}\n  \n`, '');
      expect(found(rule, bare, kubernetes)).toEqual([]);
    });

    test('leaves alone what a patch decides', () => {
      expect(found(rule, workflow({ settings: 'executor: "{}"', spec: 'podSpecPatch: "{}"' }), kubernetes)).toEqual([]);
    });
  });
});
