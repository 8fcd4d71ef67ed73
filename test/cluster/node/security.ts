import type { ContainerSpec, PodSpec } from './core';
import { imageUser, type LocalImage } from './image';

/** Who a container's process is, and what it may do. */
export interface Credentials {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
  readonly noNewPrivileges: boolean;
  /** Capability names without `CAP_`; undefined for all of them. */
  readonly capabilities: readonly string[] | undefined;
}

/** What container runtimes grant by default (https://github.com/containerd/containerd, pkg/oci). */
const granted = [
  'CHOWN',
  'DAC_OVERRIDE',
  'FSETID',
  'FOWNER',
  'MKNOD',
  'NET_RAW',
  'SETGID',
  'SETUID',
  'SETFCAP',
  'SETPCAP',
  'NET_BIND_SERVICE',
  'SYS_CHROOT',
  'KILL',
  'AUDIT_WRITE',
];

/** The credentials that the security contexts ask for. @throws Error when `runAsNonRoot` forbids the user. */
export function credentialsOf(container: ContainerSpec, pod: PodSpec, image: LocalImage): Credentials {
  const own = container.securityContext ?? {};
  const shared = pod.securityContext ?? {};
  const byImage = imageUser(image);
  const runAsUser = own.runAsUser ?? shared.runAsUser;
  const uid = runAsUser ?? byImage.uid;
  const gid = own.runAsGroup ?? shared.runAsGroup ?? (runAsUser === undefined ? byImage.gid : 0);
  if ((own.runAsNonRoot ?? shared.runAsNonRoot) && uid === 0) {
    throw new Error(
      runAsUser === 0
        ? `container's runAsUser breaks non-root policy (container: ${container.name})`
        : `container has runAsNonRoot and image will run as root (container: ${container.name})`,
    );
  }
  const { add = [], drop = [] } = own.capabilities ?? {};
  const all = own.privileged || add.includes('ALL');
  const kept = drop.includes('ALL') ? [] : granted.filter((name) => !drop.map(bare).includes(name));
  return {
    uid,
    gid,
    groups: [...(shared.supplementalGroups ?? []), ...(shared.fsGroup === undefined ? [] : [shared.fsGroup])],
    noNewPrivileges: own.allowPrivilegeEscalation === false && !own.privileged,
    capabilities: all ? undefined : [...new Set([...kept, ...add.map(bare)])],
  };
}

/** setpriv's arguments for credentials. The process dies with the one that started it: nothing survives the node. */
export function setprivArguments({ uid, gid, groups, noNewPrivileges, capabilities }: Credentials): readonly string[] {
  const bounds = capabilities && ['-all', ...capabilities.map((name) => `+${name.toLowerCase()}`)].join(',');
  return [
    '--pdeathsig=KILL',
    `--reuid=${uid}`,
    `--regid=${gid}`,
    groups.length > 0 ? `--groups=${groups.join(',')}` : '--clear-groups',
    ...(noNewPrivileges ? ['--no-new-privs'] : []),
    ...(bounds ? [`--bounding-set=${bounds}`, '--inh-caps=-all'] : []),
  ];
}

function bare(capability: string): string {
  return capability.replace(/^CAP_/, '');
}
