import { fork } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import fc from 'fast-check';
import { decodeName, encodeName } from '../../../../src/runtime/store/folder/directory-path';
import { DirectoryStore } from '../../../../src/runtime/store/folder/directory-store';
import { StoreError } from '../../../../src/runtime/store/store-error';
import { checkKey } from '../../../../src/runtime/store/store-key';
import { filesBelow, root } from '../../../files';
import { all, inFolder, sha256 } from '../objects';

function options(body: Buffer, metadata: Record<string, string> = {}) {
  return { contentType: 'application/gzip', sha256: sha256(body), metadata };
}

async function put(store: DirectoryStore, key: string, text: string, metadata?: Record<string, string>) {
  await store.put(key, Buffer.from(text), options(Buffer.from(text), metadata));
}

test('what was put is there, with its metadata, in a file that other tools can read', async () => {
  await inFolder(async (folder) => {
    const store = new DirectoryStore(folder);
    await put(store, 'archive/agents/a.json.gz', 'content', { phase: 'Failed' });
    expect(await store.get('archive/agents/a.json.gz')).toEqual(Buffer.from('content'));
    expect(await store.head('archive/agents/a.json.gz')).toEqual({
      key: 'archive/agents/a.json.gz',
      size: 7,
      sha256: sha256('content'),
      metadata: { phase: 'Failed' },
    });
    expect(await readFile(join(folder, 'archive/agents/a.json.gz'), 'utf8')).toBe('content');
    expect(store.description).toBe(`folder ${folder}`);
  });
});

test('what is not there is not there', async () => {
  await inFolder(async (folder) => {
    const store = new DirectoryStore(join(folder, 'none', 'yet'));
    expect(await store.head('a/b')).toBeUndefined();
    expect(await store.get('a/b')).toBeUndefined();
    expect(await all(store.list(''))).toEqual([]);
    await put(store, 'a/b/c', 'x');
    // A folder is nothing that was put, and a file holds nothing below it.
    expect(await store.get('a/b')).toBeUndefined();
    expect(await store.head('a/b/c/d')).toBeUndefined();
  });
});

test('what is put again replaces what was there, with its metadata', async () => {
  await inFolder(async (folder) => {
    const store = new DirectoryStore(folder);
    await put(store, 'a', 'one', { version: '1' });
    await put(store, 'a', 'two', { version: '2' });
    expect(await store.head('a')).toMatchObject({ sha256: sha256('two'), metadata: { version: '2' } });
    await put(store, 'a', 'two', { version: '3' });
    expect(await store.head('a')).toMatchObject({ sha256: sha256('two'), metadata: { version: '3' } });
  });
});

test('the hash is that of the bytes as they are, and metadata of other bytes is not told', async () => {
  await inFolder(async (folder) => {
    const store = new DirectoryStore(folder);
    await put(store, 'a', 'content', { phase: 'Failed' });
    await writeFile(join(folder, 'a'), 'c0ntent');
    expect(await store.head('a')).toEqual({ key: 'a', size: 7, sha256: sha256('c0ntent'), metadata: {} });
    await writeFile(join(folder, `.a.${sha256('c0ntent').slice(0, 16)}.meta`), 'no JSON');
    expect(await store.head('a')).toMatchObject({ metadata: {} });
  });
});

test('bytes that are not those that were promised are not written', async () => {
  await inFolder(async (folder) => {
    const store = new DirectoryStore(folder);
    await expect(store.put('a', Buffer.from('x'), options(Buffer.from('y')))).rejects.toThrow('a: SHA-256 is');
    expect(await readdir(folder)).toEqual([]);
  });
});

test('a folder cannot lock, and does not pretend to', async () => {
  await inFolder(async (folder) => {
    const body = Buffer.from('x');
    const retention = { lock: { mode: 'GOVERNANCE', until: Date.now() } } as const;
    const attempt = new DirectoryStore(folder).put('a', body, { ...options(body), retention });
    await expect(attempt).rejects.toThrow('cannot lock what it holds: use S3, or lock nothing');
  });
});

test('a listing has the order of the keys’ bytes, and the prefix is any text', async () => {
  await inFolder(async (folder) => {
    const store = new DirectoryStore(folder);
    const keys = ['a', 'a-b/x', 'a.gz', 'a/z', 'ab/c', 'ab/cd', 'b', 'ä', 'a b/ü', '~/+%', '.hidden/..x'];
    for (const key of keys) await put(new DirectoryStore(folder), key, key).catch(() => undefined);
    // A file cannot be a folder too: S3 can keep both a and a/z, this store keeps the first.
    const there = keys.filter((key) => key !== 'a/z');
    const sorted = [...there].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    for (const prefix of ['', 'a', 'a/', 'ab', 'ab/', 'ab/c', 'a b', '.h', '.hidden/', 'none', 'b/', '~']) {
      const listed = (await all(store.list(prefix))).map(({ key }) => key);
      expect(listed).toEqual(sorted.filter((key) => key.startsWith(prefix)));
    }
    expect((await all(store.list('ab/cd')))[0]).toEqual({ key: 'ab/cd', size: 5 });
  });
});

test('files of others that no key names are not listed', async () => {
  await inFolder(async (folder) => {
    await mkdir(join(folder, '.git'));
    for (const name of ['.a.0123456789ab.tmp', '.a.0123456789abcdef.meta', '.git/config', 'a b', '%zz', '%61']) {
      await writeFile(join(folder, name), 'x');
    }
    expect(await all(new DirectoryStore(folder).list(''))).toEqual([]);
  });
});

test.each([
  '',
  '/',
  '/etc/passwd',
  '../a',
  'a/../../b',
  'a/./b',
  'a//b',
  'a/',
  '..',
  'a\u0000b',
  'a\nb',
  '\ud800',
  'k'.repeat(1_025),
])('key %j is refused by every method', async (key) => {
  await inFolder(async (folder) => {
    const store = new DirectoryStore(join(folder, 'inside'));
    await expect(put(store, key, 'x')).rejects.toThrow(StoreError);
    await expect(store.head(key)).rejects.toThrow(/^key ".*("|…) (is|has|holds) /);
    await expect(store.get(key)).rejects.toThrow(StoreError);
    expect(await readdir(folder)).toEqual([]);
  });
});

const segment = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
  fc.constantFrom('...', '.a', 'a.', '..a', '%2e%2e', '\\..\\', 'C:', '.x.0123456789abcdef.meta', '~', '*?<>|"'),
);

test('no key leads out of the folder, and no two lead to one file', () => {
  fc.assert(
    fc.property(segment, segment, (a, b) => {
      for (const name of [encodeName(a), encodeName(b)]) {
        expect(name).toMatch(/^[A-Za-z0-9_%-]([A-Za-z0-9._%-]*[A-Za-z0-9_%-])?$/);
      }
      expect(decodeName(encodeName(a))).toBe(a);
      expect(encodeName(a) === encodeName(b)).toBe(a === b);
    }),
    { numRuns: 2_000 },
  );
});

test('any keys come back as they were put', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.array(segment, { minLength: 1, maxLength: 3 }), { maxLength: 5 }), (paths) =>
      inFolder(async (folder) => {
        const store = new DirectoryStore(folder);
        const keys: string[] = [];
        for (const path of paths) {
          const key = path.join('/');
          const isClash = keys.some((other) => other.startsWith(`${key}/`) || key.startsWith(`${other}/`));
          if (isClash || isRefused(key)) continue;
          await put(store, key, key);
          if (!keys.includes(key)) keys.push(key);
        }
        const listed = (await all(store.list(''))).map(({ key }) => key);
        expect(listed).toEqual(keys.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
        for (const key of keys) expect((await store.get(key))?.toString()).toBe(key);
      }),
    ),
    { numRuns: 50 },
  );
});

test('what the disk refuses is said in words', async () => {
  await inFolder(async (folder) => {
    const store = new DirectoryStore(folder);
    await put(store, 'a', 'x');
    await expect(put(store, 'a/b', 'x')).rejects.toThrow(
      /^a\/b cannot be written in folder .*: a part of it is a file/,
    );
    await expect(put(store, 'n'.repeat(250), 'x')).rejects.toThrow('a part of it is too long for the name of a file');
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    await mkdir(join(folder, 'shut'));
    await chmod(join(folder, 'shut'), 0o500);
    // Root may do everything.
    if (process.getuid?.() !== 0) await expect(put(store, 'shut/a', 'x')).rejects.toThrow('permission denied');
  });
});

/** Puts versions of two keys without end, each version with a body and metadata that name it. */
const writer = `
  const { createHash } = require('node:crypto');
  const { DirectoryStore } = require('./store.js');
  const store = new DirectoryStore(process.argv[2]);
  (async () => {
    for (let version = 0; ; version++) {
      const body = Buffer.alloc(50_000 + version % 7, String(version));
      const sha256 = createHash('sha256').update(body).digest('hex');
      await store.put('a/' + (version % 2), body, { contentType: 'x', sha256, metadata: { sha256 } });
      process.send(version);
    }
  })();
`;

test('killed at any moment, it holds whole bytes with their own metadata', async () => {
  await inFolder(async (folder) => {
    buildSync({
      entryPoints: [join(root, 'src/runtime/store/folder/directory-store.ts')],
      outfile: join(folder, 'store.js'),
      bundle: true,
      platform: 'node',
    });
    await writeFile(join(folder, 'writer.js'), writer);
    const data = join(folder, 'data');
    for (let kill = 0; kill < 25; kill++) {
      await killed(join(folder, 'writer.js'), data, kill);
      const store = new DirectoryStore(data);
      const listed = await all(store.list(''));
      for (const { key, size } of listed) {
        const stored = (await store.head(key))!;
        expect(stored.metadata?.['sha256']).toBe(stored.sha256);
        expect(stored.size).toBe(size);
        expect(size).toBeGreaterThanOrEqual(50_000);
      }
      expect(listed.map(({ key }) => key)).toEqual(kill === 0 ? expect.anything() : ['a/0', 'a/1']);
    }
    // The kills did come in the middle of writes.
    expect([...filesBelow(data).keys()].filter((name) => name.endsWith('.tmp')).length).toBeGreaterThan(0);
  });
}, 60_000);

/** Starts the writer and kills it some time after its second version. */
async function killed(program: string, data: string, kill: number): Promise<void> {
  const child = fork(program, [data], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  await new Promise<void>((resolve) => child.on('message', (version) => version === 1 && resolve()));
  await new Promise((resolve) => setTimeout(resolve, (kill * 1.7) % 20));
  child.kill('SIGKILL');
  await ended;
}

function isRefused(key: string): boolean {
  try {
    checkKey(key);
    return false;
  } catch {
    return true;
  }
}
