import type { Field } from '../field';
import { isPlaceholder } from '../placeholder';
import type { SecuredContainer, SecuredPod } from './secured-pod';

/** A field for which Pod Security refuses a pod. */
export interface Offence {
  /** The field to mend; one that must be set may be absent. */
  readonly field: Field;
  /** Who has it: `pod`, `container "api"`, `volume "docker"`. */
  readonly owner: string;
  /** A value that is refused; undefined where something is missing. */
  readonly value?: string;
  /** Whether only the container itself could say otherwise; for the rest, the pod's securityContext could too. */
  readonly isOfContainer: boolean;
  readonly isInjected?: boolean;
}

/** One check of a level, from the minor version of Kubernetes that has it. */
export interface Check {
  /** As the API server's refusal names it. */
  readonly reason: string;
  readonly since: number;
  /** The minor version that has another in its place. */
  readonly until?: number;
  /** For checks of `baseline`: the minor version since which one of `restricted` is made instead at that level. */
  readonly replacedSince?: number;
  /** What to write instead. */
  readonly remedy: string;
  find(pod: SecuredPod): readonly Offence[];
}

/** Texts of other tools' variables say nothing of the value that the server will see. */
export function knownText(field: Field): string | undefined {
  const { text } = field;
  return text === undefined || isPlaceholder(text) ? undefined : text;
}

/** Offences of a securityContext field that must not hold some values, on the pod and on its containers. */
export function inContexts(
  pod: SecuredPod,
  path: readonly string[],
  refused: (field: Field) => string | undefined,
): Offence[] {
  const field = pod.context.get(...path);
  const value = refused(field);
  const ofPod: Offence[] = value === undefined ? [] : [{ field, owner: 'pod', value, isOfContainer: false }];
  return [...ofPod, ...inContainers(pod, path, refused)];
}

/** The same for a field that only containers have. */
export function inContainers(
  pod: SecuredPod,
  path: readonly string[],
  refused: (field: Field) => string | undefined,
): Offence[] {
  return pod.containers.flatMap((container) => {
    const field = container.context.get(...path);
    const value = refused(field);
    return value === undefined ? [] : [ofContainer(container, field, value)];
  });
}

/** Offences of containers that leave out what neither they nor their pod may leave out. */
export function missing(pod: SecuredPod, path: readonly string[], isSet: (field: Field) => boolean): Offence[] {
  if (isSet(pod.context.get(...path))) return [];
  return pod.containers
    .filter(({ context }) => !context.get(...path).exists)
    .map((container) => ({ ...ofContainer(container, container.context.get(...path)), isOfContainer: false }));
}

export function ofContainer(container: SecuredContainer, field: Field, value?: string): Offence {
  return { field, owner: container.title, value, isOfContainer: true, isInjected: container.isInjected };
}

export function isWindows(pod: SecuredPod): boolean {
  return pod.setting('os').get('name').text === 'windows';
}

/** Whether root inside the pod is nobody on its node. */
export function hasUserNamespace(pod: SecuredPod): boolean {
  return pod.setting('hostUsers').flag === false;
}
