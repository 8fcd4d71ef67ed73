import { Construct } from 'constructs';
import { policyKey, policyLabel } from '../../model/policy/policy-config-map';
import type { RetentionPolicy } from '../../model/policy/retention-policy';
import { rightsOf, type SweepMode, sweepModes } from '../../model/policy/rights';
import type { DurationLike } from '../../model/values/duration';
import { dnsSubdomain } from '../../model/values/names';
import { oneOf, wholeNumber } from '../../model/values/numbers';
import { describe, InvalidValue, Problems } from '../../model/values/problems';
import { Quantity } from '../../model/values/quantity';
import type { ContainerResources } from '../../model/workloads/charge';
import { Workload } from '../../model/workloads/workload';
import { ClusterRole, Role } from '../access/role';
import { ClusterRoleBinding, RoleBinding } from '../access/role-binding';
import { ServiceAccount } from '../access/service-account';
import { NetworkPolicy } from '../network/network-policy';
import { apiServerEgress, dnsEgress } from '../network/system-egress';
import { Environment } from '../synth/environment';
import { mapOf, readRequired, required } from '../synth/input';
import { resolveTokens } from '../synth/tokens';
import { accessRules, rightsByNamespace } from './access-rules';
import { checkArchive } from './archive-check';
import { archiveEgress, credentialsEgress } from './archive-egress';
import { type CertificateAuthority, readAuthority } from './certificate-authority';
import { ConfigMap } from './config-map';
import { CronJob } from './cron-job';
import { type ReadPolicy, readPolicyProps } from './policy-text';
import type { StewardRuntime } from './runtime';
import { sweepPod } from './sweep-pod';

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
  /** `report` writes nothing but sightings of unused objects, and may delete nothing: begin with it. @default 'report' */
  readonly mode?: SweepMode;
  /** Name of the Secret with `access-key-id` and `secret-access-key` of the archive. @default - web identity, or none */
  readonly credentialsSecret?: string;
  /** Name of the volume claim that an archive in a directory is on; it is mounted there. @default - none */
  readonly archiveClaim?: string;
  /** Name of the archive's server among the profile's object stores. @default - any address on the internet, port 443 */
  readonly objectStore?: string;
  /** ConfigMap with the certificate authority that the archive's server is signed by. @default - those that everybody knows */
  readonly certificateAuthority?: CertificateAuthority;
  /** Annotations of the service account, e.g. of the role that a cloud gives it. @default - none */
  readonly accountAnnotations?: Readonly<Record<string, string>>;
  /** Calls of the API a second; 0 for no bound. @default 20 */
  readonly qps?: number;
  /** Objects in work at once. @default 8 */
  readonly workers?: number;
  /** @default - requests 100m and 128Mi, limits 500m and 256Mi */
  readonly resources?: ContainerResources;
  /** @default - that of the cluster */
  readonly priorityClassName?: string;
  /** Whether it is kept from running. @default false */
  readonly suspend?: boolean;
  /** How late it may start. @default '1h' */
  readonly startingDeadline?: DurationLike;
  /** How long it may run; the program begins nothing new a minute before. @default '2h' */
  readonly deadline?: DurationLike;
  /** Jobs that are kept after they ended, of each outcome. @default 3 */
  readonly history?: number;
}

const defaultResources: ContainerResources = {
  requests: { cpu: '100m', memory: '128Mi' },
  limits: { cpu: '500m', memory: '256Mi' },
};

/**
 * A policy that is swept at times: the CronJob with the program, an account of its own with the rights that the policy and
 * the mode need and no others, the policy itself, and who the program may talk to. The policy is read at once: which
 * namespaces it names decides which roles there are.
 *
 * In mode `report` the account may delete nothing; the step to `delete` shows in the roles that a pull request adds.
 */
export class CleanupCronJob extends Construct {
  /** What a quota must hold for it. */
  readonly workload: Workload;

  constructor(scope: Construct, id: string, given: CleanupCronJobProps) {
    super(scope, id);
    const problems = Problems.none();
    this.node.addValidation({ validate: () => problems.all.map(describe) });
    const props = resolveTokens(mapOf(given, '', problems) ?? ({} as CleanupCronJobProps), this);
    const resources = mapOf(props.resources, 'resources', problems) ?? defaultResources;
    const runtime = readRequired('runtime', props.runtime, problems, madeRuntime, 'a StewardRuntime');
    const name = readRequired('name', props.name, problems, dnsSubdomain);
    this.workload = Workload.pods(name ?? 'unnamed', { atOnce: 1, containers: [resources] });
    checkResources(this.workload, resources, problems);
    const mode = problems.read('mode', props.mode ?? 'report', oneOf(sweepModes));
    const policy = mapOf(required(props.policy, 'policy', problems, 'what is kept how long'), 'policy', problems);
    const read = policy && readPolicyProps(policy, problems);
    problems.read('priorityClassName', props.priorityClassName, dnsSubdomain);
    checkArchive(props, read?.policy, problems);
    problems.read('qps', props.qps, wholeNumber(0, 10_000));
    problems.read('workers', props.workers, wholeNumber(1, 256));
    const certificateAuthority = readAuthority(props.certificateAuthority, problems);
    const { schedule = '0 2 * * *', timeZone, suspend, startingDeadline, deadline = '2h', history } = props;
    const times = { schedule, timeZone, suspend, startingDeadline, deadline, history };
    if (!runtime || name === undefined || !mode || !read) {
      // Nothing is rendered; but what is wrong with the rest is told in the same run.
      new CronJob(this, 'cron-job', { name: 'unnamed', namespace: 'unnamed', ...times, pod: { containers: [] } });
      new ServiceAccount(this, 'account', {
        name: 'unnamed',
        namespace: 'unnamed',
        annotations: props.accountAnnotations,
      });
      return;
    }

    const { namespace } = runtime;
    problems.read('policy.name', read.policy.name, (one) => runtime.claim(one, this));
    const policyName = `${name}-policy`;
    this.addAccount(read, mode, { namespace, name }, props.accountAnnotations);
    new ConfigMap(this, 'policy', {
      name: policyName,
      namespace,
      labels: { [policyLabel]: read.policy.name },
      data: { [policyKey]: read.text },
    });
    const podLabels = { 'app.kubernetes.io/name': 'steward-sweep', 'cdk8s-steward.dev/cleanup': name };
    this.addNetwork(read, { namespace, name }, podLabels, props, problems);
    const { directory } = read.policy.archive ?? {};
    const claim = props.archiveClaim;
    const pod = sweepPod({
      ...props,
      runtime,
      account: name,
      policy: policyName,
      mode,
      deadline,
      resources,
      certificateAuthority,
      archive: directory === undefined || claim === undefined ? undefined : { claim, directory },
    });
    new CronJob(this, 'cron-job', { name, namespace, ...times, podLabels, pod });
  }

  private addAccount(
    { policy }: ReadPolicy,
    mode: SweepMode,
    account: { readonly namespace: string; readonly name: string },
    annotations: CleanupCronJobProps['accountAnnotations'],
  ): void {
    const { name } = account;
    new ServiceAccount(this, 'account', { ...account, annotations });
    const rights = rightsOf(policy, { mode, stateNamespace: account.namespace });
    for (const [namespace, granted] of rightsByNamespace(rights)) {
      const rules = accessRules(granted);
      if (namespace === undefined) {
        new ClusterRole(this, 'cluster-role', { name, rules });
        new ClusterRoleBinding(this, 'cluster-role-binding', { name, role: name, account });
      } else {
        new Role(this, `role-${namespace}`, { name, namespace, rules });
        const role = { kind: 'Role', name } as const;
        new RoleBinding(this, `role-binding-${namespace}`, { name, namespace, role, account });
      }
    }
  }

  private addNetwork(
    { policy: { archive } }: ReadPolicy,
    place: { readonly namespace: string; readonly name: string },
    podLabels: Readonly<Record<string, string>>,
    { objectStore, credentialsSecret, accountAnnotations }: CleanupCronJobProps,
    problems: Problems,
  ): void {
    const profile = Environment.find(this)?.profile ?? {};
    const all = [dnsEgress(profile), apiServerEgress(profile)];
    if (archive?.s3) {
      all.push(archiveEgress(profile, archive.s3, objectStore, problems));
      const isAws = archive.s3.endpoint === undefined;
      if (isAws && credentialsSecret === undefined) all.push({ rules: [credentialsEgress(accountAnnotations)] });
    }
    const egress = [...new Set(all.flatMap(({ rules }) => rules))];
    const policy = new NetworkPolicy(this, 'network', {
      ...place,
      selector: { matchLabels: podLabels },
      ingress: [],
      egress,
    });
    for (const { warning } of all) if (warning !== undefined) policy.addWarning(warning);
  }
}

/** A quota charges for them: they must be whole, and those that the API server takes. */
function checkResources(
  workload: Workload,
  { requests = {}, limits = {} }: ContainerResources,
  problems: Problems,
): void {
  const found = Problems.none();
  workload.peak(found);
  for (const { property, message } of found.all) {
    problems.report(property.replace(/^containers\[0\]/, 'resources'), message);
  }
  if (found.all.length > 0) return;
  for (const [resource, amount] of Object.entries(requests)) {
    const limit = limits[resource];
    if (amount === undefined || limit === undefined || Quantity.parse(amount).compare(Quantity.parse(limit)) <= 0)
      continue;
    problems.invalid(
      `resources.requests.${resource}`,
      amount,
      `is more than its limit of ${limit}: lower it, or raise the limit`,
    );
  }
}

function madeRuntime(runtime: StewardRuntime): StewardRuntime {
  if (typeof runtime?.namespace === 'string' && Array.isArray(runtime.shipping?.args)) return runtime;
  throw new InvalidValue(runtime, 'is no StewardRuntime: make one for the environment, and hand it to all programs');
}
