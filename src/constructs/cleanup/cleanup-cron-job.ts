import type { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { RetentionPolicy } from '../../model/policy/retention-policy';
import { type Right, rightsOf, type SweepMode, sweepModes } from '../../model/policy/rights';
import { Duration, type DurationLike } from '../../model/values/duration';
import { dnsSubdomain } from '../../model/values/names';
import { oneOf, wholeNumber } from '../../model/values/numbers';
import { describe, Problems } from '../../model/values/problems';
import type { QuantityLike } from '../../model/values/quantity';
import { ClusterRole, Role } from '../access/role';
import { ClusterRoleBinding, RoleBinding } from '../access/role-binding';
import { restrictedContainer, restrictedPod } from '../access/security';
import { ServiceAccount } from '../access/service-account';
import { publicInternet } from '../network/agent-isolation';
import { NetworkPolicy } from '../network/network-policy';
import { apiServerEgress, dnsEgress, type Egress, objectStoreEgress } from '../network/system-egress';
import { Environment } from '../synth/environment';
import { mapOf, readRequired, required } from '../synth/input';
import { accessRules, rightsByNamespace } from './access-rules';
import { ConfigMap } from './config-map';
import { CronJob } from './cron-job';
import { type ReadPolicy, readPolicyProps } from './policy-text';
import type { StewardRuntime } from './runtime';

export interface CleanupCronJobProps {
  /** Where the program runs, and how it got there. */
  readonly runtime: StewardRuntime;
  /** Names the CronJob, its account and its roles. At most 52 characters. */
  readonly name: string;
  /** When it runs, as a CronJob's schedule. @default '0 2 * * *' */
  readonly schedule?: string;
  /** IANA name. @default 'Etc/UTC' */
  readonly timeZone?: string;
  /** What is kept how long. */
  readonly policy: RetentionPolicy;
  /** `report` writes nothing and may delete nothing: begin with it. @default 'report' */
  readonly mode?: SweepMode;
  /** Name of the Secret with `access-key-id` and `secret-access-key` of the archive. @default - web identity, or none */
  readonly credentialsSecret?: string;
  /** Name of the volume claim that an archive in a directory is on; it is mounted there. @default - none */
  readonly archiveClaim?: string;
  /** Name of the archive's server among the profile's object stores. @default - any address on the internet, port 443 */
  readonly objectStore?: string;
  /** Annotations of the service account, e.g. of the role that a cloud gives it. @default - none */
  readonly accountAnnotations?: Readonly<Record<string, string>>;
  /** Calls of the API a second. @default 20 */
  readonly qps?: number;
  /** Objects in work at once. @default 8 */
  readonly workers?: number;
  /** @default - requests 100m and 128Mi, limits 500m and 256Mi */
  readonly resources?: {
    readonly requests?: Readonly<Record<'cpu' | 'memory', QuantityLike>>;
    readonly limits?: Readonly<Record<'cpu' | 'memory', QuantityLike>>;
  };
  /** @default - that of the cluster */
  readonly priorityClassName?: string;
  /** Whether it runs at all. @default false */
  readonly suspend?: boolean;
  /** How late it may start. @default '1h' */
  readonly startingDeadline?: DurationLike;
  /** How long it may run; the program begins nothing new a minute before. @default '2h' */
  readonly deadline?: DurationLike;
  /** Jobs that are kept after they ended, of each outcome. @default 3 */
  readonly history?: number;
}

const policyFolder = '/etc/steward';
const credentialsFolder = '/var/run/secrets/steward/s3';
const defaultResources = {
  requests: { cpu: '100m', memory: '128Mi' },
  limits: { cpu: '500m', memory: '256Mi' },
};
const lastMinute = 60_000;
/** The user of the stock image; of an own image, too, any but root will do. */
const user = 65532;

/**
 * A policy that is swept at times: the CronJob with the program, an account of its own with the rights that the policy and
 * the mode need and no others, the policy itself, and who the program may talk to.
 *
 * In mode `report` the account may delete nothing; the step to `delete` shows in the roles that a pull request adds.
 */
export class CleanupCronJob extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: CleanupCronJobProps,
  ) {
    super(scope, id);
    const problems = Problems.none();
    const { runtime } = mapOf(props, '', problems) ?? {};
    this.node.addValidation({ validate: () => [...problems.all, ...this.problems().all].map(describe) });
    if (required(runtime, 'runtime', problems, 'a StewardRuntime') === undefined) return;
    const name = readRequired('name', props.name, problems, dnsSubdomain);
    if (name === undefined) return;
    const read = this.read(Problems.none());
    this.addAccount(read);
    new ConfigMap(this, 'policy', {
      name: this.policyName,
      namespace: this.namespace,
      labels: { 'cdk8s-steward.dev/policy': props.policy?.name },
      data: { 'policy.yaml': read?.text ?? '' },
    });
    this.addNetwork(read);
    new CronJob(this, 'cron-job', {
      name,
      namespace: this.namespace,
      schedule: props.schedule ?? '0 2 * * *',
      timeZone: props.timeZone,
      suspend: props.suspend,
      startingDeadline: props.startingDeadline,
      deadline: props.deadline,
      history: props.history,
      podLabels: this.podLabels,
      pod: this.pod(read),
    });
  }

  private get namespace(): string {
    return this.props.runtime.namespace;
  }

  private get policyName(): string {
    return `${this.props.name}-policy`;
  }

  private get podLabels(): Readonly<Record<string, string>> {
    return { 'app.kubernetes.io/name': 'steward-sweep', 'app.kubernetes.io/instance': this.props.name };
  }

  private get mode(): SweepMode {
    return this.props.mode ?? 'report';
  }

  private problems(): Problems {
    const problems = Problems.none();
    const { mode, qps, workers, archiveClaim, credentialsSecret } = this.props ?? {};
    problems.read('mode', mode, oneOf(sweepModes));
    problems.read('qps', qps, wholeNumber(0, 10_000));
    problems.read('workers', workers, wholeNumber(1, 256));
    problems.read('archiveClaim', archiveClaim, dnsSubdomain);
    problems.read('credentialsSecret', credentialsSecret, dnsSubdomain);
    const archive = this.read(problems)?.policy.archive;
    if (archive?.directory !== undefined && archiveClaim === undefined) {
      problems.report(
        'archiveClaim',
        `is required: ${archive.directory} would be gone with each pod; name a volume claim`,
      );
    }
    if (archiveClaim !== undefined && archive?.directory === undefined) {
      problems.invalid('archiveClaim', archiveClaim, 'is not used: the policy archives to no directory');
    }
    if (credentialsSecret !== undefined && archive?.s3 === undefined) {
      problems.invalid('credentialsSecret', credentialsSecret, 'is not used: the policy archives to no S3');
    }
    return problems;
  }

  private read(problems: Problems): ReadPolicy | undefined {
    const policy = mapOf(required(this.props.policy, 'policy', problems), 'policy', problems);
    return policy && readPolicyProps(policy, problems);
  }

  private addAccount(read: ReadPolicy | undefined): void {
    const { name, accountAnnotations } = this.props;
    const account = { namespace: this.namespace, name };
    new ServiceAccount(this, 'account', { ...account, annotations: accountAnnotations });
    const rights = read ? rightsOf(read.policy, { mode: this.mode, stateNamespace: this.namespace }) : [];
    for (const [namespace, granted] of rightsByNamespace(rights)) this.grant(namespace, granted, account);
  }

  private grant(namespace: string | undefined, rights: readonly Right[], account: { namespace: string; name: string }) {
    const { name } = account;
    const rules = accessRules(rights);
    if (namespace === undefined) {
      new ClusterRole(this, 'cluster-role', { name, rules });
      new ClusterRoleBinding(this, 'cluster-role-binding', { name, role: name, account });
      return;
    }
    new Role(this, `role-${namespace}`, { name, namespace, rules });
    const role = { kind: 'Role', name } as const;
    new RoleBinding(this, `role-binding-${namespace}`, { name, namespace, role, account });
  }

  private addNetwork(read: ReadPolicy | undefined): void {
    const profile = Environment.find(this)?.profile ?? {};
    const { archive } = read?.policy ?? {};
    const store: Egress[] = archive?.s3 === undefined ? [] : [this.storeEgress(archive.s3.endpoint)];
    const all = [dnsEgress(profile), apiServerEgress(profile), ...store];
    const policy = new NetworkPolicy(this, 'network', {
      name: this.props.name,
      namespace: this.namespace,
      selector: { matchLabels: this.podLabels },
      ingress: [],
      egress: all.flatMap(({ rules }) => rules),
    });
    for (const { warning } of all) if (warning !== undefined) policy.addWarning(warning);
  }

  private storeEgress(endpoint: string | undefined): Egress {
    const { objectStore } = this.props;
    if (objectStore !== undefined) return objectStoreEgress(Environment.find(this)?.profile ?? {}, objectStore);
    if (endpoint === undefined) return { rules: [{ peers: [publicInternet], ports: [{ port: 443 }] }] };
    const { port, protocol } = new URL(endpoint);
    const number = port === '' ? (protocol === 'http:' ? 80 : 443) : Number(port);
    const warning = `lets pods connect to port ${number} anywhere: declare the archive's server in the cluster profile, and name it as objectStore`;
    return { rules: [{ ports: [{ port: number }] }], warning };
  }

  private pod(read: ReadPolicy | undefined): k8s.PodSpec {
    const { runtime, name, priorityClassName, resources = defaultResources } = this.props;
    const { volumes, mounts, env } = this.mounted(read);
    const container = {
      name: 'sweep',
      image: runtime.shipping.image,
      args: [...runtime.shipping.args, ...this.flags()],
      ...(env.length > 0 && { env }),
      resources,
      securityContext: { ...restrictedContainer, readOnlyRootFilesystem: true },
      volumeMounts: mounts,
    };
    return {
      serviceAccountName: name,
      automountServiceAccountToken: true,
      ...(priorityClassName !== undefined && { priorityClassName }),
      securityContext: restrictedPod(user),
      containers: [container as unknown as k8s.Container],
      volumes,
    };
  }

  private flags(): string[] {
    const { qps, workers } = this.props;
    return [
      '--policy',
      `${policyFolder}/policy.yaml`,
      '--mode',
      this.mode,
      '--state-namespace',
      this.namespace,
      '--format',
      'json',
      ...this.programDeadline(),
      ...(qps === undefined ? [] : ['--qps', String(qps)]),
      ...(workers === undefined ? [] : ['--workers', String(workers)]),
    ];
  }

  /** Ends by itself before the Job is ended, and says what it came to. */
  private programDeadline(): string[] {
    const deadline = Problems.none().read('deadline', this.props.deadline ?? '2h', Duration.parse);
    if (deadline === undefined || deadline.millis <= 2 * lastMinute) return [];
    return ['--deadline', Duration.seconds((deadline.millis - lastMinute) / 1_000).toPrometheus()];
  }

  private mounted(read: ReadPolicy | undefined): {
    readonly volumes: k8s.Volume[];
    readonly mounts: k8s.VolumeMount[];
    readonly env: k8s.EnvVar[];
  } {
    const { runtime, credentialsSecret, archiveClaim } = this.props;
    const volumes: k8s.Volume[] = [{ name: 'policy', configMap: { name: this.policyName } }];
    const mounts: k8s.VolumeMount[] = [{ name: 'policy', mountPath: policyFolder, readOnly: true }];
    const env: k8s.EnvVar[] = [];
    if (runtime.program !== undefined) {
      volumes.push({ name: 'program', configMap: { name: runtime.program } });
      mounts.push({ name: 'program', mountPath: '/steward', readOnly: true });
    }
    if (credentialsSecret !== undefined) {
      volumes.push({
        name: 'credentials',
        // Without it the program says what it lacks, once it needs it.
        secret: { secretName: credentialsSecret, defaultMode: 0o440, optional: true },
      });
      mounts.push({ name: 'credentials', mountPath: credentialsFolder, readOnly: true });
      env.push({ name: 'STEWARD_S3_CREDENTIALS_DIR', value: credentialsFolder });
    }
    const directory = read?.policy.archive?.directory;
    if (archiveClaim !== undefined && directory !== undefined) {
      volumes.push({ name: 'archive', persistentVolumeClaim: { claimName: archiveClaim } });
      mounts.push({ name: 'archive', mountPath: directory });
    }
    return { volumes, mounts, env };
  }
}
