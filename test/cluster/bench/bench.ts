import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Manifest } from '../../../src/model/manifests/manifest';
import { readYaml } from '../../../src/model/manifests/yaml-reader';
import { ApiClient, ApiError, type LiveObject, objectPath, pathOf } from '../api/client';
import { readKubeconfig } from '../api/kubeconfig';
import { binaries, repository } from '../build/build';
import { chosenVersions } from '../build/targets';
import { applyFakeNode } from '../control-plane/fake-node';

/** What a write to the API server left in its audit log. */
export interface AuditRecord {
  readonly verb: string;
  readonly user: string;
  readonly resource: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly code: number;
}

/** How a pod on a fake node ends; the stages in conf/stages.yaml. */
export type Outcome = 'run' | 'succeed' | 'fail' | 'oom' | 'evict' | 'pull-error';

/** A running control plane, as tests use it. */
export class Bench {
  /** The shared control plane of the test run. */
  static shared(): Bench {
    const folder = process.env['STEWARD_CLUSTER'];
    if (!folder) throw new Error('STEWARD_CLUSTER is not set: run npm run test:cluster');
    return new Bench(folder);
  }

  readonly client: ApiClient;
  readonly addresses: Readonly<Record<string, number>>;
  private namespaces = 0;

  constructor(private readonly folder: string) {
    this.client = new ApiClient(readKubeconfig(join(folder, 'steward-admin.kubeconfig')));
    this.addresses = JSON.parse(readFileSync(join(folder, 'addresses.json'), 'utf8'));
  }

  close(): void {
    this.client.close();
  }

  /** A namespace of its own, ready for pods. */
  async namespace(purpose: string, labels: Readonly<Record<string, string>> = {}): Promise<string> {
    this.namespaces += 1;
    const name = `${purpose}-${process.pid}-${this.namespaces}-${Date.now().toString(36)}`;
    await this.client.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
    await this.until(`${name} has its service account`, () => this.find('v1', 'ServiceAccount', name, 'default'));
    return name;
  }

  /** An object, or undefined where there is none. */
  async find(
    apiVersion: string,
    kind: string,
    namespace: string | undefined,
    name: string,
  ): Promise<LiveObject | undefined> {
    try {
      return await this.client.get(pathOf(apiVersion, kind, namespace, name));
    } catch (error) {
      if (error instanceof ApiError && error.code === 404) return undefined;
      throw error;
    }
  }

  /** An object that must be there. */
  get(apiVersion: string, kind: string, namespace: string | undefined, name: string): Promise<LiveObject> {
    return this.client.get(pathOf(apiVersion, kind, namespace, name));
  }

  list(apiVersion: string, kind: string, namespace: string, labelSelector?: string): Promise<LiveObject[]> {
    return this.client.list(pathOf(apiVersion, kind, namespace), { labelSelector });
  }

  async delete(manifest: Manifest, options: object = {}): Promise<void> {
    await this.client.delete(objectPath(manifest), options);
  }

  /**
   * Waits until the attempt gives something; what it last gave, or threw, is in the failure's message.
   */
  async until<T>(what: string, attempt: () => Promise<T | undefined | false>, seconds = 30): Promise<T> {
    const end = Date.now() + seconds * 1_000;
    for (let last: unknown; ; ) {
      try {
        const result = await attempt();
        if (result) return result;
        last = result;
      } catch (error) {
        last = error instanceof Error ? error.message : error;
      }
      if (Date.now() > end) throw new Error(`not within ${seconds} s: ${what}; last seen: ${JSON.stringify(last)}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** Waits until a field of an object has a value; the object's status is in the failure's message. */
  async untilObject(
    object: { apiVersion: string; kind: string; namespace?: string; name: string },
    what: string,
    holds: (live: LiveObject) => boolean,
    seconds = 30,
  ): Promise<LiveObject> {
    const { apiVersion, kind, namespace, name } = object;
    let seen: LiveObject | undefined;
    try {
      return await this.until(
        what,
        async () => {
          seen = await this.find(apiVersion, kind, namespace, name);
          return seen && holds(seen) ? seen : undefined;
        },
        seconds,
      );
    } catch {
      const state = seen ? JSON.stringify({ spec: seen['spec'], status: seen['status'] }).slice(0, 2_000) : 'absent';
      throw new Error(`not within ${seconds} s: ${kind} ${namespace}/${name} ${what}; last seen: ${state}`);
    }
  }

  /** A pod on the fake nodes that ends as asked, after a Go duration. */
  pod(namespace: string, name: string, resources: object, outcome: Outcome = 'run', more: object = {}): Manifest {
    return {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace, labels: { app: name }, annotations: { 'testbed/outcome': outcome } },
      spec: {
        terminationGracePeriodSeconds: 0,
        containers: [{ name: 'main', image: 'steward.test/none', resources }],
        ...more,
      },
    };
  }

  /** A fake node of its own; returns what a pod's spec needs to land there and nowhere else. */
  async node(name: string, size: { cpu: string; memory: string }): Promise<object> {
    const taints = [{ key: 'only', value: name, effect: 'NoSchedule' }];
    await applyFakeNode(this.client, { name, size, labels: { only: name }, taints, port: this.addresses['kwok'] ?? 0 });
    return { nodeSelector: { only: name }, tolerations: [{ key: 'only', operator: 'Exists' }] };
  }

  /** What a shell command says, and how it ends; kubectl is there, and reaches this control plane. */
  shell(command: string): { readonly code: number; readonly output: string } {
    const kubectl = dirname(binaries(chosenVersions()).path('kubectl'));
    const env = {
      ...process.env,
      PATH: `${kubectl}:${process.env['PATH']}`,
      KUBECONFIG: join(this.folder, 'steward-admin.kubeconfig'),
    };
    const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', command], {
      env,
      cwd: this.folder,
      encoding: 'utf8',
    });
    return { code: status ?? -1, output: `${stdout}${stderr}` };
  }

  /** The refusal of a request that must be refused. */
  async refusal(attempt: Promise<unknown>): Promise<ApiError> {
    try {
      await attempt;
    } catch (error) {
      if (error instanceof ApiError) return error;
      throw error;
    }
    throw new Error('the API server accepted what it was to refuse');
  }

  /** A client that acts as a service account, with a token the server issued for it. */
  async as(namespace: string, serviceAccount: string): Promise<ApiClient> {
    const path = `${pathOf('v1', 'ServiceAccount', namespace, serviceAccount)}/token`;
    const request = {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: { expirationSeconds: 3_600 },
    };
    const { status } = await this.client.call('POST', path, request);
    return this.client.as(status.token);
  }

  /** What was written since the log began, by the user or with the user agent that the filter accepts. */
  audit(accept: (record: AuditRecord) => boolean): AuditRecord[] {
    const lines = readFileSync(join(this.folder, 'audit.log'), 'utf8').split('\n');
    return lines
      .filter((line) => line.startsWith('{'))
      .map((line) => {
        const { verb, user, objectRef = {}, responseStatus = {} } = JSON.parse(line);
        const { resource, namespace, name } = objectRef;
        return { verb, user: user.username, resource, namespace, name, code: responseStatus.code };
      })
      .filter(accept);
  }

  /** The value of an instant query to Prometheus; one number per series, by its labels as JSON. */
  async query(promql: string): Promise<Map<string, number>> {
    const url = `http://127.0.0.1:${this.addresses['prometheus']}/api/v1/query?query=${encodeURIComponent(promql)}`;
    const { status, data, error } = (await (await fetch(url)).json()) as {
      status: string;
      error?: string;
      data: { result: { metric: Record<string, string>; value: [number, string] }[] };
    };
    if (status !== 'success') throw new Error(`${promql}: ${error}`);
    return new Map(data.result.map(({ metric, value }) => [JSON.stringify(metric), Number(value[1])]));
  }
}

/** The same object in another namespace, so that tests do not meet. */
export function inNamespace(namespace: string, manifest: Manifest): Manifest {
  return { ...manifest, metadata: { ...manifest.metadata, namespace } };
}

/** A rendered manifest of the reference platform, by its file below dist/. */
export function rendered(file: string): Manifest {
  const { manifests } = readYaml(readFileSync(join(repository(), 'dist', file), 'utf8'), file);
  const [only] = manifests;
  if (!only) throw new Error(`dist/${file} holds no manifest`);
  return only.manifest;
}
