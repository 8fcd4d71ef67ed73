import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../files';
import type { Outcome } from './run-case';

const program = join(root, 'lib/cli/steward.js');

/** Runs the program that is built: a client of clusters is an ES module, which tests cannot load. */
export function built(args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], (error, out, err) => {
      resolve({ code: Number(error?.code ?? 0), out, err });
    });
  });
}

/** @param authority PEM of the certificate that the server must show */
export function kubeconfigFor(server: string, authority?: string): string {
  const trust =
    authority === undefined ? '' : `, certificate-authority-data: ${Buffer.from(authority).toString('base64')}`;
  return `apiVersion: v1
kind: Config
clusters: [{name: a, cluster: {server: '${server}'${trust}}}]
users: [{name: u, user: {token: x}}]
contexts: [{name: c, context: {cluster: a, user: u}}]
current-context: c
`;
}
