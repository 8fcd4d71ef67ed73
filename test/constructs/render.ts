import { parseAllDocuments } from 'yaml';
import { Environment, type KubernetesObject, StewardApp, SynthesisError } from '../../src';
import type { Manifest } from '../../src/model/manifests/manifest';
import type { ClusterProfile } from '../../src/model/profile/cluster-profile';
import { schemaErrors } from '../schemas';

/** What a test reads freely. */
// biome-ignore lint/suspicious/noExplicitAny: tests name fields that no type of ours knows
export type Loose = any;

type Build = (environment: Environment) => unknown;

/** The problems that synthesis reports for what is built in the environment `prod`; none when it succeeds. */
export function problemsOf(build: Build, profile?: ClusterProfile): readonly string[] {
  const app = new StewardApp();
  build(new Environment(app, 'prod', { profile }));
  return problemsIn(app);
}

export function problemsIn(app: StewardApp): readonly string[] {
  const silenced = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    app.render();
    return [];
  } catch (error) {
    if (error instanceof SynthesisError) return error.problems;
    throw error;
  } finally {
    silenced.mockRestore();
  }
}

/** One object as it is rendered, which its schema must accept. */
export function rendered(build: (environment: Environment) => KubernetesObject, profile?: ClusterProfile): Loose {
  const manifest = build(new Environment(new StewardApp(), 'prod', { profile })).toJson();
  expect(schemaErrors(manifest)).toEqual([]);
  return manifest;
}

/** What synthesis says on standard error, a line each. */
export function warningsOf(build: Build, profile?: ClusterProfile): string[] {
  const app = new StewardApp();
  build(new Environment(app, 'prod', { profile }));
  return warningsOfApp(app);
}

/** What an app prints to standard error when it renders. */
export function warningsOfApp(app: StewardApp): string[] {
  const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    app.render();
    return stderr.mock.calls.map(([line]) => String(line));
  } finally {
    stderr.mockRestore();
  }
}

/** The manifests in a YAML text. */
export function documentsIn(text: string): Loose[] {
  return parseAllDocuments(text).map((document) => document.toJS());
}

/** All objects of what is built in the environment `prod`, each accepted by its schema, by kind and name. */
export function allRendered(build: Build, profile?: ClusterProfile): Map<string, Loose> {
  const app = new StewardApp();
  build(new Environment(app, 'prod', { profile }));
  const silenced = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const manifests = documentsIn(app.synthYaml()) as Manifest[];
  silenced.mockRestore();
  for (const manifest of manifests) expect(schemaErrors(manifest)).toEqual([]);
  return new Map(manifests.map((manifest) => [`${manifest.kind} ${manifest.metadata.name}`, manifest]));
}
