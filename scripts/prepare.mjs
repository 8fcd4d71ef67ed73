// Builds the package where it is installed from git, as pre-commit does: `prepack` is not run there. Under `npm install -g`
// npm hands `global` on to the installation of what the build needs, which is then missing.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const { npm_config_global: _global, npm_config_prefix: _prefix, ...env } = process.env;

function npm(...args) {
  const { status } = spawnSync('npm', args, { env, stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) process.exit(status ?? 1);
}

if (!existsSync('lib/cli/steward.js')) {
  if (!existsSync('node_modules/typescript')) npm('ci', '--ignore-scripts');
  npm('run', 'build');
}
