import { parseText, readAs } from '../documents/typed-document';
import { archiveSchema, policySchema } from './policy-schema';
import type { ArchiveSettings, RetentionPolicy } from './retention-policy';

/** A policy, or why the text is none: one line each, with `file:line:column`. */
export type PolicyResult =
  | { readonly policy: RetentionPolicy; readonly problems: readonly [] }
  | { readonly policy?: undefined; readonly problems: readonly string[] };

/** Reads a `RetentionPolicy` from YAML or JSON, and reports all its problems together. */
export function readPolicy(source: string, file: string): PolicyResult {
  const { value, problems } = readAs(policySchema, parseText(source, file), 'a retention policy');
  return value === undefined ? { problems } : { policy: value as RetentionPolicy, problems: [] };
}

/** What is wrong with the settings of an archive, one line each that begins with the field; none where nothing is. */
export function archiveProblems(settings: ArchiveSettings): readonly string[] {
  const { problems } = readAs(archiveSchema, parseText(JSON.stringify(settings), ''), 'an archive');
  return problems.map((problem) => problem.replace(/^:\d+:\d+: /, ''));
}
