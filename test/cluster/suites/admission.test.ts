import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kindOf } from '../../../src/model/kinds/registry';
import { canonical } from '../../../src/model/manifests/canonical';
import type { Manifest } from '../../../src/model/manifests/manifest';
import { readYaml } from '../../../src/model/manifests/yaml-reader';
import { filesBelow } from '../../files';
import { type ApiClient, type LiveObject, objectPath } from '../api/client';
import { repository } from '../build/build';
import { type ControlPlane, startControlPlane } from '../control-plane/control-plane';

/** Environments share names, so each has a cluster of its own: etcd, API server, definitions. */
describe.each(['dev', 'staging', 'prod'])('the rendered YAML of %s', (environment) => {
  const dist = join(repository(), 'dist', environment);
  const manifests = [...filesBelow(dist)].flatMap(([file, text]) =>
    readYaml(text, file).manifests.map(({ manifest }) => manifest),
  );
  const inSyncOrder = manifests.sort((a, b) => wave(a) - wave(b));
  let plane: ControlPlane;
  let client: ApiClient;
  const applied = new Map<Manifest, LiveObject>();

  beforeAll(async () => {
    plane = await startControlPlane({ folder: mkdtempSync(join(tmpdir(), `steward-${environment}-`)), parts: [] });
    client = plane.client;
    await client.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'argocd' } });
  });

  afterAll(async () => {
    await plane?.stop();
    if (plane) rmSync(plane.folder, { recursive: true, force: true });
  });

  it('is created in sync order by strict server-side apply, every object', async () => {
    for (const manifest of inSyncOrder) applied.set(manifest, await client.apply(manifest));
    expect(applied.size).toBe(manifests.length);
    expect(manifests.length).toBeGreaterThan(40);
  });

  it('changes nothing when it is applied again', async () => {
    for (const [manifest, live] of applied) {
      const again = await client.apply(manifest);
      expect(`${again.kind} ${again.metadata.resourceVersion}`).toBe(`${live.kind} ${live.metadata.resourceVersion}`);
    }
  });

  it('is read back as it was rendered, but for defaults that are known', async () => {
    const additions = new Map<string, unknown>();
    for (const manifest of manifests) {
      const live = await client.get(objectPath(manifest));
      const { metadata, status: _status, ...content } = live;
      const read = canonical({ ...content, metadata: {} }, kindOf(manifest.apiVersion, manifest.kind));
      for (const [path, value] of difference({ ...manifest, metadata: {} }, read))
        additions.set(`${manifest.kind} ${path}`, value);
      expect(metadata.labels ?? {}).toMatchObject(manifest.metadata.labels ?? {});
      expect(metadata.annotations ?? {}).toMatchObject(manifest.metadata.annotations ?? {});
    }
    const known = JSON.parse(readFileSync(join(__dirname, 'server-defaults.json'), 'utf8'));
    expect(Object.fromEntries([...additions].sort(([a], [b]) => (a < b ? -1 : 1)))).toEqual(known);
  });
});

function wave({ metadata }: Manifest): number {
  return Number(metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0);
}

/**
 * Where the server differs from what was rendered: fields it added, by path, and `dropped` for zero values it leaves out of
 * its answers. Anything else fails: a value it changed, a field it lost.
 */
function difference(rendered: unknown, live: unknown, path = ''): [string, unknown][] {
  if (rendered === false && live === undefined) return [[path, 'dropped']];
  if (typeof rendered !== 'object' || rendered === null) {
    if (rendered === live) return [];
    throw new Error(`${path} was rendered as ${JSON.stringify(rendered)} and read back as ${JSON.stringify(live)}`);
  }
  if (Array.isArray(rendered)) {
    const items = live as unknown[];
    if (items?.length !== rendered.length)
      throw new Error(`${path} has ${items?.length} items, ${rendered.length} were rendered`);
    return rendered.flatMap((item, index) => difference(item, items[index], `${path}[]`));
  }
  const given = rendered as Readonly<Record<string, unknown>>;
  const fields = (live ?? {}) as Readonly<Record<string, unknown>>;
  return Object.keys({ ...given, ...fields }).flatMap((key): [string, unknown][] => {
    const below = path === '' ? key : `${path}.${key}`;
    return key in given ? difference(given[key], fields[key], below) : [[below, fields[key]]];
  });
}
