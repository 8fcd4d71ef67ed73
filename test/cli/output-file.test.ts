import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { writeOutput } from '../../src/cli/output-file';
import { UsageError } from '../../src/cli/usage-error';
import { inFolder } from './run-case';

describe('a file that a command writes', () => {
  it('is replaced whole, and leaves no draft behind', () =>
    inFolder(async () => {
      writeFileSync('report.json', 'a longer text from before');
      writeOutput('report.json', 'new');
      expect(readFileSync('report.json', 'utf8')).toBe('new');
      expect(readdirSync('.')).toEqual(['report.json']);
    }));

  it('has its folders made', () =>
    inFolder(async () => {
      writeOutput('a/b/report.json', 'x');
      expect(readFileSync('a/b/report.json', 'utf8')).toBe('x');
    }));

  it('is written through a link, which stays one', () =>
    inFolder(async () => {
      writeFileSync('real.json', '');
      symlinkSync('real.json', 'link.json');
      writeOutput('link.json', 'x');
      expect(lstatSync('link.json').isSymbolicLink()).toBe(true);
      expect(readFileSync('real.json', 'utf8')).toBe('x');
    }));

  it('cannot be a folder: that is said with its name, and nothing is left behind', () =>
    inFolder(async () => {
      mkdirSync('folder');
      expect(() => writeOutput('folder', 'x')).toThrow(UsageError);
      expect(() => writeOutput('folder', 'x')).toThrow(/^folder cannot be written: EISDIR/);
      writeFileSync('file', '');
      expect(() => writeOutput('file/report.json', 'x')).toThrow(/^file\/report\.json cannot be written: E/);
      chmodSync('folder', 0o755);
      expect(readdirSync('.').sort()).toEqual(['file', 'folder']);
      expect(existsSync('folder/report.json')).toBe(false);
    }));
});
