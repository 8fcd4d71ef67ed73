import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileText, header, treeProblems, writeTree } from '../../../src/model/manifests/tree';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tree-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const files = (texts: Record<string, string>) => new Map(Object.entries(texts));
const ours = (content: string) => fileText([`${content}\n`]);

function put(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

test('a file begins with the header, and each document stands behind its ---', () => {
  expect(fileText(['a: 1\n', 'b: 2\n'])).toBe(`${header}\n---\na: 1\n---\nb: 2\n`);
});

describe('writing a tree', () => {
  test('makes the folder and every file, and tells which', () => {
    const tree = files({ 'dev/ci/a.yaml': ours('a'), 'b.yaml': ours('b') });
    const below = join(folder, 'new', 'output');
    expect(writeTree(below, tree)).toEqual({ written: ['dev/ci/a.yaml', 'b.yaml'], deleted: [], unchanged: 0 });
    expect(readFileSync(join(below, 'dev/ci/a.yaml'), 'utf8')).toBe(`${header}\n---\na\n`);
    expect(writeTree(below, tree)).toEqual({ written: [], deleted: [], unchanged: 2 });
  });

  test('leaves a file untouched that does not change', () => {
    writeTree(folder, files({ 'a.yaml': ours('a'), 'b.yaml': ours('b') }));
    const past = new Date(1_000_000_000_000);
    for (const path of ['a.yaml', 'b.yaml']) utimesSync(join(folder, path), past, past);
    const change = writeTree(folder, files({ 'a.yaml': ours('a'), 'b.yaml': ours('c') }));
    expect(change).toEqual({ written: ['b.yaml'], deleted: [], unchanged: 1 });
    expect(statSync(join(folder, 'a.yaml')).mtime).toEqual(past);
    expect(statSync(join(folder, 'b.yaml')).mtime).not.toEqual(past);
  });

  test('deletes stale files of ours and the folders they leave empty', () => {
    writeTree(folder, files({ 'dev/ci/a.yaml': ours('a'), 'dev/ci/deep/b.yml': ours('b'), 'dev/c.yaml': ours('c') }));
    const change = writeTree(folder, files({ 'dev/c.yaml': ours('c') }));
    expect({ ...change, deleted: [...change.deleted].sort() }).toEqual({
      written: [],
      deleted: ['dev/ci/a.yaml', 'dev/ci/deep/b.yml'],
      unchanged: 1,
    });
    expect(existsSync(join(folder, 'dev/ci'))).toBe(false);
    expect(existsSync(join(folder, 'dev/c.yaml'))).toBe(true);
  });

  test('never deletes what is not ours', () => {
    const foreign = {
      'README.md': 'read me',
      'dev/by-hand.yaml': 'a: 1\n',
      'dev/note.txt': `${header}\n`,
      'e.yaml': '',
    };
    for (const [path, text] of Object.entries(foreign)) put(path, text);
    mkdirSync(join(folder, 'empty'));
    writeTree(folder, files({ 'dev/a.yaml': ours('a') }));
    expect(writeTree(folder, files({})).deleted).toEqual(['dev/a.yaml']);
    for (const [path, text] of Object.entries(foreign)) expect(readFileSync(join(folder, path), 'utf8')).toBe(text);
    expect(existsSync(join(folder, 'empty'))).toBe(true);
  });
});

describe('a tree cannot be written', () => {
  test.each(['../a.yaml', '/etc/a.yaml', 'dev/../../a.yaml', '..'])('when a path leaves the folder: %s', (path) => {
    expect(treeProblems(folder, files({ [path]: ours('a') }))).toEqual([
      `${path} leaves the output folder ${folder}: use a relative path below it`,
    ]);
  });

  test.each(['./a.yaml', 'dev//a.yaml', 'dev/../a.yaml', 'dev/', '.', ''])(
    'when a path is not plain, for its file would be taken for a stale one: %j',
    (path) => {
      expect(treeProblems(folder, files({ [path]: ours('a') }))).toEqual([
        `${path} is no plain path of a file: write it without ., .. and doubled or trailing /`,
      ]);
    },
  );

  test('when a file of others is in the way, and every such file is named', () => {
    put('dev/a.yaml', 'a: 1\n');
    put('b.yaml', `\n${header}\n`);
    put('c.yaml', ours('c'));
    put('d.yaml', '');
    const tree = files({ 'dev/a.yaml': ours('a'), 'b.yaml': ours('b'), 'c.yaml': ours('x'), 'd.yaml': ours('d') });
    expect(treeProblems(folder, tree)).toEqual([
      expect.stringContaining(`${join(folder, 'dev/a.yaml')} is in the way: it does not start with "${header}"`),
      expect.stringContaining(`${join(folder, 'b.yaml')} is in the way`),
    ]);
    expect(readFileSync(join(folder, 'dev/a.yaml'), 'utf8')).toBe('a: 1\n');
    expect(readFileSync(join(folder, 'c.yaml'), 'utf8')).toBe(ours('c'));
  });

  test('when a folder stands where a file must go, or a file where a folder must', () => {
    mkdirSync(join(folder, 'a.yaml'));
    put('dev', 'a file');
    expect(treeProblems(folder, files({ 'a.yaml': ours('a'), 'dev/ci/b.yaml': ours('b') }))).toEqual([
      `${join(folder, 'a.yaml')} is in the way: it is a folder; move or delete it`,
      `${join(folder, 'dev')} is in the way: it must be a folder; move or delete it`,
    ]);
  });

  test('when one of its files is a folder of another', () => {
    expect(treeProblems(folder, files({ dev: ours('a'), 'dev/b.yaml': ours('b') }))).toEqual([
      'dev is a file, and the folder of others: rename one of them',
    ]);
  });
});

test('a tree that can be written has no problems, whether its files are there or not', () => {
  const tree = files({ 'dev/ci/a.yaml': ours('a'), 'dev/..a/b.yaml': ours('b'), '...yaml': ours('c') });
  expect(treeProblems(join(folder, 'absent'), tree)).toEqual([]);
  writeTree(folder, tree);
  expect(treeProblems(folder, tree)).toEqual([]);
});
