import { appendFileSync, copyFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parse } from 'yaml';
import { steward } from '../run-case';
import { capsule, early, fill, keys, late } from './filled';

const folder = mkdtempSync(join(tmpdir(), 'steward-archive-'));

beforeEach(() => fill(folder));
afterEach(() => rmSync(folder, { recursive: true }));

const archive = (...args: readonly string[]) => steward(['archive', ...args, '--directory', folder]);
const sizeless = (text: string) => text.replace(/ \d+ B\b/g, ' SIZE B');

describe('steward archive list', () => {
  const lines = {
    capsule: `2026-11-28T01:00:00Z  agents  Capsule step  SIZE B  ${keys.capsule}`,
    early: `2026-11-20T02:00:00Z  agents  Workflow nightly-x2b7q  SIZE B  ${keys.early}`,
    late: `2026-11-28T02:00:00Z  agents  Workflow nightly-x2b7q  SIZE B  ${keys.late}`,
    job: `2026-11-27T02:00:00Z  builds  Job build  SIZE B  ${keys.job}`,
  };
  type Line = keyof typeof lines;

  it.each<[string, readonly string[], readonly Line[]]>([
    ['all there is, and no logs', [], ['capsule', 'early', 'late', 'job']],
    ['a namespace', ['-n', 'builds'], ['job']],
    ['a kind, in all namespaces', ['--kind', 'Workflow'], ['early', 'late']],
    ['a name', ['--name', 'step'], ['capsule']],
    ['what ended from a time on', ['--since', '2026-11-27T02:00:00Z'], ['capsule', 'late', 'job']],
    ['what ended before a time', ['--until', '2026-11-27T02:00:00Z'], ['early']],
    ['what ended between two', ['--since', '2026-11-21', '--until', '2026-11-28'], ['job']],
    ['what ended so long ago at most', ['--since', '20000d'], ['capsule', 'early', 'late', 'job']],
    [
      'all of it together',
      ['-n', 'agents', '--kind', 'Workflow', '--since', '2026-11-21', '--until', '2026-11-29'],
      ['late'],
    ],
  ])('lists %s', async (_, flags, expected) => {
    const { code, out, err } = await archive('list', ...flags);
    const text = expected.map((line) => `${lines[line]}\n`).join('');
    expect({ code, out: sizeless(out), err }).toEqual({ code: 0, out: text, err: '' });
  });

  it('says that nothing fits', async () => {
    expect(await archive('list', '--until', '20000d')).toEqual({ code: 0, out: '', err: 'nothing fits\n' });
  });

  it('lists the archive of a policy, a JSON a line', async () => {
    const policy = join(folder, 'policy.json');
    const rules = [{ name: 'pods', apiVersion: 'v1', kind: 'Pod', namespaces: ['x'], keep: { Failed: { for: '1d' } } }];
    writeFileSync(policy, JSON.stringify({ name: 'a', rules, archive: { directory: folder } }));
    const { out } = await steward(['archive', 'list', '--policy', policy, '--format', 'json', '-n', 'builds']);
    expect(
      out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      {
        key: keys.job,
        size: expect.any(Number),
        namespace: 'builds',
        kind: 'Job',
        name: 'build',
        uid: 'u-job',
        day: Date.UTC(2026, 10, 27),
        finishedAt: Date.UTC(2026, 10, 27, 2),
      },
    ]);
    writeFileSync(policy, JSON.stringify({ name: 'a', rules }));
    expect(await steward(['archive', 'list', '--policy', policy])).toMatchObject({
      code: 2,
      err: `error: ${policy} has no archive: policy a keeps nothing\n`,
    });
  });

  it.each<[string, readonly string[], readonly string[]]>([
    ['no archive', [], ['no archive is named: use one of --policy, --directory and --bucket']],
    [
      'two archives',
      ['--directory', 'a', '--bucket', 'b'],
      ['several archives are named: use one of --policy, --directory and --bucket'],
    ],
    [
      'a server without a bucket',
      ['--directory', 'a', '--endpoint', 'http://s3'],
      ['--endpoint and --region say where a --bucket is: there is none'],
    ],
    [
      'times and formats that are none, all at once',
      ['--directory', 'a', '--since', 'yesterday', '--until', '2026-02-30', '--format', 'xml'],
      [
        '--format "xml" is not one of text, json',
        '--since "yesterday" is no time: write e.g. 2026-11-28, 2026-11-28T02:00:00Z or 7d',
        '--until "2026-02-30" is no time: write e.g. 2026-11-28, 2026-11-28T02:00:00Z or 7d',
      ],
    ],
  ])('refuses %s', async (_, args, problems) => {
    const err = problems.map((problem) => `error: ${problem}\n`).join('');
    expect(await steward(['archive', 'list', ...args])).toEqual({ code: 2, out: '', err });
  });
});

describe('steward archive show', () => {
  it.each<[string, string, object]>([
    ['the one of a name that ended last', 'agents/Workflow/nightly-x2b7q', late],
    ['the one of a key', keys.early, { ...early, metadata: { ...early.metadata, managedFields: undefined } }],
    ['what a pod died of', 'agents/Capsule/step', capsule],
  ])('prints %s, as it was', async (_, named, object) => {
    const { code, out, err } = await archive('show', named);
    expect([code, err, parse(out)]).toEqual([0, '', object]);
  });

  it('prints the logs beside it', async () => {
    expect(await archive('show', '--logs', 'agents/Workflow/nightly-x2b7q')).toEqual({
      code: 0,
      // The second log has no newline at its end.
      out: '==> one/main <==\nof one\n==> two/main <==\nof two\nand more\n',
      err: '',
    });
    expect(await archive('show', '--logs', keys.early)).toEqual({
      code: 0,
      out: '',
      err: `no log was archived with ${keys.early}\n`,
    });
  });

  const shows = 'steward archive list shows what is';
  it.each<[string, string, string]>([
    ['is no name', 'nightly', `"nightly" is no key and no namespace/kind/name: ${shows} there`],
    ['is not there', 'agents/Job/build', `agents/Job/build is not in folder ${folder}: ${shows} there`],
    ['is no key of it', 'archive/x.gz', `archive/x.gz is not in folder ${folder}: ${shows}`],
  ])('says so of what %s', async (_, named, problem) => {
    expect(await archive('show', named)).toEqual({ code: 2, out: '', err: `error: ${problem}\n` });
  });
});

it.each([
  ['--directory', '/nowhere', '--directory "/nowhere" is no folder: nothing was archived there'],
  ['--bucket', '', '--bucket is empty: at least 1 is needed'],
])('what is no archive is told to be none: %s %j', async (flag, value, problem) => {
  for (const command of [['list'], ['check'], ['show', 'a/Pod/b']]) {
    expect(await steward(['archive', ...command, flag, value])).toEqual({
      code: 2,
      out: '',
      err: `error: ${problem}\n`,
    });
  }
});

it('the server of a bucket is named by its URL alone, and no password is shown', async () => {
  const list = (endpoint: string) => steward(['archive', 'list', '--bucket', 'b', '--endpoint', endpoint]);
  const { code, err } = await list('http://me:SECRET@minio:9000');
  expect([code, err]).toEqual([2, expect.stringContaining('--endpoint "http://***@minio:9000" is no URL of a server')]);
  expect((await list('minio:9000')).err).toContain('--endpoint "minio:9000" is no URL of a server');
});

describe('steward archive check', () => {
  const check = async (...args: readonly string[]) => {
    const { code, out, err } = await archive('check', ...args);
    return { code, out, err: sizeless(err) };
  };

  it('finds all of it as it was written', async () => {
    expect(await check()).toEqual({ code: 0, out: '', err: '6 objects and logs of SIZE B: all as written\n' });
    expect(await check('archive/builds/')).toMatchObject({ err: '1 objects and logs of SIZE B: all as written\n' });
    expect(await check('archive/bilds/')).toEqual({
      code: 1,
      out: '',
      err: 'nothing is there below archive/bilds/: nothing is proven\n',
    });
  });

  it.each<[string, string, (file: string) => void, RegExp]>([
    [
      'an object that is cut',
      keys.late,
      (file) => truncateSync(file, 60),
      /^is no whole gzip: unexpected end of file$/m,
    ],
    [
      'an object of no kind that there is',
      keys.late,
      (file) => writeFileSync(file, gzipSync(JSON.stringify({ apiVersion: 7, kind: 'Foo', metadata: { name: 'a' } }))),
      /^is no object of Kubernetes in JSON$/m,
    ],
    [
      'a log that is longer than it was',
      keys.log,
      (file) => appendFileSync(file, 'x'),
      /^has no sha256 in its metadata$/m,
    ],
    [
      'an object in the place of another',
      keys.early,
      (file) => copyFileSync(join(folder, keys.late), file),
      /^its key says uid u-early, and it has 0f8b7c66-/m,
    ],
    ['a file of others', 'archive/notes.txt', (file) => writeFileSync(file, 'x'), /^is no key of this archive$/m],
  ])('says which is not: %s', async (_, key, damage, problem) => {
    damage(join(folder, key));
    const { code, out, err } = await check();
    const said = out.trimEnd().split('\n');
    expect(said.map((line) => line.split(': ')[0])).toEqual(said.map(() => key));
    expect(out.replaceAll(`${key}: `, '')).toMatch(problem);
    const count = key.endsWith('.txt') ? 7 : 6;
    expect([code, err]).toEqual([1, `${count} objects and logs of SIZE B: 1 are not as written\n`]);
    expect(await check('archive/builds/')).toMatchObject({ code: 0 });
  });
});
