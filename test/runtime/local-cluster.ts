import type { ServerResponse } from 'node:http';
import type { LiveMetadata, LiveObject } from '../../src/model/manifests/live-object';
import { resourceOf } from '../../src/model/policy/effective-policy';
import { pathOf } from '../../src/runtime/api/paths';
import { type Handler, type Identity, LocalServer, type Request, refuse } from './local-server';

/** An object to be; what the server gives each is given. */
export interface Made {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Partial<LiveMetadata> & { readonly name: string };
  readonly [field: string]: unknown;
}

const collection = /^\/(?:api\/v1|apis\/[^/]+\/[^/]+)\/namespaces\/[^/]+\/[^/]+$/;
const namespace = /^\/api\/v1\/namespaces\/(?<name>[^/]+)$/;
const log = /\/pods\/(?<pod>[^/]+)\/log$/;

/**
 * Objects behind the API of a cluster: versions, preconditions, selectors, logs. Nothing runs in it: what an owner would take
 * along stays, watches are silent, and everybody may do everything.
 */
export class LocalCluster {
  /** By path. */
  readonly objects = new Map<string, LiveObject>();
  /** What containers wrote, by `pod/container`. */
  readonly logs = new Map<string, string>();
  /** What discovery tells of groups. */
  groups: readonly object[] = [];
  /** What answers in the place of the cluster; undefined leaves the answer to it. */
  fault: Handler = () => undefined;
  private version = 0;

  private constructor(readonly server: LocalServer) {}

  static async start(identity?: Identity): Promise<LocalCluster> {
    const cluster = new LocalCluster(await LocalServer.start(() => ({}), identity));
    cluster.server.handler = async (request, response) => {
      const answer = await cluster.fault(request, response);
      return answer !== undefined || response.headersSent ? answer : cluster.answer(request, response);
    };
    return cluster;
  }

  /** As it is before everything. */
  clear(): void {
    this.objects.clear();
    this.logs.clear();
    this.server.requests.length = 0;
    this.groups = [];
    this.fault = () => undefined;
  }

  put(...objects: readonly Made[]): void {
    for (const object of objects)
      this.write(pathOf(resourceOf(object), object.metadata.namespace, object.metadata.name), object);
  }

  find(apiVersion: string, kind: string, namespaceName: string, name: string): LiveObject | undefined {
    return this.objects.get(pathOf(resourceOf({ apiVersion, kind }), namespaceName, name));
  }

  /** What was asked to change, in its order. */
  get writes(): string[] {
    return this.server.requests
      .filter(({ method, path }) => method !== 'GET' && !path.endsWith('/selfsubjectaccessreviews'))
      .map(({ method, path }) => `${method} ${path}`);
  }

  private answer(request: Request, response: ServerResponse): unknown {
    const { method, path, query, body } = request;
    if (path === '/apis') return { items: this.groups };
    if (path.endsWith('/selfsubjectaccessreviews')) return { status: { allowed: true } };
    const { pod } = log.exec(path)?.groups ?? {};
    if (pod !== undefined) return this.log(pod, query, response);
    if (query.has('watch')) {
      response.flushHeaders();
      return undefined;
    }
    if (method === 'GET' && path === '/api/v1/namespaces') return this.namespaces();
    if (method === 'GET' && collection.test(path)) return this.list(path, query);
    const given = body === '' ? {} : JSON.parse(body);
    if (method === 'POST') return this.create(path, given, response);
    const found = this.objects.get(path);
    if (!found) return this.missing(path, response);
    if (method === 'GET') return found;
    const { uid, resourceVersion } = (method === 'DELETE' ? given.preconditions : given.metadata) as LiveMetadata;
    if (uid !== found.metadata.uid || resourceVersion !== found.metadata.resourceVersion) {
      return refuse(response, 409, 'Conflict');
    }
    if (query.get('dryRun') === 'All') return found;
    if (method === 'PUT') return this.write(path, given);
    this.objects.delete(path);
    return { kind: 'Status', status: 'Success' };
  }

  /** Those in which something is. */
  private namespaces(): object {
    const names = new Set([...this.objects.values()].map(({ metadata }) => metadata.namespace ?? 'default'));
    return {
      metadata: { resourceVersion: `${this.version}` },
      items: [...names].map((name) => ({ metadata: { name } })),
    };
  }

  private list(path: string, query: URLSearchParams): object {
    const fields = pairs(query.get('fieldSelector'));
    const labels = pairs(query.get('labelSelector'));
    const items = [...this.objects]
      .filter(([own]) => own.startsWith(`${path}/`))
      .map(([, object]) => object)
      .filter((object) => fields.every(([field, value]) => fieldOf(object, field) === value))
      .filter(({ metadata }) => labels.every(([label, value]) => metadata.labels?.[label] === value))
      .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
    return { metadata: { resourceVersion: `${this.version}` }, items };
  }

  private create(path: string, given: Made, response: ServerResponse): object {
    const { name = `${given.metadata['generateName']}${this.version}` } = given.metadata;
    if (this.objects.has(`${path}/${name}`)) return refuse(response, 409, 'AlreadyExists', `"${name}" already exists`);
    const space = path.split('/').at(-2);
    return this.write(`${path}/${name}`, { ...given, metadata: { ...given.metadata, name, namespace: space } });
  }

  private write(path: string, object: Made): LiveObject {
    this.version += 1;
    const defaults = { uid: `uid-of-${object.metadata.name}`, creationTimestamp: '2020-01-01T00:00:00Z' };
    const metadata = { ...defaults, ...object.metadata, resourceVersion: `${this.version}` };
    const written: LiveObject = { ...object, metadata };
    this.objects.set(path, written);
    return written;
  }

  private missing(path: string, response: ServerResponse): object {
    const { name } = namespace.exec(path)?.groups ?? {};
    if (name !== undefined) return { metadata: { name } };
    const [plural, missing] = path.split('/').slice(-2);
    return refuse(response, 404, 'NotFound', `${plural} "${missing}" not found`);
  }

  private log(pod: string, query: URLSearchParams, response: ServerResponse): object | undefined {
    const text = this.logs.get(`${pod}/${query.get('container')}`);
    if (text === undefined) return refuse(response, 404, 'NotFound', `no log of ${pod}`);
    const lines = text.split(/(?<=\n)/);
    const tail = Buffer.from(lines.slice(-Number(query.get('tailLines') ?? lines.length)).join(''));
    // As the kubelet counts: so many bytes of what the lines have left, from its beginning.
    response.end(tail.subarray(0, Number(query.get('limitBytes') ?? tail.length)));
    return undefined;
  }
}

/** `a=b,c=d`. */
function pairs(selector: string | null): (readonly [string, string])[] {
  return (selector ?? '')
    .split(',')
    .filter((term) => term !== '')
    .map((term) => {
      const [name = '', value = ''] = term.split('=');
      return [name, value] as const;
    });
}

function fieldOf(object: LiveObject, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, field) => (value as Record<string, unknown> | undefined)?.[field], object);
}
