import { Agent, request } from 'node:https';
import { restPath } from '../../../src/model/kinds/kind';
import { kindOf } from '../../../src/model/kinds/registry';
import type { Manifest } from '../../../src/model/manifests/manifest';

/** How to reach an API server, and as whom. */
export interface Access {
  readonly server: string;
  /** PEM of the certificate authority. */
  readonly ca: string;
  readonly token: string;
}

/** The API server's refusal, with its own words. */
export class ApiError extends Error {
  constructor(
    readonly code: number,
    readonly reason: string,
    message: string,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

export interface CallOptions {
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly contentType?: string;
  readonly userAgent?: string;
}

export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: LiveObject;
}

/** An object as the server has it. */
export interface LiveObject extends Manifest {
  readonly metadata: Manifest['metadata'] & { readonly uid: string; readonly resourceVersion: string };
  // biome-ignore lint/suspicious/noExplicitAny: tests read any field of any kind
  readonly [field: string]: any;
}

/** A plain client of the Kubernetes API: what it is told, no retries, no caches. */
export class ApiClient {
  private readonly agent: Agent;
  private readonly url: URL;

  constructor(readonly access: Access) {
    this.url = new URL(access.server);
    this.agent = new Agent({ ca: access.ca, keepAlive: true, maxSockets: 64 });
  }

  /** Ends kept-alive connections, so that the process can end. */
  close(): void {
    this.agent.destroy();
  }

  /** A client that acts as another account. */
  as(token: string): ApiClient {
    return new ApiClient({ ...this.access, token });
  }

  /**
   * One call; the parsed answer.
   *
   * @throws ApiError for every status from 400.
   */
  async call<T = LiveObject>(method: string, path: string, body?: unknown, options: CallOptions = {}): Promise<T> {
    const { status, text } = await this.send(method, path, body, options);
    if (status < 400) return (text === '' ? undefined : isJson(text) ? JSON.parse(text) : text) as T;
    const failure = isJson(text) ? JSON.parse(text) : { message: text };
    throw new ApiError(status, failure.reason ?? '', failure.message ?? text);
  }

  /** An answer as it is, e.g. the log of a container, which may look like JSON. */
  async text(path: string): Promise<string> {
    const { status, text } = await this.send('GET', path, undefined, {});
    if (status >= 400) throw new ApiError(status, '', text);
    return text;
  }

  get(path: string): Promise<LiveObject> {
    return this.call('GET', path);
  }

  async list(path: string, query: CallOptions['query'] = {}): Promise<LiveObject[]> {
    const { items } = await this.call<{ items: LiveObject[] }>('GET', path, undefined, { query });
    return items;
  }

  /** Creates an object as it is; fields the server does not know are an error. */
  create(manifest: object): Promise<LiveObject> {
    return this.call('POST', collectionPath(manifest as Manifest), manifest, { query: { fieldValidation: 'Strict' } });
  }

  /** Server-side apply, as Argo CD syncs: strict, and forced over other managers only if asked. */
  apply(
    manifest: object,
    options: { readonly force?: boolean; readonly fieldManager?: string } = {},
  ): Promise<LiveObject> {
    const { force = false, fieldManager = 'steward-test' } = options;
    return this.call('PATCH', objectPath(manifest as Manifest), manifest, {
      contentType: 'application/apply-patch+yaml',
      query: { fieldManager, force, fieldValidation: 'Strict' },
    });
  }

  mergePatch(path: string, patch: unknown): Promise<LiveObject> {
    return this.call('PATCH', path, patch, { contentType: 'application/merge-patch+json' });
  }

  delete(path: string, options: unknown = {}): Promise<unknown> {
    return this.call('DELETE', path, { apiVersion: 'v1', kind: 'DeleteOptions', ...(options as object) });
  }

  /** Calls back for each event until the signal aborts or the server ends the stream. */
  watch(
    path: string,
    query: CallOptions['query'],
    onEvent: (event: WatchEvent) => void,
    signal: AbortSignal,
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      const outgoing = request(this.options('GET', path, { query: { ...query, watch: true } }), (response) => {
        let rest = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          const lines = (rest + chunk).split('\n');
          rest = lines.pop() ?? '';
          for (const line of lines) if (line !== '') onEvent(JSON.parse(line));
        });
        response.on('end', resolve);
        response.on('error', (error) => (signal.aborted ? resolve() : reject(error)));
      });
      outgoing.on('error', (error) => (signal.aborted ? resolve() : reject(error)));
      signal.addEventListener('abort', () => outgoing.destroy(), { once: true });
      outgoing.end();
    });
  }

  private send(
    method: string,
    path: string,
    body: unknown,
    options: CallOptions,
  ): Promise<{ status: number; text: string }> {
    return new Promise((resolve, reject) => {
      const outgoing = request(this.options(method, path, options), (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
        response.on('error', reject);
      });
      outgoing.on('error', reject);
      const text = body === undefined ? '' : JSON.stringify(body);
      // Node leaves the length out of DELETE requests, and the server takes the body for the next request.
      outgoing.setHeader('content-length', Buffer.byteLength(text));
      outgoing.end(text);
    });
  }

  private options(
    method: string,
    path: string,
    { query = {}, contentType = 'application/json', userAgent }: CallOptions,
  ) {
    const given = Object.entries(query).filter(([, value]) => value !== undefined);
    const search = new URLSearchParams(given.map(([key, value]): [string, string] => [key, String(value)])).toString();
    return {
      agent: this.agent,
      host: this.url.hostname,
      port: this.url.port,
      method,
      path: search === '' ? path : `${path}?${search}`,
      headers: {
        authorization: `Bearer ${this.access.token}`,
        accept: 'application/json',
        'content-type': contentType,
        ...(userAgent && { 'user-agent': userAgent }),
      },
    };
  }
}

/** Where an object lives; kinds that the model does not know are given by hand here. */
export function objectPath({ apiVersion, kind, metadata }: Manifest): string {
  return pathOf(apiVersion, kind, metadata.namespace, metadata.name);
}

export function collectionPath({ apiVersion, kind, metadata }: Manifest): string {
  return pathOf(apiVersion, kind, metadata.namespace);
}

/** The REST path of a kind's collection or object. */
export function pathOf(apiVersion: string, kind: string, namespace?: string, name?: string): string {
  const known = kindOf(apiVersion, kind);
  if (known) return restPath(known, namespace, name);
  const other = others[`${apiVersion}/${kind}`];
  if (!other) throw new Error(`${apiVersion} ${kind} is not known to the test client: add it to \`others\``);
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const scope = other.namespaced && namespace !== undefined ? `/namespaces/${namespace}` : '';
  return `${root}${scope}/${other.plural}${name === undefined ? '' : `/${name}`}`;
}

const others: Readonly<Record<string, { readonly plural: string; readonly namespaced: boolean }>> = {
  'v1/Node': { plural: 'nodes', namespaced: false },
  'v1/Event': { plural: 'events', namespaced: true },
  'v1/PersistentVolume': { plural: 'persistentvolumes', namespaced: false },
  'v1/Endpoints': { plural: 'endpoints', namespaced: true },
  'apps/v1/ReplicaSet': { plural: 'replicasets', namespaced: true },
  'apps/v1/DaemonSet': { plural: 'daemonsets', namespaced: true },
  'apiextensions.k8s.io/v1/CustomResourceDefinition': { plural: 'customresourcedefinitions', namespaced: false },
  'apiregistration.k8s.io/v1/APIService': { plural: 'apiservices', namespaced: false },
  'coordination.k8s.io/v1/Lease': { plural: 'leases', namespaced: true },
  'discovery.k8s.io/v1/EndpointSlice': { plural: 'endpointslices', namespaced: true },
};

function isJson(text: string): boolean {
  return text.startsWith('{') || text.startsWith('[');
}
