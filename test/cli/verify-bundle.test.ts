import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { root, withFolder } from '../files';

const { version } = require(join(root, 'package.json'));
const packed = readFileSync(join(root, 'bundles/sweep.js.gz'));
const program = gunzipSync(packed);
const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const system = join(root, 'dist/prod/steward-system');
const rendered = join(system, readdirSync(system).find((name) => name.startsWith('config-map-steward-sweep-')) ?? '');

/** The package as it is published, in a folder of its own: without source. */
function installed(use: (folder: string) => void): void {
  withFolder((folder) => {
    for (const name of ['package.json', 'lib', 'bundles'])
      cpSync(join(root, name), join(folder, name), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    use(folder);
  });
}

function verify(folder: string, ...args: string[]) {
  const command = [join(folder, 'lib/cli/steward.js'), 'verify-bundle', ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: folder, encoding: 'utf8' });
  return { status, stdout, stderr };
}

function configMap(folder: string, bytes: string): string {
  const file = join(folder, 'program.yaml');
  const metadata = '{ name: program, namespace: steward-system }';
  writeFileSync(
    file,
    `apiVersion: v1\nkind: ConfigMap\nmetadata: ${metadata}\nbinaryData: { sweep.js.gz: "${bytes}" }\n`,
  );
  return file;
}

describe('steward verify-bundle', () => {
  it('rebuilds the program from its source, and finds the same in package and manifests', () => {
    const name = rendered.split('config-map-')[1]?.replace('.yaml', '');
    expect(verify(root, rendered)).toEqual({
      status: 0,
      stdout: [
        `${hash(program)}  the program of cdk8s-steward ${version}\n`,
        `${hash(program)}  ${rendered}, ConfigMap ${name}: the same\n`,
        `${hash(program)}  rebuilt from src/runtime/sweep/main.ts: the same\n`,
      ].join(''),
      stderr: '',
    });
  }, 30_000);

  it('compares with the package alone where there is no source, and says so', () => {
    installed((folder) => {
      expect(verify(folder, rendered)).toMatchObject({
        status: 0,
        stdout: expect.stringContaining(': the same\n'),
        stderr: 'no source to rebuild it from, src/runtime/sweep/main.ts is in a checkout only\n',
      });
    });
  });

  it('tells where another program parts from it', () => {
    installed((folder) => {
      const other = Buffer.concat([program.subarray(0, 1000), Buffer.from('process.exit()'), program.subarray(1000)]);
      const at = other.findIndex((byte, index) => byte !== program[index]);
      const { status, stdout } = verify(folder, configMap(folder, gzipSync(other).toString('base64')));
      expect(status).toBe(1);
      expect(stdout).toContain(
        `${hash(other)}  ${folder}/program.yaml, ConfigMap program: differs from byte ${at} on (${other.length} bytes, not ${program.length})\n`,
      );
      const longer = Buffer.concat([program, Buffer.from('process.exit()')]);
      expect(verify(folder, configMap(folder, gzipSync(longer).toString('base64'))).stdout).toContain(
        `differs from byte ${program.length} on`,
      );
    });
  });

  it('compares the program, not how it was compressed', () => {
    installed((folder) => {
      const again = gzipSync(program, { level: 1 });
      expect(again.equals(packed)).toBe(false);
      expect(verify(folder, configMap(folder, again.toString('base64'))).status).toBe(0);
    });
  });

  it('writes the program for an image of its own', () => {
    installed((folder) => {
      expect(verify(folder, '--extract', 'image/sweep.js').status).toBe(0);
      expect(readFileSync(join(folder, 'image/sweep.js')).equals(program)).toBe(true);
    });
  });

  it.each([
    ['H4sI', /^error: .*program\.yaml: sweep\.js\.gz of ConfigMap program is damaged: unexpected end of file\n$/],
    ['', /^error: .*program\.yaml: sweep\.js\.gz of ConfigMap program is damaged: unexpected end of file\n$/],
  ])('refuses what cannot be unpacked: %j', (bytes, message) => {
    installed((folder) => {
      const { status, stderr } = verify(folder, configMap(folder, bytes));
      expect([status, stderr]).toEqual([2, expect.stringMatching(message)]);
    });
  });

  it('refuses a file that holds none, and one that there is not', () => {
    const other = join(root, 'dist/prod/argocd/app-project-platform.yaml');
    expect(verify(root, other)).toMatchObject({
      status: 2,
      stderr: `error: ${other} holds no program: no ConfigMap with sweep.js.gz in binaryData\n`,
    });
    expect(verify(root, 'nowhere.yaml')).toMatchObject({
      status: 2,
      stderr: 'error: nowhere.yaml cannot be read: ENOENT: no such file or directory\n',
    });
  });

  it('says what is missing where the program cannot be rebuilt', () => {
    installed((folder) => {
      mkdirSync(join(folder, 'src/runtime/sweep'), { recursive: true });
      cpSync(join(root, 'src/runtime/sweep/main.ts'), join(folder, 'src/runtime/sweep/main.ts'));
      cpSync(join(root, 'scripts'), join(folder, 'scripts'), { recursive: true });
      expect(verify(folder)).toMatchObject({
        status: 2,
        stderr: expect.stringMatching(/^error: the program cannot be rebuilt: Build failed with \d+ error/m),
      });
      rmSync(join(folder, 'node_modules'));
      mkdirSync(join(folder, 'node_modules'));
      for (const name of ['commander', 'yaml'])
        symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
      expect(verify(folder)).toMatchObject({
        status: 2,
        stderr: 'error: the program cannot be rebuilt: esbuild is not installed: run npm ci\n',
      });
    });
  });
});
