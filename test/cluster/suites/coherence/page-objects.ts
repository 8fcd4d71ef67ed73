import type { Manifest } from '../../../../src/model/manifests/manifest';
import { readYaml } from '../../../../src/model/manifests/yaml-reader';
import { type Bench, inNamespace } from '../../bench/bench';

/** A page's objects, in a namespace of their own. */
export async function applied(bench: Bench, yaml: string): Promise<Manifest[]> {
  const namespace = await bench.namespace('own-proof');
  const objects = documents(yaml).map((manifest) => inNamespace(namespace, manifest));
  await create(bench, objects);
  return objects;
}

export async function create(bench: Bench, objects: readonly Manifest[]): Promise<void> {
  for (const object of objects) {
    await bench.client.create(object);
    if (object.kind !== 'ResourceQuota') continue;
    const { namespace, name } = object.metadata;
    const key = { apiVersion: 'v1', kind: 'ResourceQuota', namespace, name };
    await bench.untilObject(key, 'is counted', ({ status }) => status?.hard !== undefined);
  }
}

export function documents(yaml: string): [Manifest, ...Manifest[]] {
  const [first, ...others] = readYaml(yaml, 'page').manifests.map(({ manifest }) => manifest);
  if (!first) throw new Error('the page has no object');
  return [first, ...others];
}

/** The same object under another name. */
export function copyOf(object: Manifest | undefined): Manifest {
  if (!object) throw new Error('the page has no such object');
  return { ...object, metadata: { ...object.metadata, name: `${object.metadata.name}-2` } };
}
