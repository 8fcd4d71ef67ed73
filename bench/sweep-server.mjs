import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { callsBy } from './audit.mjs';
import { bareWorkflow, finishedWorkflow } from './workflows.mjs';

const built = fileURLToPath(new URL('../.cache/cluster/test/cluster/', import.meta.url));
const require = createRequire(import.meta.url);
const namespace = 'bench';
const account = 'sweeper';
const bucket = 'archive';
const workflows = `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/workflows`;
const events = `/api/v1/namespaces/${namespace}/events`;
/** Objects that are created at once. */
const writers = 48;

/** The project's test control plane, without Argo's controller, and a namespace of workflows that have ended. */
export class SweepServer {
  static async start(folder, form) {
    // 100,000 objects and those that were deleted a moment ago are more than etcd's 2 GiB.
    process.env.ETCD_QUOTA_BACKEND_BYTES = String(8 * 2 ** 30);
    const { startControlPlane } = require(`${built}control-plane/control-plane.js`);
    const plane = await startControlPlane({ folder, parts: ['controllers', 'object-store'] });
    const server = new SweepServer(plane, form);
    try {
      await server.prepare();
    } catch (error) {
      await plane.stop();
      throw error;
    }
    return server;
  }

  namespace = namespace;
  /** Everything that is measured acts as one service account, which flow control treats as any other. */
  user = `system:serviceaccount:default:${account}`;
  made = 0;

  constructor(plane, form) {
    this.plane = plane;
    this.workflow = form === 'bare' ? bareWorkflow : finishedWorkflow;
    this.client = plane.client;
    /** The folder of the account, as pods have one. */
    this.account = join(plane.folder, 'account');
    this.kubectl = plane.binaries.path('kubectl');
  }

  get s3() {
    return { bucket, endpoint: `http://127.0.0.1:${this.plane.addresses.objectStore}` };
  }

  /** What a pod is told about a server at a port, and about the S3 server. */
  environmentFor(port) {
    const { accessKey, secretKey } = storeCredentials();
    return [
      'KUBERNETES_SERVICE_HOST=127.0.0.1',
      `KUBERNETES_SERVICE_PORT=${port}`,
      `AWS_ACCESS_KEY_ID=${accessKey}`,
      `AWS_SECRET_ACCESS_KEY=${secretKey}`,
    ];
  }

  get port() {
    return this.plane.addresses.api;
  }

  stop() {
    return this.plane.stop();
  }

  /** How the account reaches the server at a port that leads to it. */
  kubeconfigFor(port) {
    const { writeKubeconfig } = require(`${built}control-plane/kubeconfig.js`);
    const access = { ca: this.client.access.ca, server: `https://127.0.0.1:${port}`, token: this.token };
    return writeKubeconfig(join(this.plane.folder, `bench-${port}.kubeconfig`), access, account);
  }

  /** Seconds that everything of the control plane has spent on the processors. */
  cpu() {
    const ticks = Object.values(this.plane.processes).map((pid) => {
      // Fields 14 and 15; the second one, the command, may hold spaces and brackets.
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      return Number(fields[11]) + Number(fields[12]);
    });
    return ticks.reduce((sum, one) => sum + one, 0) / 100;
  }

  async version() {
    return (await this.client.call('GET', '/version')).gitVersion;
  }

  /** Has so many workflows there, no more and no fewer, forgets events, and lets the controllers come to rest. */
  async fill(count) {
    while ((await this.countOf(events)) > 0) await this.client.delete(events);
    // A report leaves what it was given.
    if ((await this.count()) > count) await this.clear();
    let missing = count - (await this.count());
    const write = async () => {
      while (missing > 0) {
        missing -= 1;
        this.made += 1;
        await this.client.call('POST', workflows, this.workflow(namespace, `run-${this.made}`, this.made));
      }
    };
    await Promise.all(Array.from({ length: writers }, write));
    await new Promise((resolve) => setTimeout(resolve, 3_000 + count / 10));
  }

  /** How many workflows there are. */
  count() {
    return this.countOf(workflows);
  }

  /** Deletes what somebody has left behind. */
  async clear() {
    while ((await this.count()) > 0) {
      const { items } = await this.client.call('GET', workflows, undefined, { query: { limit: 500 } });
      await Promise.all(items.map(({ metadata }) => this.client.delete(`${workflows}/${metadata.name}`)));
    }
  }

  /** The size of a workflow as the server tells it, in bytes. */
  async size() {
    const { items } = await this.client.call('GET', workflows, undefined, { query: { limit: 1 } });
    return JSON.stringify(items[0]).length;
  }

  /** How many workflows lie in the bucket. */
  archived() {
    return archivesIn(join(this.plane.folder, 'object-store', bucket));
  }

  /** Calls of what was measured since a moment, by verb and resource. The audit log leaves out events, so these are counted. */
  async calls(since) {
    // A watch is written there when the server has noticed that nobody watches any more.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const calls = await callsBy(this.user, since, this.plane.folder);
    return calls.set('create events', await this.countOf(events));
  }

  async countOf(path) {
    const { items, metadata } = await this.client.call('GET', path, undefined, { query: { limit: 1 } });
    return items.length + (metadata.remainingItemCount ?? 0);
  }

  async prepare() {
    const { s3 } = require(`${built}api/s3.js`);
    const { client, plane } = this;
    for (const name of [namespace, 'steward-system']) {
      await client.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    }
    await client.create({
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: account, namespace: 'default' },
    });
    await client.create({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: account },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ kind: 'ServiceAccount', name: account, namespace: 'default' }],
    });
    const path = `/api/v1/namespaces/default/serviceaccounts/${account}/token`;
    const request = {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: { expirationSeconds: 86_400 },
    };
    const { status } = await client.call('POST', path, request);
    this.token = status.token;
    mkdirSync(this.account);
    writeFileSync(join(this.account, 'token'), this.token, { mode: 0o600 });
    writeFileSync(join(this.account, 'ca.crt'), client.access.ca);
    const answer = await s3({ port: plane.addresses.objectStore, ...storeCredentials() }, 'PUT', `/${bucket}`);
    if (answer.status !== 200) throw new Error(`the bucket cannot be made: ${answer.status} ${answer.body}`);
  }
}

function storeCredentials() {
  return require(`${built}control-plane/object-store.js`).storeCredentials;
}

/** How many archived workflows lie below a folder. */
export function archivesIn(folder) {
  return readdirSync(folder, { recursive: true }).filter((file) => /\/[^./][^/]*\.json\.gz$/.test(file)).length;
}
