import { parseText, readAs } from '../documents/typed-document';
import type { ClusterProfile, DeclaredEnvironments } from './cluster-profile';
import { environmentsSchema, profileSchema } from './profile-schema';

const noun = 'a cluster profile';

/** A profile, or why the text is none: one line each, with `file:line:column`. */
export type ProfileResult =
  | { readonly profile: ClusterProfile; readonly problems: readonly [] }
  | { readonly profile?: undefined; readonly problems: readonly string[] };

/** What a profile's file may hold: one cluster's profile, or several clusters with a profile each. */
export type ProfileFileResult =
  | ProfileResult
  | { readonly environments: DeclaredEnvironments['environments']; readonly problems: readonly [] };

/** Reads a `ClusterProfile` from YAML or JSON, and reports all its problems together. */
export function readProfile(source: string, file: string): ProfileResult {
  const { value, problems } = readAs(profileSchema, parseText(source, file), noun);
  return value === undefined ? { problems } : { profile: value, problems: [] };
}

/** Reads either form of a profile's file: it declares environments when it has a field of that name. */
export function readProfileFile(source: string, file: string): ProfileFileResult {
  const text = parseText(source, file);
  if (!text.document.has('environments')) return readProfile(source, file);
  const { value, problems } = readAs(environmentsSchema, text, noun);
  return value === undefined ? { problems } : { environments: value.environments, problems: [] };
}
