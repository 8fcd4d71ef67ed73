import type { Field } from '../field';
import { type Check, hasUserNamespace, inContainers, inContexts, knownText, type Offence, ofContainer } from './check';
import type { SecuredPod } from './secured-pod';

/** What `baseline` refuses. Source: k8s.io/pod-security-admission/policy, `check_*.go`, in the order of their ids. */
export const baseline: readonly Check[] = [
  {
    reason: 'forbidden AppArmor profile',
    since: 0,
    remedy: 'use the AppArmor profile RuntimeDefault or Localhost',
    find: (pod) => [
      ...inContexts(pod, ['appArmorProfile', 'type'], allBut('RuntimeDefault', 'Localhost')),
      ...inAnnotations(pod, 'container.apparmor.security.beta.kubernetes.io/', /^$|^runtime\/default$|^localhost\//),
    ],
  },
  {
    reason: 'non-default capabilities',
    since: 0,
    replacedSince: 22,
    remedy: 'take the capabilities out of capabilities.add',
    find: (pod) => addedCapabilities(pod, defaultCapabilities),
  },
  {
    reason: 'host namespaces',
    since: 0,
    remedy: 'take hostNetwork, hostPID and hostIPC out',
    find: (pod) =>
      ['hostNetwork', 'hostPID', 'hostIPC'].flatMap((name) => {
        const field = pod.setting(name);
        return field.flag === true ? [{ field, owner: 'pod', value: `${name}: true`, isOfContainer: false }] : [];
      }),
  },
  {
    reason: 'hostPath volumes',
    since: 0,
    replacedSince: 0,
    remedy: 'use another kind of volume than hostPath',
    find: (pod) => offendingVolumes(pod, (type) => type === 'hostPath'),
  },
  {
    reason: 'hostPort',
    since: 0,
    remedy: 'take hostPort out and use a Service',
    find: (pod) =>
      pod.containers.flatMap((container) =>
        container.body.get('ports').items.flatMap((port) => {
          const field = port.get('hostPort');
          return field.number ? [ofContainer(container, field, String(field.number))] : [];
        }),
      ),
  },
  {
    reason: 'probe or lifecycle host',
    since: 34,
    remedy: 'leave host out of probes and lifecycle handlers',
    find: (pod) =>
      pod.containers.flatMap((container) =>
        handlers.flatMap((path) => {
          const field = container.body.get(...path, 'host');
          const host = knownText(field);
          return host ? [ofContainer(container, field, host)] : [];
        }),
      ),
  },
  {
    reason: 'privileged',
    since: 0,
    remedy: 'take privileged out',
    find: (pod) => inContainers(pod, ['privileged'], isTrue),
  },
  { ...procMount(), since: 0, until: 35 },
  { ...procMount(), since: 35, replacedSince: 35, find: (pod) => (hasUserNamespace(pod) ? [] : procMount().find(pod)) },
  seLinux(0, ['container_t', 'container_init_t', 'container_kvm_t'], 31),
  seLinux(31, ['container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t']),
  {
    reason: 'seccompProfile',
    since: 0,
    until: 19,
    remedy: 'use the seccomp profile runtime/default',
    find: (pod) => [
      ...inAnnotations(pod, 'seccomp.security.alpha.kubernetes.io/pod', localSeccomp),
      ...inAnnotations(pod, 'container.seccomp.security.alpha.kubernetes.io/', localSeccomp),
    ],
  },
  {
    reason: 'seccompProfile',
    since: 19,
    replacedSince: 19,
    remedy: 'use the seccomp profile RuntimeDefault or Localhost',
    find: (pod) => inContexts(pod, ['seccompProfile', 'type'], allBut('RuntimeDefault', 'Localhost')),
  },
  ...sysctls(),
  {
    reason: 'hostProcess',
    since: 0,
    remedy: 'take windowsOptions.hostProcess out',
    find: (pod) => inContexts(pod, ['windowsOptions', 'hostProcess'], isTrue),
  },
];

/** Capabilities that containers are given beyond those allowed. */
export function addedCapabilities(pod: SecuredPod, allowed: readonly string[]): Offence[] {
  return pod.containers.flatMap((container) =>
    container.context.get('capabilities', 'add').items.flatMap((field) => {
      const capability = knownText(field);
      return capability === undefined || allowed.includes(capability)
        ? []
        : [ofContainer(container, field, capability)];
    }),
  );
}

/** Volumes of a type that is refused; the type is the field beside the name. */
export function offendingVolumes(pod: SecuredPod, isRefused: (type: string) => boolean): Offence[] {
  return pod.volumes.flatMap((volume) => {
    const type = volume.entries.find(([name, field]) => name !== 'name' && field.exists);
    if (!type || !isRefused(type[0])) return [];
    return [
      {
        field: type[1],
        owner: `volume "${volume.get('name').text ?? ''}"`,
        value: type[0],
        isOfContainer: true,
      },
    ];
  });
}

/** Also what `restricted` refuses, where `baseline` has become milder. */
export function procMount(): Check {
  return {
    reason: 'procMount',
    since: 0,
    remedy: 'take procMount out',
    find: (pod) => inContainers(pod, ['procMount'], allBut('Default')),
  };
}

const defaultCapabilities = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];

const handlers = [
  ...['livenessProbe', 'readinessProbe', 'startupProbe'].map((probe) => [probe]),
  ...['postStart', 'preStop'].map((hook) => ['lifecycle', hook]),
].flatMap((path) => ['httpGet', 'tcpSocket'].map((action) => [...path, action]));

const localSeccomp = /^(runtime\/default|docker\/default|localhost\/.*)$/;

function seLinux(since: number, types: readonly string[], until?: number): Check {
  return {
    reason: 'seLinuxOptions',
    since,
    until,
    remedy: `leave user and role out of seLinuxOptions and use one of the types ${types.join(', ')}`,
    find: (pod) => [
      ...inContexts(pod, ['seLinuxOptions', 'type'], allBut('', ...types)),
      ...inContexts(pod, ['seLinuxOptions', 'user'], allBut('')),
      ...inContexts(pod, ['seLinuxOptions', 'role'], allBut('')),
    ],
  };
}

/** The list of those that are safe grew with the versions. */
function sysctls(): Check[] {
  const steps: readonly (readonly [since: number, names: readonly string[]])[] = [
    [
      0,
      [
        'kernel.shm_rmid_forced',
        'net.ipv4.ip_local_port_range',
        'net.ipv4.tcp_syncookies',
        'net.ipv4.ping_group_range',
        'net.ipv4.ip_unprivileged_port_start',
      ],
    ],
    [27, ['net.ipv4.ip_local_reserved_ports']],
    [
      29,
      [
        'net.ipv4.tcp_keepalive_time',
        'net.ipv4.tcp_fin_timeout',
        'net.ipv4.tcp_keepalive_intvl',
        'net.ipv4.tcp_keepalive_probes',
      ],
    ],
    [32, ['net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem']],
  ];
  return steps.map(([since], index) => {
    const safe = steps.slice(0, index + 1).flatMap(([, names]) => names);
    return {
      reason: 'forbidden sysctls',
      since,
      until: steps[index + 1]?.[0],
      remedy: 'take the sysctls out that are not safe',
      find: (pod) =>
        pod.context.get('sysctls').items.flatMap((item) => {
          const field = item.get('name');
          const name = knownText(field);
          return name === undefined || safe.includes(name)
            ? []
            : [{ field, owner: 'pod', value: name, isOfContainer: false }];
        }),
    };
  });
}

function inAnnotations({ annotations }: SecuredPod, prefix: string, allowed: RegExp): Offence[] {
  return annotations.flatMap(([name, field]) => {
    const value = knownText(field);
    const isRefused = name.startsWith(prefix) && value !== undefined && !allowed.test(value);
    return isRefused ? [{ field, owner: `annotation ${name}`, value, isOfContainer: true }] : [];
  });
}

function allBut(...allowed: readonly string[]): (field: Field) => string | undefined {
  return (field) => {
    const value = knownText(field);
    return value === undefined || allowed.includes(value) ? undefined : value;
  };
}

function isTrue(field: Field): string | undefined {
  return field.flag === true ? `${field.path.at(-1)}: true` : undefined;
}
