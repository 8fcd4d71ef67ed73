import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type ManifestFilesOptions, readManifestFiles } from '../../../src/model/manifests/manifest-files';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'steward-files-'));
});

const object = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;

function write(path: string, text: string | Uint8Array = object('a')): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

/** What was read, with paths below the folder. */
function read(paths: readonly string[] = [''], options?: ManifestFilesOptions) {
  const inside = paths.map((path) => (path === '-' ? path : join(folder, path)));
  const { files, skipped, errors } = readManifestFiles(inside, options);
  const short = (path: string) => path.replace(`${folder}/`, '').replace(folder, '.');
  return {
    names: files.flatMap(({ manifests }) => manifests.map(({ manifest }) => manifest.metadata.name)),
    files: files.map(({ file }) => short(file)),
    skipped: skipped.map(({ file, why }) => `${short(file)} ${why}`),
    errors: errors.map(({ path, message }) => `${short(path)} ${message}`),
    direct: files.map(({ namedDirectly }) => namedDirectly),
  };
}

/** Nothing is denied to root. */
function asNobody<T>(attempt: () => T): T {
  const user = process.geteuid?.();
  if (user === 0) process.seteuid?.(65_534);
  try {
    return attempt();
  } finally {
    if (user === 0) process.seteuid?.(0);
  }
}

test('reads a folder with all below it, in the order of the paths', () => {
  for (const path of ['b.yml', 'a.yaml', 'c/d.json', 'c/a.yaml']) write(path, path.endsWith('json') ? '[]' : undefined);
  write('readme.md', 'not ours');
  expect(read().files).toEqual(['a.yaml', 'b.yml', 'c/a.yaml', 'c/d.json']);
});

test('passes over hidden folders and node_modules', () => {
  for (const path of ['.git/a.yaml', 'node_modules/x/a.yaml', 'a.yaml']) write(path);
  expect(read().files).toEqual(['a.yaml']);
});

test('tells a file that was asked for from one that was found', () => {
  write('a.yaml');
  expect(read(['a.yaml']).direct).toEqual([true]);
  expect(read().direct).toEqual([false]);
});

test('reads standard input in its turn', () => {
  write('a.yaml', object('file'));
  expect(read(['-', 'a.yaml'], { stdin: object('input') }).names).toEqual(['input', 'file']);
  expect(read(['-']).errors).toEqual(['- cannot be read: there is no standard input']);
});

test('reads nothing twice', () => {
  write('a/a.yaml');
  symlinkSync('..', join(folder, 'a', 'up'));
  symlinkSync('a', join(folder, 'b'));
  expect(read(['', 'a', 'a/a.yaml']).files).toEqual(['a/a.yaml']);
});

describe('what cannot be had is an error where it was asked for, and skipped where it was found', () => {
  test('a path that does not exist', () => {
    expect(read(['no.yaml', 'no/folder']).errors).toEqual(['no.yaml does not exist', 'no/folder does not exist']);
  });

  test('a folder without manifests', () => {
    write('readme.md', '');
    expect(read().errors).toEqual(['. holds no .yaml, .yml or .json file']);
  });

  test('links that lead nowhere, or to themselves', () => {
    symlinkSync('gone.yaml', join(folder, 'a.yaml'));
    symlinkSync('loop.yaml', join(folder, 'loop.yaml'));
    expect(read().skipped).toEqual(['a.yaml does not exist', 'loop.yaml is a link that leads back to itself']);
    expect(read(['loop.yaml']).errors).toEqual(['loop.yaml is a link that leads back to itself']);
  });

  test('a pipe, which is never opened', () => {
    execFileSync('mkfifo', [join(folder, 'pipe.yaml')]);
    expect(read().skipped).toEqual(['pipe.yaml is no regular file']);
    expect(read(['pipe.yaml']).errors).toEqual(['pipe.yaml is no regular file']);
  });

  test('a file above the limit', () => {
    write('a.yaml', `${object('a')}# ${'x'.repeat(2 ** 20)}`);
    const limit = { sizeLimit: 2 ** 20 };
    expect(read([''], limit).skipped).toEqual(['a.yaml is too large to be read: 2 MiB, at most 1: split it']);
    expect(read(['a.yaml'], limit).errors).toEqual(['a.yaml is too large to be read: 2 MiB, at most 1: split it']);
  });

  test.each([
    ['UTF-16', Buffer.from(`\ufeff${object('a')}`, 'utf16le'), 'is UTF-16: save it as UTF-8'],
    ['bytes that are no text', Buffer.from([0x61, 0xc3, 0x28]), 'is not UTF-8 text'],
  ])('%s', (_, bytes, why) => {
    write('a.yaml', bytes);
    expect(read().skipped).toEqual([`a.yaml ${why}`]);
    expect(read(['a.yaml']).errors).toEqual([`a.yaml ${why}`]);
  });

  test('a file or folder without permission', () => {
    chmodSync(write('a.yaml'), 0o000);
    mkdirSync(join(folder, 'b'), { mode: 0o000 });
    chmodSync(folder, 0o755);
    const paths = ['a.yaml', 'b'];
    const denied = paths.map((path) => `${path} cannot be read: permission denied`);
    expect(asNobody(() => read(paths).errors)).toEqual(denied);
    expect(asNobody(() => read().skipped)).toEqual(denied);
  });
});

describe('sources of other tools are not guessed at', () => {
  test('a Helm chart, but for its CRDs', () => {
    for (const path of ['Chart.yaml', 'values.yaml', 'values-prod.yaml', 'templates/a.yaml', 'crds/a.yaml'])
      write(path);
    const { files, skipped } = read();
    expect(files).toEqual(['crds/a.yaml']);
    expect(skipped.map((line) => line.split(' ')[0])).toEqual([
      'Chart.yaml',
      'templates',
      'values-prod.yaml',
      'values.yaml',
    ]);
  });

  test('a template elsewhere', () => {
    write('a.yaml', `{{- if .Values.x }}\n${object('a')}{{- end }}\n`);
    expect(read().skipped).toEqual(['a.yaml is a template ({{ … }}): check what it renders']);
    expect(read(['a.yaml']).skipped).toEqual([]);
  });

  test('files that a kustomization changes', () => {
    write('kustomization.yaml', 'resources: [a.yaml]\nnamePrefix: x-\n');
    write('a.yaml');
    write('below/b.yaml');
    const { files, skipped } = read();
    expect(files).toEqual(['below/b.yaml']);
    expect(skipped[0]).toBe(
      'a.yaml is changed by the kustomization beside it: check what it renders, kubectl kustomize … | steward check -',
    );
  });

  test.each([
    ['patches', '[{path: below/b.yaml}]'],
    ['patchesStrategicMerge', '[./below/b.yaml]'],
    ['transformers', '[below/b.yaml]'],
    ['configMapGenerator', '[{name: x, files: [b.yaml=below/b.yaml]}]'],
  ])('files in folders below that a kustomization names under %s', (key, value) => {
    write('kustomization.yaml', `${key}: ${value}\n`);
    write('below/a.yaml');
    write('below/b.yaml');
    const { files, skipped } = read();
    expect(files).toEqual(['below/a.yaml']);
    expect(skipped).toContain(
      'below/b.yaml is changed or read by a kustomization above it: check what it renders, kubectl kustomize … | steward check -',
    );
    expect(read(['below/b.yaml']).files).toEqual(['below/b.yaml']);
  });

  test('a kustomization in a file without extension, or whose aliases lead in a circle', () => {
    write('a/Kustomization', 'namePrefix: x-\n');
    write('a/a.yaml');
    write('b/kustomization.yaml', 'patches: &a [*a]\n');
    write('b/b.yaml');
    expect(read().files).toEqual([]);
  });

  test('but a kustomization that only lists files changes nothing', () => {
    write(
      'kustomization.yaml',
      'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [a.yaml]\n',
    );
    write('a.yaml');
    expect(read().files).toEqual(['a.yaml']);
    expect(read().skipped).toEqual(['kustomization.yaml lists files for Kustomize']);
  });
});
