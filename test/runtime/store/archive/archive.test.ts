import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { appendFile, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { LiveObject } from '../../../../src/model/manifests/live-object';
import { Archive } from '../../../../src/runtime/store/archive/archive';
import { ArchiveFailed } from '../../../../src/runtime/store/archive/archive-failed';
import { parseArchiveKey } from '../../../../src/runtime/store/archive/archive-key';
import { ArchiveUnreadable } from '../../../../src/runtime/store/archive/archive-reader';
import { DirectoryStore } from '../../../../src/runtime/store/folder/directory-store';
import { openStore } from '../../../../src/runtime/store/open-store';
import type { PutOptions, Store, Stored } from '../../../../src/runtime/store/store';
import { StoreError } from '../../../../src/runtime/store/store-error';
import { all, inFolder, nodes, sha256, standing, workflow, workflowKey } from '../objects';

const now = Date.UTC(2026, 10, 29, 1, 2, 3);

/** A real store between which and the archive something goes wrong. */
class Faulty implements Store {
  readonly description = 'a faulty store';
  readonly puts: { readonly key: string; readonly options: PutOptions }[] = [];

  constructor(
    private readonly store: Store,
    private readonly faults: {
      readonly put?: (key: string, body: Buffer, options: PutOptions) => Promise<void>;
      readonly head?: (stored: Stored | undefined) => Stored | undefined;
      readonly get?: (body: Buffer | undefined) => Buffer | undefined;
    } = {},
  ) {}

  async put(key: string, body: Buffer, options: PutOptions) {
    this.puts.push({ key, options });
    const { retention: _, ...rest } = options;
    await (this.faults.put ?? ((...put) => this.store.put(...put)))(key, body, rest);
  }

  async head(key: string) {
    const stored = await this.store.head(key);
    return this.faults.head ? this.faults.head(stored) : stored;
  }

  async get(key: string) {
    const body = await this.store.get(key);
    return this.faults.get ? this.faults.get(body) : body;
  }

  list(prefix: string) {
    return this.store.list(prefix);
  }
}

function withArchive(use: (archive: Archive, folder: string, store: Store) => Promise<void>, options = {}) {
  return inFolder(async (folder) => {
    const store = new DirectoryStore(folder);
    await use(new Archive(store, options, () => now), folder, store);
  });
}

async function failure(attempt: Promise<unknown>): Promise<ArchiveFailed> {
  const error = await attempt.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ArchiveFailed);
  return error as ArchiveFailed;
}

describe('what is written', () => {
  test('lies at its key, as canonical JSON without managedFields, and reads back', async () => {
    await withArchive(async (archive, folder) => {
      const archived = await archive.write(workflow(), standing(workflow()));
      const packed = await readFile(join(folder, workflowKey));
      expect(archived).toEqual({ key: workflowKey, size: packed.length, sha256: sha256(packed), wasThere: false });
      const text = gunzipSync(packed).toString();
      expect(
        text.startsWith('{"apiVersion":"argoproj.io/v1alpha1","kind":"Workflow","metadata":{"creationTimestamp"'),
      ).toBe(true);
      const { managedFields: _, ...metadata } = workflow().metadata;
      expect(await archive.show(workflowKey)).toEqual({ ...workflow(), metadata });
    });
  });

  test('bears the metadata that others look for', async () => {
    await withArchive(async (archive, _, store) => {
      const { sha256 } = await archive.write(workflow(), standing(workflow()));
      expect((await store.head(workflowKey))?.metadata).toEqual({
        'workflow-name': 'nightly-x2b7q',
        namespace: 'agents',
        'archive-date': '20261129_010203',
        phase: 'Failed',
        kind: 'Workflow',
        uid: '0f8b7c66-7a3f-4b0e-9d52-6d1d0b6f1f10',
        sha256,
      });
    });
  });

  test('holds the nodes of a large workflow in plain form', async () => {
    await withArchive(async (archive) => {
      const compressedNodes = gzipSync(JSON.stringify(nodes)).toString('base64');
      const { nodes: _, ...rest } = workflow()['status'] as Record<string, unknown>;
      const large = workflow({}, { status: { ...rest, compressedNodes } });
      const { key } = await archive.write(large, standing(large));
      expect((await archive.show(key))['status']).toEqual({ ...rest, nodes });
      // The same object in plain form is the same archive.
      expect((await archive.write(workflow(), standing(workflow()))).wasThere).toBe(true);
    });
  });

  test('is written once, and again only when it has changed', async () => {
    await inFolder(async (folder) => {
      const store = new Faulty(new DirectoryStore(folder));
      const first = await new Archive(store, {}, () => now).write(workflow(), standing(workflow()));
      const later = new Archive(store, {}, () => now + 86_400_000);
      // Other managedFields, and another order of the fields, are no change.
      const { status, ...rest } = workflow({ managedFields: [] });
      const again = { status, ...rest } as LiveObject;
      expect(await later.write(again, standing(again))).toEqual({ ...first, wasThere: true });
      expect(store.puts).toHaveLength(1);
      const changed = workflow({ resourceVersion: '4712', labels: { ...workflow().metadata.labels, a: 'b' } });
      expect(await later.write(changed, standing(changed))).toMatchObject({ key: first.key, wasThere: false });
      expect((await later.show(first.key)).metadata.resourceVersion).toBe('4712');
    });
  });

  test('by two at once is written once: neither may overwrite what the other has proven to be there', async () => {
    await inFolder(async (folder) => {
      const inner = new DirectoryStore(folder);
      let isFirst = true;
      const store = new Faulty(inner, {
        put: async (key, body, options) => {
          const whole = isFirst;
          isFirst = false;
          await new Promise((resolve) => setTimeout(resolve, whole ? 5 : 50));
          await inner.put(key, whole ? body : body.subarray(1), options);
        },
      });
      const [archive, object] = [new Archive(store, {}, () => now), workflow()];
      const [one, other] = await Promise.all([
        archive.write(object, standing(object)),
        archive.write(object, standing(object)),
      ]);
      expect([one.wasThere, other.wasThere, store.puts.length]).toEqual([false, true, 1]);
      expect((await archive.show(one.key)).metadata.uid).toBe(object.metadata.uid);
    });
  });

  test('again after a failure is written again', async () => {
    await inFolder(async (folder) => {
      const inner = new DirectoryStore(folder);
      let refusals = 1;
      const store = new Faulty(inner, {
        put: async (...put) => {
          refusals -= 1;
          if (refusals >= 0) throw new StoreError('SlowDown', 'too much');
          await inner.put(...put);
        },
      });
      const [archive, object] = [new Archive(store, {}, () => now), workflow()];
      const both = await Promise.allSettled([
        archive.write(object, standing(object)),
        archive.write(object, standing(object)),
      ]);
      expect(both.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    });
  });

  test('says when it may go and how long it must stay', async () => {
    await inFolder(async (folder) => {
      const store = new Faulty(new DirectoryStore(folder));
      const lock = { mode: 'GOVERNANCE', for: '1d' } as const;
      const archive = new Archive(store, { retention: { expireAfter: '90d', lock, legalHold: true } }, () => now);
      await archive.write(workflow(), standing(workflow()));
      expect(store.puts[0]?.options).toMatchObject({
        contentType: 'application/gzip',
        // 90 days later is in the course of the day before.
        tags: { 'expire-after': '2027-02-28', 'expire-after-days': '90' },
        retention: { lock: { mode: 'GOVERNANCE', until: now + 86_400_000 }, legalHold: true },
      });
      await new Archive(store, {}, () => now).writeLog(workflow(), standing(workflow()), { container: 'main' }, '');
      expect(store.puts[1]?.options).not.toHaveProperty('tags');
    });
  });

  test('any object comes back as it went in', async () => {
    // Roles may be named with colons.
    const text = fc.stringMatching(/^[a-z0-9][a-z0-9.:-]{0,30}$/);
    await fc.assert(
      fc.asyncProperty(text, text, fc.jsonValue(), fc.jsonValue(), (name, namespace, spec, status) =>
        withArchive(async (archive) => {
          const base = workflow({ name, namespace }, { kind: 'CodeRun', apiVersion: 'a.b/v1', spec, status });
          const object = JSON.parse(JSON.stringify(base)) as LiveObject;
          const { key, wasThere } = await archive.write(object, standing(object));
          expect(wasThere).toBe(false);
          const { managedFields: _, ...metadata } = object.metadata;
          expect(await archive.show(key)).toEqual({ ...object, metadata });
          expect((await all(archive.integrity())).map(({ problems }) => problems)).toEqual([[]]);
        }),
      ),
      { numRuns: 25 },
    );
  }, 30_000);
});

describe('an object stays when', () => {
  const attempt = (faults: ConstructorParameters<typeof Faulty>[1]) =>
    inFolder(async (folder) => {
      const archive = new Archive(new Faulty(new DirectoryStore(folder), faults), {}, () => now);
      return failure(archive.write(workflow(), standing(workflow())));
    });

  test('its nodes cannot be had', async () => {
    await withArchive(async (archive, _, store) => {
      const offloaded = workflow(
        {},
        { status: { phase: 'Failed', finishedAt: '2026-11-28T02:00:00Z', offloadNodeStatusVersion: 'v' } },
      );
      expect(await failure(archive.write(offloaded, standing(offloaded)))).toMatchObject({
        reason: 'hydration',
        message: "hydration unsupported: its nodes are in Argo's database (offloadNodeStatusVersion v)",
      });
      expect(await all(store.list(''))).toEqual([]);
    });
  });

  test('the store refuses', async () => {
    const refuse = async () => {
      throw new StoreError('NoSpace', 'no space');
    };
    expect(await attempt({ put: refuse })).toMatchObject({ reason: 'store', message: 'no space' });
  });

  test('the store says that it took it, and did not', async () => {
    const error = await attempt({ put: async () => {} });
    expect(error.reason).toBe('missing');
    expect(error.message).toBe(`${workflowKey} in a faulty store is not there, though the store took it`);
  });

  test('the store took less than it got', async () => {
    const error = await attempt({ head: (stored) => stored && { ...stored, size: stored.size - 1 } });
    expect(error).toMatchObject({ reason: 'mismatch', message: expect.stringMatching(/has \d+ bytes, and not \d+$/) });
  });

  test('the store holds other bytes', async () => {
    const error = await attempt({ head: (stored) => stored && { ...stored, sha256: sha256('other') } });
    expect(error).toMatchObject({ reason: 'mismatch', message: expect.stringContaining('has SHA-256 ') });
  });

  test('the store keeps no metadata, without which nobody could check it later', async () => {
    const error = await attempt({ head: (stored) => stored && { ...stored, metadata: {} } });
    expect(error).toMatchObject({ reason: 'mismatch', message: expect.stringContaining('does not have the metadata') });
  });

  test('the store still tells of an older one, and took the new one for nothing', async () => {
    await inFolder(async (folder) => {
      const store = new DirectoryStore(folder);
      await new Archive(store).write(workflow(), standing(workflow()));
      const changed = workflow({ resourceVersion: '4712' });
      const lying = new Archive(new Faulty(store, { put: async () => {} }));
      expect((await failure(lying.write(changed, standing(changed)))).reason).toBe('mismatch');
    });
  });

  const untold = (stored: Stored | undefined) => stored && { ...stored, sha256: undefined };

  test('the store tells no hash, and other bytes come back', async () => {
    const error = await attempt({ head: untold, get: (body) => body && Buffer.from(body.map((byte) => byte ^ 1)) });
    expect(error).toMatchObject({ reason: 'mismatch', message: expect.stringContaining('reads back as other bytes') });
    expect((await attempt({ head: untold, get: () => undefined })).reason).toBe('missing');
  });

  test('not when the store tells no hash, and the same bytes come back', async () => {
    await inFolder(async (folder) => {
      const archive = new Archive(new Faulty(new DirectoryStore(folder), { head: untold }));
      expect((await archive.write(workflow(), standing(workflow()))).wasThere).toBe(false);
      expect((await archive.write(workflow(), standing(workflow()))).wasThere).toBe(true);
    });
  });

  test('nor when the MD5 is that of the bytes; one that is not may be none, and the bytes decide', async () => {
    await inFolder(async (folder) => {
      let reads = 0;
      const told = (md5: (key: string) => string) =>
        new Archive(
          new Faulty(new DirectoryStore(folder), {
            head: (stored) => stored && { ...stored, sha256: undefined, md5: md5(stored.key) },
            get: (body) => {
              reads += 1;
              return body;
            },
          }),
        );
      const right = told((key) =>
        createHash('md5')
          .update(readFileSync(join(folder, key)))
          .digest('hex'),
      );
      await right.write(workflow(), standing(workflow()));
      expect(reads).toBe(0);
      const changed = workflow({ resourceVersion: '4712' });
      const wrong = told(() => '0'.repeat(32));
      await wrong.write(changed, standing(changed));
      expect(reads).toBe(1);
    });
  });

  test('whatever a store does, an archive that succeeds has the bytes', async () => {
    const faults = fc.record({
      put: fc.constantFrom('whole', 'nothing', 'half', 'other', 'throws'),
      told: fc.constantFrom('sha256', 'md5', 'nothing'),
      before: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(faults, ({ put, told, before }) =>
        inFolder(async (folder) => {
          const real = new DirectoryStore(folder);
          if (before) await new Archive(real).write(workflow({ resourceVersion: '1' }), standing(workflow()));
          const hashed = (body: Buffer, options: PutOptions) => ({ ...options, sha256: sha256(body) });
          const archive = new Archive(
            new Faulty(real, {
              put: async (key, body, options) => {
                if (put === 'throws') throw new StoreError('x', 'x');
                if (put === 'whole') await real.put(key, body, options);
                if (put === 'half') await real.put(key, body.subarray(0, 50), hashed(body.subarray(0, 50), options));
                if (put === 'other') {
                  const other = Buffer.from(body).reverse();
                  await real.put(key, other, hashed(other, options));
                }
              },
              head: (stored) =>
                stored &&
                (told === 'sha256'
                  ? stored
                  : { ...stored, sha256: undefined, ...(told === 'md5' && { md5: 'a'.repeat(32) }) }),
            }),
          );
          const result = await archive.write(workflow(), standing(workflow())).catch((error) => error);
          const isThere = sha256((await real.get(workflowKey)) ?? '') === result.sha256;
          expect(result instanceof ArchiveFailed ? 'failed' : isThere).toBe(put === 'whole' ? true : 'failed');
        }),
      ),
      { numRuns: 40 },
    );
  }, 30_000);
});

describe('logs', () => {
  test('lie beside their object, whole or bit by bit', async () => {
    await withArchive(async (archive, _, store) => {
      const write = (pod: string, container: string, content: Parameters<Archive['writeLog']>[3]) =>
        archive.writeLog(workflow(), standing(workflow()), { pod, container }, content);
      async function* lines() {
        for (let line = 0; line < 1_000; line++) yield `line ${line}\n`;
      }
      const { key } = await write('pod-a', 'main', lines());
      expect(key).toBe(workflowKey.replace('.json.gz', '/pod-a/main.log.gz'));
      await write('pod-a', 'wait', Buffer.from('ü\n'));
      await archive.writeLog(workflow(), standing(workflow()), { container: 'alone' }, 'text');
      expect((await all(archive.logs(workflowKey))).map(({ log }) => log)).toEqual([
        { container: 'alone' },
        { pod: 'pod-a', container: 'main' },
        { pod: 'pod-a', container: 'wait' },
      ]);
      expect((await archive.showLog(key)).split('\n').slice(-2)).toEqual(['line 999', '']);
      expect(await archive.showLog(key.replace('main', 'wait'))).toBe('ü\n');
      expect((await store.head(key))?.metadata).toMatchObject({ pod: 'pod-a', container: 'main', kind: 'Workflow' });
      expect((await write('pod-a', 'main', lines())).wasThere).toBe(true);
      // A log is no object.
      expect(await all(archive.list())).toEqual([]);
    });
  });

  test('that would fill the memory are cut, and say so', async () => {
    await withArchive(async (archive) => {
      async function* endless() {
        for (;;) yield Buffer.alloc(2 ** 20, 'x');
      }
      const { key, size } = await archive.writeLog(workflow(), standing(workflow()), { container: 'main' }, endless());
      expect(size).toBeLessThan(2 ** 20);
      const text = await archive.showLog(key);
      expect(text.length).toBeLessThan(2 ** 26 + 100);
      expect(text.endsWith('\n[cut here: a log of more than 67108864 bytes]\n')).toBe(true);
    });
  }, 30_000);

  test('that break off leave nothing', async () => {
    await withArchive(async (archive, _, store) => {
      async function* broken() {
        yield 'line\n';
        throw new Error('connection lost');
      }
      const attempt = archive.writeLog(workflow(), standing(workflow()), { container: 'main' }, broken());
      await expect(attempt).rejects.toThrow('connection lost');
      expect(await all(store.list(''))).toEqual([]);
    });
  });
});

describe('what is in an archive', () => {
  const at = (day: number, more: Partial<LiveObject['metadata']> = {}, fields: object = {}) =>
    workflow(
      { uid: `u-${day}`, ...more },
      { status: { phase: 'Failed', finishedAt: `2026-11-${String(day).padStart(2, '0')}T12:00:00Z` }, ...fields },
    );

  test('is found by namespace, kind, name, uid and time', async () => {
    await withArchive(async (archive, folder) => {
      const objects = [
        at(1),
        at(9, { name: 'other' }),
        at(10),
        at(30),
        at(11, { namespace: 'agents-2' }),
        at(12, {}, { kind: 'CodeRun', apiVersion: 'a.b/v1' }),
      ];
      for (const object of objects) await archive.write(object, standing(object));
      await writeFile(join(folder, 'archive', 'README'), 'not ours');
      const found = async (filter: Parameters<Archive['list']>[0]) =>
        (await all(archive.list(filter))).map(({ uid }) => uid);
      expect((await found({})).sort()).toEqual(['u-1', 'u-10', 'u-11', 'u-12', 'u-30', 'u-9']);
      expect(await found({ namespace: 'agents', kind: 'Workflow' })).toEqual(['u-1', 'u-9', 'u-10', 'u-30']);
      expect(await found({ namespace: 'agents', name: 'other' })).toEqual(['u-9']);
      expect(await found({ kind: 'CodeRun' })).toEqual(['u-12']);
      expect(await found({ uid: 'u-30' })).toEqual(['u-30']);
      const noon = (day: number) => Date.UTC(2026, 10, day, 12);
      expect(await found({ namespace: 'agents', kind: 'Workflow', since: noon(9), until: noon(30) })).toEqual([
        'u-9',
        'u-10',
      ]);
      expect(await found({ since: noon(9) + 1, until: noon(10) + 1 })).toEqual(['u-10']);
      expect(await archive.find({ namespace: 'agents', kind: 'Workflow' })).toMatchObject({
        uid: 'u-30',
        key: 'archive/agents/Workflow/2026/11/30/nightly-x2b7q/u-30-20261130T120000Z.json.gz',
        finishedAt: noon(30),
      });
      expect(await archive.find({ name: 'nobody' })).toBeUndefined();
    });
  });

  test('what is not there, or is none, cannot be shown', async () => {
    await withArchive(async (archive, folder) => {
      await expect(archive.show('archive/x.json.gz')).rejects.toThrow(
        `archive/x.json.gz is not in folder ${folder}: steward archive list shows what is`,
      );
      const { key } = await archive.write(workflow(), standing(workflow()));
      await writeFile(join(folder, key), gzipSync('[1]'));
      await expect(archive.show(key)).rejects.toThrow(`${key} is no object of Kubernetes in JSON`);
      await writeFile(join(folder, key), 'text');
      await expect(archive.show(key)).rejects.toThrow(ArchiveUnreadable);
    });
  });
});

describe('an integrity check', () => {
  const problems = async (archive: Archive) =>
    (await all(archive.integrity())).flatMap((checked) => checked.problems.map((problem) => [checked.key, problem]));

  test('finds nothing where nothing is wrong', async () => {
    await withArchive(async (archive) => {
      const running = workflow({ uid: 'r', labels: {} }, { status: { phase: 'Running' } });
      const evicted: LiveObject = {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { ...workflow().metadata, managedFields: [{ subresource: 'status', time: '2026-11-28T02:00:00Z' }] },
        status: { phase: 'Failed', reason: 'Evicted' },
      };
      const { spec: _, status: __, ...unused } = workflow({ uid: 'c', namespace: undefined });
      for (const object of [workflow(), running, evicted]) await archive.write(object, standing(object));
      await archive.write({ ...unused, apiVersion: 'v1', kind: 'ConfigMap' } as LiveObject, {
        outcome: 'Unused',
        since: now,
      });
      await archive.writeLog(workflow(), standing(workflow()), { container: 'main' }, 'text');
      const checked = await all(archive.integrity());
      expect(checked.map(({ problems }) => problems)).toEqual([[], [], [], [], []]);
      expect(await all(archive.integrity('archive/_cluster/'))).toHaveLength(1);
    });
  });

  test.each<[string, (file: string, folder: string) => Promise<unknown>, RegExp]>([
    ['a byte more', (file) => appendFile(file, 'x'), /has no sha256 in its metadata/],
    ['bytes that are missing', (file) => truncate(file, 40), /is no whole gzip: unexpected end of file/],
    ['other bytes', (file) => writeFile(file, gzipSync('{}')), /is no object of Kubernetes in JSON/],
    ['metadata that is gone', (_, folder) => removeHidden(folder), /has no sha256 in its metadata/],
  ])('finds %s', async (_, harm, problem) => {
    await withArchive(async (archive, folder) => {
      await archive.write(workflow(), standing(workflow()));
      await harm(join(folder, workflowKey), folder);
      const found = await problems(archive);
      expect(found.every(([key]) => key === workflowKey)).toBe(true);
      expect(found.map(([, text]) => text).join('\n')).toMatch(problem);
    });
  });

  test('finds an object under the key of another', async () => {
    await withArchive(async (archive, _, store) => {
      const { key } = await archive.write(workflow(), standing(workflow()));
      const body = (await store.get(key))!;
      const options = { contentType: 'application/gzip', sha256: sha256(body), metadata: { sha256: sha256(body) } };
      const other = 'archive/others/Job/2026/11/28/name/uid-20261128T020001Z.json.gz';
      expect(parseArchiveKey('archive', other)).toBeDefined();
      await store.put(other, body, options);
      await store.put('archive/notes.txt', body, options);
      expect(await problems(archive)).toEqual([
        ['archive/notes.txt', 'is no key of this archive'],
        [other, 'its key says kind Job, and it has Workflow'],
        [other, 'its key says namespace others, and it has agents'],
        [other, 'its key says name name, and it has nightly-x2b7q'],
        [other, 'its key says uid uid, and it has 0f8b7c66-7a3f-4b0e-9d52-6d1d0b6f1f10'],
        [other, 'its key says end 2026-11-28T02:00:01Z, and it has 2026-11-28T02:00:00Z'],
      ]);
    });
  });

  test('compares what a server says with what it sends', async () => {
    await withArchive(async (archive, _, store) => {
      await archive.write(workflow(), standing(workflow()));
      const lying = new Archive(
        new Faulty(store, {
          head: (stored) =>
            stored && { ...stored, size: 1, sha256: 'f'.repeat(64), metadata: { sha256: 'e'.repeat(64) } },
        }),
      );
      expect((await problems(lying)).map(([, text]) => text)).toEqual([
        expect.stringMatching(/^has \d+ bytes, and the store says 1, and \d+ in its listing$/),
        expect.stringMatching(/^has SHA-256 [0-9a-f]{64}, and was put with e{64}$/),
        expect.stringMatching(/^has SHA-256 [0-9a-f]{64}, and the store says f{64}$/),
      ]);
      const gone = new Archive(new Faulty(store, { get: () => undefined }));
      expect((await problems(gone)).map(([, text]) => text)).toEqual(['is listed, but not there']);
    });
  });
});

test('a policy opens its store, and one that no store can keep is refused', () => {
  expect(openStore({ directory: '/d' }, {}).description).toBe('folder /d');
  expect(openStore({ s3: { bucket: 'b', region: 'eu-west-1' } }, {}).description).toBe(
    'bucket b at https://s3.eu-west-1.amazonaws.com',
  );
  expect(() => openStore({}, {})).toThrow('archive names no store: set archive.s3 or archive.directory');
  for (const retention of [{ legalHold: true }, { lock: { mode: 'GOVERNANCE', for: '1d' } }] as const) {
    expect(() => openStore({ directory: '/d', retention }, {})).toThrow('archive.directory cannot lock what it holds');
  }
});

async function removeHidden(folder: string): Promise<void> {
  for (const name of await readdir(folder, { recursive: true }))
    if (name.endsWith('.meta')) await rm(join(folder, name));
}
