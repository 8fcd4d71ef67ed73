import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '../../../../src/model/manifests/manifest';
import { readYaml } from '../../../../src/model/manifests/yaml-reader';
import { filesBelow, root } from '../../../files';

/** Objects that a real API server takes: `accepted.yaml`. */
export const accepted = manifestsIn(readFileSync(join(__dirname, 'accepted.yaml'), 'utf8'));

/** Everything the repository renders. */
export const rendered = ['dist', ...readdirSync(join(root, 'examples')).map((name) => `examples/${name}/dist`)]
  .flatMap((folder) => [...filesBelow(join(root, folder))])
  .filter(([path]) => !/(^|\/)(values\/|kustomization\.yaml)/.test(path))
  .flatMap(([, text]) => manifestsIn(text));

function manifestsIn(text: string): Manifest[] {
  const { manifests, problems } = readYaml(text, 'test');
  expect(problems).toEqual([]);
  return manifests.map(({ manifest }) => manifest);
}

/** The accepted object of a kind with one field changed, or taken out where the value is undefined. */
export function changed(kind: string, path: string, value: unknown): Manifest {
  const object = structuredClone(accepted.find((one) => one.kind === kind)!);
  const steps = path.split('.');
  const last = steps.pop()!;
  const holder = steps.reduce<unknown>((one, step) => (one as Record<string, unknown>)[step], object);
  if (value === undefined) delete (holder as Record<string, unknown>)[last];
  else (holder as Record<string, unknown>)[last] = value;
  return object;
}
