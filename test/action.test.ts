import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { parse } from 'yaml';
import { formats, thresholds } from '../src/cli/check-options';
import { root, withFolder } from './files';

const action = parse(readFileSync(join(root, 'action.yml'), 'utf8'));
const step = action.runs.steps.find(({ id }: { id?: string }) => id === 'check');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** What the action's script runs, word by word, with these inputs. */
function commandWith(inputs: Readonly<Record<string, string>>): string[] {
  const evaluate = (expression: string): string => {
    const [, context, name] = /^\$\{\{ (\w+)\.([\w-]+) \}\}$/.exec(expression) ?? [];
    if (context === 'github' && name === 'action_path') return root;
    if (context !== 'inputs' || !name || !(name in action.inputs)) throw new Error(`${expression} is not an input`);
    return inputs[name] ?? action.inputs[name].default;
  };
  const env = Object.fromEntries(Object.entries<string>(step.env).map(([name, value]) => [name, evaluate(value)]));
  return withFolder((folder) => {
    writeFileSync(join(folder, 'npx'), '#!/bin/sh\nfor word in "$@"; do printf "%s\\n" "$word"; done\n');
    chmodSync(join(folder, 'npx'), 0o755);
    const { status, stdout, stderr } = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', step.run], {
      encoding: 'utf8',
      env: { ...process.env, ...env, PATH: `${folder}${delimiter}${process.env.PATH}` },
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return stdout.trimEnd().split('\n');
  });
}

describe('the action for GitHub', () => {
  it('runs the version that it is itself, with annotations', () => {
    expect(commandWith({})).toEqual([
      ...['--yes', '--package', `cdk8s-steward@${version}`, '--', 'steward', 'check'],
      ...['--format', 'github', '--fail-on', 'error'],
    ]);
  });

  it('passes every input on, and obeys none of them', () => {
    const words = commandWith({
      paths: 'dist/a b\n  $(touch evil)\n\n',
      roots: 'dist/dev\ndist/prod',
      profile: 'clusters.yaml',
      baseline: 'known.json',
      'fail-on': 'warning',
      format: 'sarif',
      output: 'out.sarif',
      args: '--rule\nHPA-OVER-QUOTA',
      version: '1.2.3',
    });
    expect(words.slice(2)).toEqual([
      ...['cdk8s-steward@1.2.3', '--', 'steward', 'check', '--format', 'sarif', '--fail-on', 'warning'],
      ...['--root', 'dist/dev', '--root', 'dist/prod', '--profile', 'clusters.yaml', '--baseline', 'known.json'],
      ...['--output', 'out.sarif', '--rule', 'HPA-OVER-QUOTA', 'dist/a b', '$(touch evil)'],
    ]);
  });

  it('writes no input into the text of a script', () => {
    for (const { run = '' } of action.runs.steps) expect(run).not.toContain('${{');
  });

  it('names the formats and severities that there are', () => {
    for (const format of formats) expect(action.inputs.format.description).toContain(format);
    for (const threshold of thresholds) expect(action.inputs['fail-on'].description).toContain(threshold);
  });
});

describe('the hook for pre-commit', () => {
  it('runs a command of this package on the whole folder', () => {
    const [hook, ...more] = parse(readFileSync(join(root, '.pre-commit-hooks.yaml'), 'utf8'));
    expect(more).toEqual([]);
    expect(hook).toMatchObject({
      id: 'steward-check',
      entry: 'steward check',
      language: 'node',
      pass_filenames: false,
    });
    expect(['a.yaml', 'b/c.yml', 'd.json', 'e.ts'].filter((file) => new RegExp(hook.files).test(file))).toEqual([
      'a.yaml',
      'b/c.yml',
      'd.json',
    ]);
  });

  it('is built where it is installed: pre-commit installs it from git, which runs no prepack', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(scripts.prepare).toBe('node scripts/prepare.mjs');
    expect(readFileSync(join(root, '.npmrc'), 'utf8')).toContain('\nforeground-scripts=false\n');
  });
});
