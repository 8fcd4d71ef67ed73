import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, root, withFolder } from './files';

const quiet = { ...process.env, CDK8S_CHECK_UPGRADE: 'false' };

describe('the app of this repository', () => {
  it('renders the same bytes under `cdk8s synth` as under node, twice', () => {
    withFolder((folder) => {
      for (const name of ['cdk8s.yaml', 'package.json', 'lib', 'bundles'])
        cpSync(join(root, name), join(folder, name), { recursive: true });
      symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
      execFileSync(process.execPath, ['lib/main.js'], { cwd: folder });
      const byNode = filesBelow(join(folder, 'dist'));
      expect(byNode).toEqual(filesBelow(join(root, 'dist')));
      for (const _ of [1, 2]) {
        execFileSync('npx', ['cdk8s', 'synth'], { cwd: folder, env: quiet, stdio: 'pipe' });
        expect(filesBelow(join(folder, 'dist'))).toEqual(byNode);
      }
    });
  }, 60_000);

  it('prints every object under `cdk8s synth --stdout`', () => {
    withFolder((folder) => {
      for (const name of ['cdk8s.yaml', 'package.json', 'lib', 'bundles'])
        cpSync(join(root, name), join(folder, name), { recursive: true });
      symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
      const { stdout } = spawnSync('npx', ['cdk8s', 'synth', '--stdout'], {
        cwd: folder,
        env: quiet,
        encoding: 'utf8',
      });
      const objects = [...filesBelow(join(root, 'dist'))].filter(([path]) => !path.startsWith('values/'));
      expect(stdout.match(/^apiVersion: /gm)).toHaveLength(objects.length);
    });
  }, 60_000);
});
