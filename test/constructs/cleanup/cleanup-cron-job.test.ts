import { App, Chart, Lazy } from 'cdk8s';
import {
  CleanupCronJob,
  type CleanupCronJobProps,
  type ClusterProfile,
  Duration,
  Environment,
  KubernetesObject,
  PriorityClass,
  ResourceQuota,
  type RetentionPolicy,
  Shipping,
  StewardApp,
  StewardRuntime,
} from '../../../src';
import { readPolicy } from '../../../src/model/policy/policy-file';
import { allRendered, type Loose, problemsOf, warningsOf } from '../render';

const policy: RetentionPolicy = {
  name: 'team',
  rules: [
    {
      name: 'workflows',
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Workflow',
      namespaces: ['team-a', 'team-b'],
      keep: { Succeeded: { for: '7d' }, Failed: { for: '3d' }, Running: { for: '14d' } },
    },
  ],
};
const s3 = { ...policy, archive: { s3: { bucket: 'archives' }, prefix: 'prod' } };
const minio = { ...policy, archive: { s3: { bucket: 'archives', endpoint: 'https://minio.example.com:9000' } } };
const profile: ClusterProfile = {
  kubernetes: '1.36',
  apiServer: [{ cidrs: ['10.96.0.1/32'], ports: [443] }],
  dns: { cidrs: ['10.96.0.10/32'] },
  objectStores: { minio: { cidrs: ['10.1.2.3/32'], ports: [9000] } },
};

const build = (props: Partial<CleanupCronJobProps> | object) => (scope: Environment) => {
  const runtime = new StewardRuntime(scope, 'runtime');
  return new CleanupCronJob(scope, 'cleanup', { runtime, name: 'team-cleanup', policy, ...props });
};
const all = (props: Partial<CleanupCronJobProps> | object = {}) => allRendered(build(props), profile);
const problemsWith = (props: Partial<CleanupCronJobProps> | object) => problemsOf(build(props), profile);
const podOf = (objects: Map<string, Loose>) =>
  objects.get('CronJob team-cleanup').spec.jobTemplate.spec.template.spec as Loose;
it('is a CronJob, an account with its rights, a policy and who it may talk to', () => {
  expect(objectsOf({}).map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`)).toEqual([
    'ConfigMap steward-system/team-cleanup-policy',
    'CronJob steward-system/team-cleanup',
    'NetworkPolicy steward-system/team-cleanup',
    // In both namespaces that it serves, and where it keeps its state.
    'Role steward-system/team-cleanup',
    'Role team-a/team-cleanup',
    'Role team-b/team-cleanup',
    'RoleBinding steward-system/team-cleanup',
    'RoleBinding team-a/team-cleanup',
    'RoleBinding team-b/team-cleanup',
    'ServiceAccount steward-system/team-cleanup',
  ]);
});

describe('the CronJob', () => {
  it('begins by reporting, at night, once', () => {
    const { spec } = all().get('CronJob team-cleanup');
    expect(spec).toMatchObject({
      schedule: '0 2 * * *',
      timeZone: 'Etc/UTC',
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 3600,
      jobTemplate: { spec: { backoffLimit: 0, activeDeadlineSeconds: 7200 } },
    });
    const { args } = podOf(all()).containers[0];
    expect(args.slice(4)).toEqual([
      ...['--policy', '/etc/steward/policy.yaml', '--mode', 'report', '--state-namespace', 'steward-system'],
      ...['--format', 'json', '--deadline', '1h59m'],
    ]);
  });

  it('has a pod at level restricted that writes nowhere, with a token of its own account', () => {
    const { containers, ...pod } = podOf(all());
    expect(pod).toMatchObject({
      restartPolicy: 'Never',
      serviceAccountName: 'team-cleanup',
      automountServiceAccountToken: true,
      securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' } },
    });
    expect(containers).toHaveLength(1);
    expect(containers[0]).toMatchObject({
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      },
      resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '500m', memory: '256Mi' } },
    });
    expect(containers[0].volumeMounts.every(({ readOnly }: Loose) => readOnly === true)).toBe(true);
    expect(all().get('ServiceAccount team-cleanup').automountServiceAccountToken).toBe(false);
  });

  it('leaves half of its memory to the heap, which would grow to all of it', () => {
    const amounts = { cpu: '1', memory: '1Gi' };
    const large = all({ resources: { requests: amounts, limits: amounts } });
    const heap = (mebibytes: number) => [{ name: 'NODE_OPTIONS', value: `--max-old-space-size=${mebibytes}` }];
    expect(podOf(all()).containers[0].env).toEqual(heap(128));
    expect(podOf(large).containers[0].env).toEqual(heap(512));
  });

  it('takes what it is told', () => {
    const objects = all({
      schedule: '@hourly',
      timeZone: 'Europe/Berlin',
      mode: 'delete',
      qps: 50,
      workers: 4,
      deadline: '10m',
      history: 1,
      suspend: true,
      priorityClassName: 'system-cluster-critical',
      resources: { limits: { cpu: '1', memory: '512Mi' } },
      accountAnnotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::1:role/a' },
    });
    const { spec } = objects.get('CronJob team-cleanup');
    expect(spec).toMatchObject({ schedule: '@hourly', timeZone: 'Europe/Berlin', suspend: true });
    expect([spec.successfulJobsHistoryLimit, spec.failedJobsHistoryLimit]).toEqual([1, 1]);
    const { containers, priorityClassName } = podOf(objects);
    expect(priorityClassName).toBe('system-cluster-critical');
    expect(containers[0].resources).toEqual({ limits: { cpu: '1', memory: '512Mi' } });
    const [flags] = [containers[0].args.slice(6)];
    expect(flags.join(' ')).toBe(
      '--mode delete --state-namespace steward-system --format json --deadline 9m --qps 50 --workers 4',
    );
    expect(objects.get('ServiceAccount team-cleanup').metadata.annotations).toEqual({
      'eks.amazonaws.com/role-arn': 'arn:aws:iam::1:role/a',
    });
  });

  it('leaves a deadline of two minutes to the Job alone', () => {
    expect(podOf(all({ deadline: '2m' })).containers[0].args).not.toContain('--deadline');
  });

  it('takes an image that brings the program', () => {
    const image = `registry.example.com/steward@sha256:${'b'.repeat(64)}`;
    const objects = allRendered((scope) => {
      const runtime = new StewardRuntime(scope, 'runtime', { namespace: 'ops', shipping: Shipping.image(image) });
      new CleanupCronJob(scope, 'cleanup', { runtime, name: 'team-cleanup', policy });
    }, profile);
    const { containers, volumes } = podOf(objects);
    expect(containers[0]).toMatchObject({ image, args: expect.arrayContaining(['--state-namespace', 'ops']) });
    expect(containers[0].args[0]).toBe('--policy');
    expect(volumes).toEqual([{ name: 'policy', configMap: { name: 'team-cleanup-policy' } }]);
  });
});

describe('the policy', () => {
  const textOf = (objects: Map<string, Loose>) => objects.get('ConfigMap team-cleanup-policy').data['policy.yaml'];

  it('is what the program reads, under a label that tells the checker of it', () => {
    const objects = all();
    expect(objects.get('ConfigMap team-cleanup-policy').metadata.labels).toEqual({
      'cdk8s-steward.dev/policy': 'team',
    });
    expect(readPolicy(textOf(objects), 'policy.yaml')).toEqual({ policy, problems: [] });
    expect(podOf(objects).volumes[0]).toEqual({ name: 'policy', configMap: { name: 'team-cleanup-policy' } });
  });

  it('reads the same however it is put together', () => {
    const [rule] = policy.rules as [RetentionPolicy['rules'][0]];
    const { keep, namespaces, ...rest } = rule;
    expect(textOf(all({ policy: { rules: [{ keep, ...rest, namespaces }], name: 'team' } }))).toBe(textOf(all()));
  });

  it('may hold durations and what is only known later', () => {
    const [rule] = policy.rules as [RetentionPolicy['rules'][0]];
    const keep = { Succeeded: { for: Duration.parse('7d') }, Failed: Lazy.any({ produce: () => ({ for: '3d' }) }) };
    const text = textOf(all({ policy: { ...policy, rules: [{ ...rule, keep }] } }));
    expect(text).toContain('Failed:\n        for: 3d');
    expect(text).toContain('Succeeded:\n        for: 7d');
  });

  it('is refused with the property that is wrong, before anything is written', () => {
    const [rule] = policy.rules as [RetentionPolicy['rules'][0]];
    const wrong = {
      name: 'Team',
      rules: [{ ...rule, keep: { Failed: { for: 'soon', actoin: 'delete' } } }],
      archive: { s3: { bucket: 'a' }, directory: '/b' },
    };
    expect(problemsWith({ policy: wrong }).map((problem) => problem.replace(/^prod\/cleanup: /, ''))).toEqual([
      'policy.archive names no store or two: set exactly one of s3 and directory',
      expect.stringMatching(/^policy\.name "Team" is not a DNS-1123 label/),
      'policy.rules[0].keep.Failed.actoin is no field of a retention policy: check its spelling',
      expect.stringMatching(/^policy\.rules\[0\]\.keep\.Failed\.for "soon" is not a duration/),
    ]);
  });

  it('is refused in an ordinary App too', () => {
    const app = new App();
    const chart = new Chart(app, 'prod');
    const runtime = new StewardRuntime(chart, 'runtime');
    new CleanupCronJob(chart, 'cleanup', { runtime, name: 'a', policy: { ...policy, rules: [] } });
    expect(() => app.synth()).toThrow(/policy\.rules is empty: at least 1 is needed/);
  });
});

describe('its rights', () => {
  it('grow with the mode: a report may change nothing, or where sightings are kept its own state', () => {
    const writes = (props: object) =>
      objectsOf(props).flatMap(({ metadata, rules = [] }) =>
        (rules as Loose[])
          .filter(({ verbs }) => verbs.some((verb: string) => !['get', 'list', 'watch'].includes(verb)))
          .map(({ resources, verbs }) => `${metadata.namespace}: ${verbs} ${resources}`),
      );
    expect(writes({ mode: 'report' })).toEqual([]);
    const unused = { for: '2d' };
    const claims = { name: 'claims', apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespaces: ['team-a'] };
    const sighting = { ...policy, rules: [{ ...claims, keep: { Unused: unused } }] };
    expect(writes({ mode: 'report', policy: sighting })).toEqual([
      'steward-system: create configmaps',
      'steward-system: get,update configmaps',
    ]);
    expect(writes({ mode: 'delete' })).toContain('team-a: delete,get,list,watch workflows');
  });

  it('are granted where they are needed, each by a Role of its namespace to the one account', () => {
    const objects = objectsOf({});
    expect(objects.filter(({ kind }) => kind === 'Role').map(({ metadata }) => metadata.namespace)).toEqual([
      'steward-system',
      'team-a',
      'team-b',
    ]);
    for (const { subjects, roleRef } of objects.filter(({ kind }) => kind === 'RoleBinding')) {
      expect(subjects).toEqual([{ kind: 'ServiceAccount', name: 'team-cleanup', namespace: 'steward-system' }]);
      expect(roleRef).toMatchObject({ kind: 'Role', name: 'team-cleanup' });
    }
    expect(objects.filter(({ kind }) => kind.startsWith('Cluster'))).toEqual([]);
  });

  it('are a ClusterRole only for a policy of all namespaces', () => {
    const [rule] = policy.rules as [RetentionPolicy['rules'][0]];
    const objects = objectsOf({ policy: { ...policy, rules: [{ ...rule, namespaces: ['*'] }] } });
    const kinds = objects.filter(({ kind }) => kind.includes('Role')).map(({ kind }) => kind);
    expect(kinds).toEqual(['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding']);
    expect(objects.find(({ kind }) => kind === 'Role')?.metadata.namespace).toBe('steward-system');
    const binding = objects.find(({ kind }) => kind === 'ClusterRoleBinding');
    expect(binding?.['subjects']).toEqual([
      { kind: 'ServiceAccount', name: 'team-cleanup', namespace: 'steward-system' },
    ]);
  });
});

describe('the archive', () => {
  it('in a bucket has its credentials from files of a Secret that others make', () => {
    const objects = all({ policy: s3, credentialsSecret: 'archive' });
    const { containers, volumes } = podOf(objects);
    expect(containers[0].env).toContainEqual({
      name: 'STEWARD_S3_CREDENTIALS_DIR',
      value: '/var/run/secrets/steward/s3',
    });
    expect(volumes.at(-1)).toEqual({
      name: 'credentials',
      secret: { secretName: 'archive', defaultMode: 0o440, optional: true },
    });
    expect([...objects.keys()].filter((key) => key.startsWith('Secret'))).toEqual([]);
  });

  it('in a folder needs a volume that outlives the pod, and is the only place that is written to', () => {
    const folder = { ...policy, archive: { directory: '/archive' } };
    expect(problemsWith({ policy: folder })).toEqual([
      'prod/cleanup: archiveClaim is required: /archive would be gone with each pod; name a volume claim',
    ]);
    const { containers, volumes } = podOf(all({ policy: folder, archiveClaim: 'archive' }));
    expect(volumes.at(-1)).toEqual({ name: 'archive', persistentVolumeClaim: { claimName: 'archive' } });
    expect(containers[0].volumeMounts.at(-1)).toEqual({ name: 'archive', mountPath: '/archive' });
  });

  it.each(['archive', '/', '/etc/steward', '/a/../etc', '/steward', '/var/run/secrets/x'])(
    'is refused in %s, where nothing can be mounted',
    (directory) => {
      expect(problemsWith({ policy: { ...policy, archive: { directory } }, archiveClaim: 'archive' })).toEqual([
        `prod/cleanup: policy.archive.directory "${directory}" is no folder to mount a volume at: write e.g. /archive`,
      ]);
    },
  );

  it('of another kind leaves what is set for it unused, which is told', () => {
    expect(problemsWith({ credentialsSecret: 'a', archiveClaim: 'b', objectStore: 'minio' })).toEqual([
      'prod/cleanup: archiveClaim "b" is not used: the policy archives to no directory',
      'prod/cleanup: credentialsSecret "a" is not used: the policy archives to no S3',
      'prod/cleanup: objectStore "minio" is not used: the policy archives to no S3',
    ]);
  });
});

describe('the network', () => {
  const egressOf = (props: object) => all(props).get('NetworkPolicy team-cleanup').spec.egress as Loose[];
  const port = (number: number) => ({ port: number, protocol: 'TCP' });
  const internet = {
    to: [{ ipBlock: { cidr: '0.0.0.0/0', except: expect.arrayContaining(['169.254.0.0/16']) } }],
    ports: [port(443)],
  };

  it('lets the program’s own pods talk to names and the API server, and nobody to them', () => {
    const { spec } = all().get('NetworkPolicy team-cleanup');
    const labels = all().get('CronJob team-cleanup').spec.jobTemplate.spec.template.metadata.labels;
    expect(labels).toEqual({ 'app.kubernetes.io/name': 'steward-sweep', 'cdk8s-steward.dev/cleanup': 'team-cleanup' });
    expect(spec).toMatchObject({ podSelector: { matchLabels: labels }, policyTypes: ['Egress', 'Ingress'] });
    expect(spec.ingress).toBeUndefined();
    expect(spec.egress.flatMap(({ ports }: Loose) => ports.map((one: Loose) => one.port))).toEqual([53, 53, 443]);
  });

  it('adds the archive: AWS by the internet, a server of the profile by its address', () => {
    expect(egressOf({ policy: s3, credentialsSecret: 'a' }).at(-1)).toMatchObject(internet);
    expect(egressOf({ policy: minio, objectStore: 'minio' }).at(-1)).toEqual({
      to: [{ ipBlock: { cidr: '10.1.2.3/32' } }],
      ports: [port(9000)],
    });
  });

  it('adds who gives the pod credentials of AWS, where no Secret does', () => {
    const agents = ['169.254.170.23/32', 'fd00:ec2::23/128'].map((cidr) => ({ ipBlock: { cidr } }));
    expect(egressOf({ policy: s3 }).slice(-2)).toMatchObject([internet, { to: agents, ports: [port(80)] }]);
    const accountAnnotations = { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::1:role/archive' };
    const role = egressOf({ policy: s3, accountAnnotations });
    expect(role.at(-1)).toMatchObject(internet);
    expect(role).toHaveLength(egressOf({}).length + 1);
    expect(egressOf({ policy: minio, objectStore: 'minio' })).toHaveLength(egressOf({}).length + 1);
  });

  it('is no way to a server that the profile does not have, or has elsewhere', () => {
    expect(problemsWith({ policy: minio, objectStore: 'mino' })).toEqual([
      'prod/cleanup: objectStore "mino" is none of the cluster profile\'s: use minio',
    ]);
    expect(problemsWith({ policy: s3, objectStore: 'minio' })).toEqual([
      'prod/cleanup: objectStore "minio" listens on 9000 by the cluster profile, and the archive\'s endpoint on 443: list both where a Service stands before it',
    ]);
  });

  it.each([
    ['http://minio.example.com', 80],
    ['https://minio.example.com', 443],
    ['https://minio.example.com:9000', 9000],
  ])('knows of %s only its port %i, and says so', (endpoint, number) => {
    const own = { policy: { ...policy, archive: { s3: { bucket: 'a-b', endpoint } } }, credentialsSecret: 'a' };
    expect(egressOf(own).at(-1)).toEqual({ ports: [port(number)] });
    expect(warningsOf(build(own), profile)).toEqual([
      `warning: prod/cleanup/network: lets pods connect to port ${number} anywhere: declare the archive's server in the cluster profile, and name it as objectStore\n`,
    ]);
  });
});

describe('where the archive is signed by an authority of its own', () => {
  it('the pod reads its certificates, and Node trusts them', () => {
    const pod = podOf(all({ policy: minio, certificateAuthority: { configMap: 'company-ca' } }));
    expect(pod.volumes).toContainEqual({ name: 'authority', configMap: { name: 'company-ca' } });
    expect(pod.containers[0].volumeMounts).toContainEqual({
      name: 'authority',
      mountPath: '/etc/steward-ca',
      readOnly: true,
    });
    expect(pod.containers[0].env).toContainEqual({ name: 'NODE_EXTRA_CA_CERTS', value: '/etc/steward-ca/ca.crt' });
  });

  it('names a key', () => {
    expect(problemsWith({ certificateAuthority: { configMap: 'Company CA', key: '../ca' } })).toEqual([
      expect.stringMatching(/certificateAuthority\.configMap "Company CA" is not/),
      'prod/cleanup: certificateAuthority.key "../ca" is not a key: use letters, digits, -, _ and .',
    ]);
  });
});

it('pulls its image by the secrets of the runtime', () => {
  const objects = allRendered((scope) => {
    const runtime = new StewardRuntime(scope, 'runtime', { imagePullSecrets: ['mirror'] });
    new CleanupCronJob(scope, 'cleanup', { runtime, name: 'team-cleanup', policy });
  }, profile);
  expect(podOf(objects).imagePullSecrets).toEqual([{ name: 'mirror' }]);
});

it('has a policy of a name that no other has: budgets and sightings are kept under it', () => {
  const two = (scope: Environment) => {
    const runtime = new StewardRuntime(scope, 'runtime');
    new CleanupCronJob(scope, 'one', { runtime, name: 'one', policy });
    new CleanupCronJob(scope, 'two', { runtime, name: 'two', policy });
  };
  expect(problemsOf(two, profile)).toEqual([
    'prod/two: policy.name "team" is the name of the policy of prod/one too, and would share its budgets and sightings: choose another',
  ]);
});

describe('inside a namespace that it serves', () => {
  const inside = (others: object) => (scope: Environment) => {
    const runtime = new StewardRuntime(scope, 'runtime', { namespace: 'team-a' });
    new PriorityClass(scope, 'class', { name: 'cleanup', value: 1000, preemptionPolicy: 'Never' });
    const { workload } = new CleanupCronJob(scope, 'cleanup', {
      runtime,
      name: 'team-cleanup',
      policy,
      priorityClassName: 'cleanup',
    });
    const scopeOf = (operator: 'In' | 'NotIn') => [
      { scopeName: 'PriorityClass', operator, values: ['cleanup'] } as const,
    ];
    new ResourceQuota(scope, 'share', {
      name: 'cleanup',
      namespace: 'team-a',
      workloads: [workload],
      headroom: '0%',
      scopeSelector: scopeOf('In'),
    });
    new ResourceQuota(scope, 'quota', { name: 'team', namespace: 'team-a', hard: { pods: 10 }, ...others });
  };

  it('has a share of its own where the other quota excepts its class', () => {
    const scopeSelector = [{ scopeName: 'PriorityClass', operator: 'NotIn', values: ['cleanup'] }];
    expect(warningsOf(inside({ scopeSelector }), profile)).toEqual([]);
    const objects = allRendered(inside({ scopeSelector }), profile);
    expect(objects.get('ResourceQuota cleanup').spec.hard).toEqual({
      pods: '1',
      'requests.cpu': '100m',
      'requests.memory': '128Mi',
      'limits.cpu': '500m',
      'limits.memory': '256Mi',
    });
  });

  it('is starved where the other quota counts it too', () => {
    expect(warningsOf(inside({}), profile)).toEqual([expect.stringContaining('CLN-STARVED')]);
  });
});

it('asks for no more than its limits', () => {
  const resources = { requests: { cpu: '1', memory: '128Mi' }, limits: { cpu: '500m', memory: '256Mi' } };
  expect(problemsWith({ resources })).toEqual([
    'prod/cleanup: resources.requests.cpu "1" is more than its limit of 500m: lower it, or raise the limit',
  ]);
});

it('says everything that is wrong at once, whatever else is', () => {
  const wrongTimes = { schedule: 'nightly', timeZone: 'Mars', history: -1, deadline: 'soon', suspend: 'no' };
  expect(
    problemsWith({ mode: 'wipe', ...wrongTimes, accountAnnotations: { 'a b': 'c' } }).map((problem) =>
      problem.replace(/^prod\/cleanup(?:\/\S+)?: (\S+) .*$/, '$1'),
    ),
  ).toEqual(['mode', 'schedule', 'timeZone', 'deadline', 'history', 'suspend', 'annotations']);
  expect(
    problemsWith({
      runtime: {},
      name: 'A',
      mode: 'wipe',
      qps: -1,
      workers: 0,
      resources: { limits: { cpu: 'x' } },
    }).map((problem) => problem.replace(/^prod\/cleanup: (\S+) .*$/, '$1')),
  ).toEqual(['runtime', 'name', 'resources.limits.memory', 'resources.limits.cpu', 'mode', 'qps', 'workers']);
});

/** The objects of the CronJob, those too that share a name in different namespaces, by kind and namespace. */
function objectsOf(props: object): Loose[] {
  const cleanup = build(props)(new Environment(new StewardApp(), 'prod', { profile }));
  const objects = cleanup.node.findAll().filter((child) => child instanceof KubernetesObject);
  const key = ({ kind, metadata }: Loose) => `${kind} ${metadata.namespace}`;
  return objects.map((object): Loose => object.toJson()).sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
