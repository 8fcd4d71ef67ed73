/*
 * The sweep's program as a pod runs it, but with its account in the folder that the first argument names: the program itself
 * looks where every pod has one.
 */
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const built = fileURLToPath(new URL('../lib/runtime/', import.meta.url));
const require = createRequire(import.meta.url);
const { inClusterAccess } = require(`${built}api/access.js`);
const { readSweepFlags } = require(`${built}sweep/options.js`);
const { readPolicyFile } = require(`${built}sweep/policy-source.js`);
const { runSweep } = require(`${built}sweep/run.js`);

const [account, policyFile, mode, qps] = process.argv.slice(2);
const { request } = readSweepFlags({ policy: policyFile, mode, qps, format: 'json' });
process.exitCode = await runSweep(readPolicyFile(request.policyFile).policy, request, {
  access: inClusterAccess(process.env, account),
  output: { out: (text) => process.stdout.write(text), err: (text) => process.stderr.write(text), isWatched: false },
  ownNamespaces: [],
  signal: new AbortController().signal,
});
