import { parseVersion } from '../../../model/values/version';
import type { Field } from '../field';
import type { Namespace } from '../namespace';
import { baseline } from './baseline';
import type { Check, Offence } from './check';
import { restricted } from './restricted';
import type { SecuredPod } from './secured-pod';

export const levelLabel = 'pod-security.kubernetes.io/enforce';
export const versionLabel = 'pod-security.kubernetes.io/enforce-version';
export const levels: readonly string[] = ['privileged', 'baseline', 'restricted'];

/** The newest minor version of Kubernetes whose checks are known here. */
const newest = 36;
/** Older ones get no more fixes: who says nothing of the version is taken to run a newer one. */
const oldest = 33;

/** What a namespace demands of the pods in it. */
export interface PodSecurityPolicy {
  readonly level: 'baseline' | 'restricted';
  /** The label that says so. */
  readonly field: Field;
  /** The minor version whose checks are made. */
  readonly minor: number;
  /** Whether that version is stated, not assumed. */
  readonly isVersionKnown: boolean;
}

/** A check that a pod fails. */
export interface FailedCheck {
  readonly check: Check;
  readonly offences: readonly Offence[];
}

/**
 * The policy that a namespace enforces; undefined when it is not among the objects, or refuses nothing. A label that is
 * wrong counts as none: the API server does not take the namespace.
 */
export function enforcedPolicy({ object }: Namespace, kubernetes: string | undefined): PodSecurityPolicy | undefined {
  const field = object?.field('metadata', 'labels', levelLabel);
  const level = field?.text;
  if (!object || !field || (level !== 'baseline' && level !== 'restricted')) return undefined;
  const version = object.field('metadata', 'labels', versionLabel).text ?? 'latest';
  const pinned = /^v1\.(\d+)$/.exec(version)?.[1];
  if (pinned === undefined && version !== 'latest') return undefined;
  const server = kubernetes === undefined ? undefined : parseVersion(kubernetes)[1];
  const minor = Math.min(Number(pinned ?? newest), server ?? newest, newest);
  return { level, field, minor, isVersionKnown: server !== undefined || minor < oldest };
}

/** The checks that a pod fails, those of `baseline` first. */
export function failedChecks(pod: SecuredPod, { level, minor }: PodSecurityPolicy): FailedCheck[] {
  const checks = [
    ...baseline.filter(({ replacedSince = Number.POSITIVE_INFINITY }) => level === 'baseline' || minor < replacedSince),
    ...(level === 'restricted' ? restricted : []),
  ].filter(({ since, until = Number.POSITIVE_INFINITY }) => since <= minor && minor < until);
  return checks.map((check) => ({ check, offences: check.find(pod) })).filter(({ offences }) => offences.length > 0);
}

/** Whether a pod is refused whatever version and settings the cluster has that are not known here. */
export function isCertain(failed: readonly FailedCheck[], pod: SecuredPod, policy: PodSecurityPolicy): boolean {
  const older = policy.isVersionKnown
    ? undefined
    : new Set(failedChecks(pod, { ...policy, minor: oldest }).map(({ check }) => check.reason));
  return failed.some(({ check, offences }) => {
    if (older?.has(check.reason) === false) return false;
    return offences.some(({ isOfContainer, field }) => {
      if (isOfContainer) return field.exists || pod.areContainersKnown;
      return pod.isPodKnown && pod.areContainersKnown;
    });
  });
}
