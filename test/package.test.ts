import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, root, withFolder } from './files';

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

describe('the package as its users install it', () => {
  it('works in a fresh project beside cdk8s: types, synthesis, one copy of cdk8s', () => {
    withFolder((folder) => {
      const run = (command: string, ...args: string[]) =>
        execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
      const [{ filename }] = JSON.parse(
        execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
          cwd: root,
          encoding: 'utf8',
        }),
      );
      writeFileSync(join(folder, 'package.json'), '{"name": "consumer", "private": true}');
      const peers = ['cdk8s', 'cdk8s-plus-28', 'constructs', 'typescript', '@types/node'].map(
        (name) => `${name}@${manifest.devDependencies[name]}`,
      );
      run(
        'npm',
        'install',
        '--no-audit',
        '--no-fund',
        '--prefer-offline',
        '--ignore-scripts',
        `./${filename}`,
        ...peers,
      );
      mkdirSync(join(folder, 'src'));
      const options = ['--outDir', 'lib', '--module', 'node20', '--target', 'es2022', '--strict', '--types', 'node'];
      // The second copies the program that the package brings.
      for (const example of ['agent-platform', 'cleanup']) {
        copyFileSync(join(root, 'examples', example, 'main.ts'), join(folder, 'src/main.ts'));
        run('npx', 'tsc', ...options, 'src/main.ts');
        run(process.execPath, 'lib/main.js');
        expect(filesBelow(join(folder, 'dist'))).toEqual(filesBelow(join(root, 'examples', example, 'dist')));
        rmSync(join(folder, 'dist'), { recursive: true });
      }

      const installed = run('npm', 'ls', '--all', '--parseable').split('\n');
      const copies = (name: string) => installed.filter((path) => path.endsWith(`/node_modules/${name}`));
      expect(copies('cdk8s')).toHaveLength(1);
      expect(copies('constructs')).toHaveLength(1);
      expect(run('node', '-p', `Object.keys(require('cdk8s-steward/package.json').dependencies).join()`).trim()).toBe(
        '@kubernetes/client-node,aws4fetch,commander,prom-client,yaml,zod',
      );

      cpSync(join(root, 'examples/agent-platform/dist'), join(folder, 'dist'), { recursive: true });
      const checked = spawnSync('npx', ['--no-install', 'cdk8s-steward', 'check', 'dist'], {
        cwd: folder,
        encoding: 'utf8',
      });
      expect({ status: checked.status, stderr: checked.stderr }).toMatchObject({ status: 0 });
      expect(checked.stdout).toMatch(/no findings|0 findings|in \d+ objects/);
    });
  }, 180_000);

  it('has exports and types that every resolver finds', () => {
    const { status, stdout } = spawnSync('npx', ['publint', '--strict', '--pack', 'npm'], {
      cwd: root,
      encoding: 'utf8',
    });
    expect({ status, stdout }).toMatchObject({ status: 0, stdout: expect.stringContaining('All good!') });
  }, 60_000);
});
