import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Draft } from '../../../../src/runtime/sweep/output/draft';

describe('a file that is there whole or not at all', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'draft-'));
    file = join(folder, 'metrics.prom');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('is not there before it is finished, nor after it was given up', () => {
    const draft = new Draft(file, '--metrics');
    draft.write('one ');
    draft.write('two');
    expect(existsSync(file)).toBe(false);
    draft.finish();
    expect(readFileSync(file, 'utf8')).toBe('one two');
    new Draft(file, '--metrics').abandon();
    expect(readdirSync(folder)).toEqual(['metrics.prom']);
  });

  test('can be begun though one of the same process number was killed in the middle of it', () => {
    new Draft(file, '--metrics').write('half');
    const next = new Draft(file, '--metrics');
    next.write('whole');
    next.finish();
    expect(readFileSync(file, 'utf8')).toBe('whole');
  });

  test('is written to where it is no plain file, and not replaced', () => {
    const target = join(folder, 'target');
    writeFileSync(target, 'before');
    symlinkSync(target, file);
    const draft = new Draft(file, '--metrics');
    draft.write('after');
    draft.finish();
    expect([readlinkSync(file), readFileSync(target, 'utf8')]).toEqual([target, 'after']);
    expect(readdirSync(folder).sort()).toEqual(['metrics.prom', 'target']);
  });

  test('is read by whom it is for', () => {
    for (const [mode, name] of [
      [0o644, 'a'],
      [undefined, 'b'],
    ] as const) {
      const draft = new Draft(join(folder, name), '--metrics', mode);
      draft.finish();
      expect(statSync(join(folder, name)).mode & 0o777).toBe(mode ?? 0o600);
    }
  });

  test('leaves nothing where it cannot be finished, and says why', () => {
    const draft = new Draft(file, '--metrics');
    draft.write('whole');
    mkdirSync(file);
    expect(() => draft.finish()).toThrow(`--metrics ${file} cannot be written: E`);
    draft.abandon();
    expect(readdirSync(folder)).toEqual(['metrics.prom']);
    // Its number may be another file's by now.
    expect(() => draft.write('more')).toThrow('cannot be written: it was given up');
  });

  test('cannot be begun below what is no folder', () => {
    writeFileSync(file, '');
    expect(() => new Draft(join(file, 'plan'), '--plan')).toThrow(
      `--plan ${join(file, 'plan')} cannot be written: ENOTDIR`,
    );
  });

  test('cannot be begun where there is no folder', () => {
    expect(() => new Draft(join(folder, 'no', 'plan'), '--plan')).toThrow(
      `--plan ${join(folder, 'no', 'plan')} cannot be written: `,
    );
  });
});
