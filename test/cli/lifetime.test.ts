import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { built, kubeconfigFor } from './child';

const folder = mkdtempSync(join(tmpdir(), 'steward-lifetime-'));
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
/** Nothing listens on port 1. */
const kubeconfig = ['--kubeconfig', file('kubeconfig', kubeconfigFor('https://127.0.0.1:1'))];
const plain = ['--kubeconfig', file('plain', kubeconfigFor('http://127.0.0.1:1'))];
const policy = file(
  'policy.yaml',
  'name: a\nrules: [{name: pods, apiVersion: v1, kind: Pod, namespaces: [x], keep: {Succeeded: {for: 1d}}}]\n',
);
const nowhere = join(folder, 'nowhere', 'file');
mkdirSync(join(folder, 'archive'));

afterAll(() => rmSync(folder, { recursive: true }));

// Each of them was a stack once, or came after something had been done.
it.each<[string, readonly string[], RegExp]>([
  [
    'a plan that cannot be written',
    ['sweep', '--policy', policy, '--plan', nowhere],
    /^error: --plan .* cannot be written: ENOENT/,
  ],
  [
    'metrics that cannot be written',
    ['sweep', '--policy', policy, '--metrics', nowhere],
    /^error: --metrics .* cannot be written: ENOENT/,
  ],
  ['a plan that is not there', ['sweep', '--policy', policy, '--apply', nowhere], /^error: .* cannot be read: ENOENT/],
  ['a policy that is not there', ['sweep', '--policy', nowhere], /^error: .* cannot be read: ENOENT/],
  ['no server to sweep', ['sweep', '--policy', policy], /^error: https:\/\/127\.0\.0\.1:1: .*ECONNREFUSED/],
  ['no server to clean up', ['cleanup', '-n', 'x'], /^error: GET \/apis: connect ECONNREFUSED/],
  ['no server to acknowledge at', ['acknowledge', 'a'], /^error: GET .*steward-sweep-a: connect ECONNREFUSED/],
  ['no server to ask why', ['why', 'pod', '-n', 'x'], /^error: GET .*\/pods\/pod: connect ECONNREFUSED/],
])(
  '%s is told in one line',
  async (_, args, line) => {
    const { code, out, err } = await built([...args, ...kubeconfig]);
    expect([code, out, err.trimEnd().split('\n')]).toEqual([2, '', [expect.stringMatching(line)]]);
  },
  30_000,
);

it('a server without TLS is told in one line', async () => {
  const { code, err } = await built(['why', 'pod', '-n', 'x', ...plain]);
  expect([code, err]).toEqual([
    2,
    expect.stringMatching(/^error: the kubeconfig's access to http:\/\/127\.0\.0\.1:1 /),
  ]);
});

it.each([['list'], ['check'], ['show', 'x/Pod/p']])(
  'an S3 server that is not there is told in one line (%s)',
  async (...command) => {
    const s3 = ['--bucket', 'b', '--endpoint', 'http://127.0.0.1:1'];
    const { code, err } = await built(['archive', ...command, ...s3]);
    expect([code, err.trimEnd().split('\n')]).toEqual([2, [expect.stringMatching(/^error: bucket b at /)]]);
  },
  30_000,
);

it('an archive that is named is asked also where no cluster is in reach', async () => {
  const { code, err } = await built(['why', 'pod', '-n', 'x', '--directory', join(folder, 'archive'), ...kubeconfig]);
  expect([code, err]).toEqual([2, 'error: nothing is known of pod pod in x\n']);
});

it('an outcome that is misspelt is one problem', async () => {
  const misspelt = file(
    'misspelt.yaml',
    'name: a\nrules: [{name: pods, apiVersion: v1, kind: Pod, namespaces: [x], keep: {Suceeded: {for: 1d}}}]\n',
  );
  const { err } = await built(['sweep', '--policy', misspelt, ...kubeconfig]);
  expect(err.trimEnd().split('\n')).toEqual([expect.stringMatching(/rules\[0\]\.keep\.Suceeded is no field/)]);
});
