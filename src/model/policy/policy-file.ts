import { parseText, readAs } from '../documents/typed-document';
import { policySchema } from './policy-schema';
import type { RetentionPolicy } from './retention-policy';

/** A policy, or why the text is none: one line each, with `file:line:column`. */
export type PolicyResult =
  | { readonly policy: RetentionPolicy; readonly problems: readonly [] }
  | { readonly policy?: undefined; readonly problems: readonly string[] };

/** Reads a `RetentionPolicy` from YAML or JSON, and reports all its problems together. */
export function readPolicy(source: string, file: string): PolicyResult {
  const { value, problems } = readAs(policySchema, parseText(source, file), 'a retention policy');
  return value === undefined ? { problems } : { policy: value as RetentionPolicy, problems: [] };
}
