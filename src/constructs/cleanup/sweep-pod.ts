import type { k8s } from 'cdk8s-plus-28';
import { policyKey } from '../../model/policy/policy-config-map';
import type { SweepMode } from '../../model/policy/rights';
import { Duration, type DurationLike } from '../../model/values/duration';
import { Problems } from '../../model/values/problems';
import { Quantity } from '../../model/values/quantity';
import type { ContainerResources } from '../../model/workloads/charge';
import { restrictedContainer, restrictedPod } from '../access/security';
import type { StewardRuntime } from './runtime';
import { programFolder } from './shipping';

/** What the pod of a sweep is made from. */
export interface SweepPodSettings {
  readonly runtime: StewardRuntime;
  /** The service account. */
  readonly account: string;
  /** The ConfigMap that holds the policy. */
  readonly policy: string;
  readonly mode: SweepMode;
  /** How long the pod may run; the program ends by itself before. */
  readonly deadline: DurationLike;
  readonly qps?: number;
  readonly workers?: number;
  readonly resources: ContainerResources;
  readonly priorityClassName?: string;
  readonly credentialsSecret?: string;
  readonly certificateAuthority?: { readonly configMap: string; readonly key: string };
  /** The volume claim of an archive in a folder, and where it is mounted. */
  readonly archive?: { readonly claim: string; readonly directory: string };
}

const policyFolder = '/etc/steward';
const authorityFolder = '/etc/steward-ca';
const credentialsFolder = '/var/run/secrets/steward/s3';
/** The user of the stock image; of an own image, too, any but root will do. */
const user = 65532;
const lastMinute = 60_000;

/** A pod that sweeps once, at Pod Security `restricted`, with a root file system that nobody writes to. */
export function sweepPod(settings: SweepPodSettings): k8s.PodSpec {
  const { runtime, account, priorityClassName, resources, credentialsSecret, certificateAuthority } = settings;
  const volumes = volumesOf(settings);
  const env = [
    ...heap(resources),
    ...(credentialsSecret === undefined ? [] : [{ name: 'STEWARD_S3_CREDENTIALS_DIR', value: credentialsFolder }]),
    ...(certificateAuthority
      ? [{ name: 'NODE_EXTRA_CA_CERTS', value: `${authorityFolder}/${certificateAuthority.key}` }]
      : []),
  ];
  const container = {
    name: 'sweep',
    image: runtime.shipping.image,
    args: [...runtime.shipping.args, ...flags(settings)],
    ...(env.length > 0 && { env }),
    resources,
    securityContext: { ...restrictedContainer, readOnlyRootFilesystem: true },
    volumeMounts: volumes.map(({ name, mountPath, isWritten }) => ({
      name,
      mountPath,
      ...(isWritten !== true && { readOnly: true }),
    })),
  };
  return {
    serviceAccountName: account,
    automountServiceAccountToken: true,
    ...(runtime.imagePullSecrets.length > 0 && {
      imagePullSecrets: runtime.imagePullSecrets.map((name) => ({ name })),
    }),
    ...(priorityClassName !== undefined && { priorityClassName }),
    securityContext: restrictedPod(user),
    // Amounts are written as Kubernetes has them, not as objects of the generated types.
    containers: [container as unknown as k8s.Container],
    volumes: volumes.map(({ name, from }) => ({ name, ...from })),
  };
}

/**
 * Half of the container's memory for the heap, since what is read and written needs some too. By itself Node.js lets the heap
 * grow to all of it before it collects (seen: 259 MiB in a container of 256).
 */
function heap({ limits }: ContainerResources): { readonly name: string; readonly value: string }[] {
  const limit = limits?.['memory'];
  const memory = limit === undefined ? undefined : Problems.none().read('memory', limit, Quantity.parse);
  if (memory === undefined) return [];
  return [{ name: 'NODE_OPTIONS', value: `--max-old-space-size=${memory.floorDivide(Quantity.parse('2Mi'))}` }];
}

function flags({ runtime, mode, deadline, qps, workers }: SweepPodSettings): string[] {
  return [
    '--policy',
    `${policyFolder}/${policyKey}`,
    '--mode',
    mode,
    '--state-namespace',
    runtime.namespace,
    '--format',
    'json',
    ...programDeadline(deadline),
    ...(qps === undefined ? [] : ['--qps', String(qps)]),
    ...(workers === undefined ? [] : ['--workers', String(workers)]),
  ];
}

/** Ends by itself before the Job is ended, and says what it came to. */
function programDeadline(deadline: DurationLike): string[] {
  const read = Problems.none().read('deadline', deadline, Duration.parse);
  if (read === undefined || read.millis <= 2 * lastMinute) return [];
  return ['--deadline', Duration.seconds((read.millis - lastMinute) / 1_000).toPrometheus()];
}

interface MountedVolume {
  readonly name: string;
  readonly mountPath: string;
  readonly from: Omit<k8s.Volume, 'name'>;
  readonly isWritten?: boolean;
}

function volumesOf(settings: SweepPodSettings): readonly MountedVolume[] {
  const { runtime, policy, credentialsSecret, certificateAuthority, archive } = settings;
  const volumes: MountedVolume[] = [{ name: 'policy', mountPath: policyFolder, from: { configMap: { name: policy } } }];
  if (runtime.program !== undefined) {
    volumes.push({ name: 'program', mountPath: programFolder, from: { configMap: { name: runtime.program } } });
  }
  if (credentialsSecret !== undefined) {
    // Without it the program says what it lacks, once it needs it.
    const secret = { secretName: credentialsSecret, defaultMode: 0o440, optional: true };
    volumes.push({ name: 'credentials', mountPath: credentialsFolder, from: { secret } });
  }
  if (certificateAuthority) {
    const { configMap } = certificateAuthority;
    volumes.push({ name: 'authority', mountPath: authorityFolder, from: { configMap: { name: configMap } } });
  }
  if (archive) {
    const from = { persistentVolumeClaim: { claimName: archive.claim } };
    volumes.push({ name: 'archive', mountPath: archive.directory, from, isWritten: true });
  }
  return volumes;
}
