import type { Field } from '../field';
import { addedCapabilities, offendingVolumes, procMount } from './baseline';
import {
  type Check,
  hasUserNamespace,
  inContexts,
  isWindows,
  knownText,
  missing,
  type Offence,
  ofContainer,
} from './check';
import type { SecuredPod } from './secured-pod';

const volumeTypes = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

/** What `restricted` refuses beside `baseline`. Source: k8s.io/pod-security-admission/policy. */
export const restricted: readonly Check[] = [
  ...exceptOnWindows({
    reason: 'allowPrivilegeEscalation != false',
    since: 8,
    remedy: 'set allowPrivilegeEscalation: false in the securityContext of each container',
    find: (pod) =>
      pod.containers
        .map((container) => [container, container.context.get('allowPrivilegeEscalation')] as const)
        .filter(([, field]) => !field.exists || field.flag === true)
        .map(([container, field]) => ofContainer(container, field)),
  }),
  ...exceptOnWindows({
    reason: 'unrestricted capabilities',
    since: 22,
    remedy: 'set capabilities: {drop: [ALL]} in the securityContext of each container, adding at most NET_BIND_SERVICE',
    find: (pod) => [...keptCapabilities(pod), ...addedCapabilities(pod, ['NET_BIND_SERVICE'])],
  }),
  { ...procMount(), since: 35 },
  {
    reason: 'restricted volume types',
    since: 0,
    remedy: `use only volumes of the types ${volumeTypes.join(', ')}`,
    find: (pod) => offendingVolumes(pod, (type) => !volumeTypes.includes(type)),
  },
  ...exceptInUserNamespace({
    reason: 'runAsNonRoot != true',
    since: 0,
    remedy: 'set runAsNonRoot: true in the securityContext of the pod',
    find: (pod) => statedOrMissing(pod, ['runAsNonRoot'], (field) => (field.flag === false ? 'false' : undefined)),
  }),
  ...exceptInUserNamespace({
    reason: 'runAsUser=0',
    since: 23,
    remedy: 'use another runAsUser than 0',
    find: (pod) => inContexts(pod, ['runAsUser'], (field) => (field.number === 0 ? '0' : undefined)),
  }),
  ...exceptOnWindows({
    reason: 'seccompProfile',
    since: 19,
    remedy: 'set seccompProfile: {type: RuntimeDefault} in the securityContext of the pod',
    find: (pod) =>
      statedOrMissing(pod, ['seccompProfile', 'type'], (field) => {
        const type = knownText(field);
        return type === undefined || type === 'RuntimeDefault' || type === 'Localhost' ? undefined : type;
      }),
  }),
];

function keptCapabilities(pod: SecuredPod): Offence[] {
  return pod.containers
    .map((container) => [container, container.context.get('capabilities', 'drop')] as const)
    .filter(([, drop]) => !drop.words.includes('ALL'))
    .map(([container, drop]) => ofContainer(container, drop));
}

/** What is stated wrongly is all that is reported, as the API server does. */
function statedOrMissing(
  pod: SecuredPod,
  path: readonly string[],
  refused: (field: Field) => string | undefined,
): Offence[] {
  const stated = inContexts(pod, path, refused);
  return stated.length > 0 ? stated : missing(pod, path, (field) => field.exists);
}

/** Since 1.25 these do not concern pods that say they are for Windows: there the fields may not be set at all. */
function exceptOnWindows(check: Check): Check[] {
  return [
    { ...check, until: 25 },
    { ...check, since: 25, find: (pod) => (isWindows(pod) ? [] : check.find(pod)) },
  ];
}

/** Since 1.35 root may be root where it is nobody on the node. */
function exceptInUserNamespace(check: Check): Check[] {
  return [
    { ...check, until: 35 },
    { ...check, since: 35, find: (pod) => (hasUserNamespace(pod) ? [] : check.find(pod)) },
  ];
}
