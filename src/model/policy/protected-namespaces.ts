import { systemNamespace } from './rights';

/** Refused whatever a policy says, even if rights would allow it. */
const always: readonly string[] = ['kube-*', systemNamespace];

/**
 * Whether a namespace is one in which no policy deletes, by its name alone.
 *
 * @param more names that a policy adds; `*` stands for any letters
 */
export function isProtected(namespace: string, more: readonly string[]): boolean {
  return [...always, ...more].some((pattern) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(namespace));
}
