import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, withFolder } from '../files';

const manifest = require(join(root, 'package.json'));
const program = join(root, manifest.bin.steward);

function steward(args: readonly string[], options: { input?: string; cwd?: string } = {}) {
  return spawnSync(process.execPath, [program, ...args], { encoding: 'utf8', ...options });
}

describe('the program as it is installed', () => {
  it('tells its version', () => {
    expect(steward(['--version'])).toMatchObject({ status: 0, stdout: `${manifest.version}\n`, stderr: '' });
  });

  it('reads standard input, and prints no colours into a pipe', () => {
    const input =
      'apiVersion: v1\nkind: Secret\nmetadata: { name: a, namespace: b }\nstringData: { password: hunter2 }\n';
    const { status, stdout, stderr } = steward(['check', '-', '--fail-on', 'warning'], { input });
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(stdout).toContain('SEC-INLINE');
    expect(stdout).not.toMatch(/\u001b|hunter2/);
  });

  it('refuses empty standard input: a command before it has failed', () => {
    expect(steward(['check', '-'], { input: '' })).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('no Kubernetes object in the standard input: nothing was checked'),
    });
  });

  it('ends quietly when its reader goes away', () => {
    withFolder((folder) => {
      const secrets = Array.from({ length: 3000 }, (_, index) => {
        return `apiVersion: v1\nkind: Secret\nmetadata: { name: s${index}, namespace: a }\nstringData: { password: x${index} }\n`;
      });
      writeFileSync(join(folder, 'secrets.yaml'), secrets.join('---\n'));
      const command = `"${process.execPath}" "${program}" check secrets.yaml | head -n 1; exit "\${PIPESTATUS[0]}"`;
      const { status, stdout, stderr } = spawnSync('bash', ['-c', command], { cwd: folder, encoding: 'utf8' });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout.split('\n')).toHaveLength(2);
    });
  });
});

describe('importing the package', () => {
  it('loads neither the checker, nor the command line, nor libraries that only they need', () => {
    // cdk8s itself loads `yaml`.
    const script = `require(${JSON.stringify(root)}); console.log(JSON.stringify(Object.keys(require.cache)))`;
    const { stdout } = spawnSync(process.execPath, ['-e', script], { cwd: root, encoding: 'utf8' });
    const loaded: string[] = JSON.parse(stdout);
    expect(loaded.length).toBeGreaterThan(50);
    expect(loaded.filter((path) => /\/lib\/(analysis|cli)\/|\/node_modules\/(commander|zod)\//.test(path))).toEqual([]);
  });
});
