import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { archivesIn } from './sweep-server.mjs';

const inCluster = fileURLToPath(new URL('in-cluster.mjs', import.meta.url));
const steward = fileURLToPath(new URL('../lib/cli/steward.js', import.meta.url));
const ends = ['Succeeded', 'Failed', 'Error'];

/**
 * What is measured, by name: how each is told to delete the workflows of the server's namespace.
 *
 * @param folder where policies and archives are written
 * @param peer another tool: its title, and a shell command in which `{kubeconfig}` and `{namespace}` are filled in
 */
export function sweepers(server, folder, { qps, port, peer }) {
  const kubeconfig = server.kubeconfigFor(port);
  const own = (title, mode, program, { archive, archived } = {}) => {
    const policy = `${folder}/${title.replaceAll(/\W+/g, '-')}.json`;
    writeFileSync(policy, JSON.stringify(policyOf(server.namespace, archive)));
    const isDeletion = mode === 'delete';
    const result = isDeletion ? 'deleted' : 'reported';
    const check = (size, output, calls) => checkSummary(size, result, output, calls);
    const command = ['env', ...server.environmentFor(port), process.execPath, ...program(policy, mode)];
    return { title, command, isDeletion, archived, check };
  };
  // The heap that the rendered pod has, of a container of 256 MiB.
  const inPod = (policy, mode) => ['--max-old-space-size=128', inCluster, server.account, policy, mode, `${qps}`];
  const typed = (policy, mode) => {
    const flags = ['--policy', policy, '--mode', mode, '--qps', `${qps}`, '--format', 'json'];
    return [steward, 'sweep', ...flags, '--kubeconfig', kubeconfig];
  };
  const shell = (title, command) => {
    const filled = command.replaceAll('{kubeconfig}', kubeconfig).replaceAll('{namespace}', server.namespace);
    return { title, command: ['sh', '-c', filled], isDeletion: true };
  };
  const kubectl = `${server.kubectl} --kubeconfig {kubeconfig} -n {namespace} delete workflows -l workflows.argoproj.io/completed=true`;
  const s3 = { archive: { s3: { ...server.s3, region: 'us-east-1' } }, archived: () => server.archived() };
  const directory = `${folder}/archive`;
  const inFolder = { archive: { directory }, archived: () => archivesIn(directory) };
  return new Map([
    ['report', own('cdk8s-steward, report', 'report', inPod)],
    ['plain', own('cdk8s-steward, no archive', 'delete', inPod)],
    ['s3', own('cdk8s-steward, archive in S3', 'delete', inPod, s3)],
    ['folder', own('cdk8s-steward, archive in a folder', 'delete', inPod, inFolder)],
    ['cli', own('steward sweep, no archive', 'delete', typed)],
    ...(peer.command ? [['peer', shell(peer.title, peer.command)]] : []),
    ['kubectl', shell('kubectl delete -l', kubectl)],
    ['kubectl-no-wait', shell('kubectl delete -l --wait=false', `${kubectl} --wait=false`)],
  ]);
}

/** Everything that has ended may go; budgets are counted, as they always are, and hold nothing up. */
function policyOf(namespace, archive) {
  const keep = Object.fromEntries(ends.map((outcome) => [outcome, { for: '1s' }]));
  const rule = {
    name: 'workflows',
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    namespaces: [namespace],
    keep,
  };
  const enough = { count: 1_000_000_000 };
  return { name: 'bench', rules: [rule], budgets: { policy: enough, namespace: enough }, archive };
}

/** @throws Error when a sweep did not do all, or made other calls than it says. */
function checkSummary(size, result, output, calls) {
  const { summary } = JSON.parse(output.trimEnd().split('\n').at(-1));
  if (summary.results[result] !== size) throw new Error(`not all ${result}: ${JSON.stringify(summary)}`);
  const made = [...calls.values()].reduce((sum, count) => sum + count, 0);
  if (made !== summary.apiCalls) throw new Error(`${summary.apiCalls} calls told, ${made} in the audit log`);
}
