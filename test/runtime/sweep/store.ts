import { LocalServer, type Request, refuse } from '../local-server';

interface Stored {
  readonly metadata: { readonly name: string; readonly resourceVersion: string } & Readonly<Record<string, unknown>>;
}

/** One kind of object as an API server keeps it: versions, conflicts, names. */
export class ObjectStore {
  readonly objects = new Map<string, Stored>();
  private version = 0;

  private constructor(readonly server: LocalServer) {
    server.handler = (request, response) => {
      const { code, body } = this.answer(request);
      return code < 400 ? body : refuse(response, code);
    };
  }

  static async start(): Promise<ObjectStore> {
    return new ObjectStore(await LocalServer.start(() => ({})));
  }

  private answer({ method, path, body: text }: Request): { code: number; body?: object } {
    const name = method === 'POST' ? JSON.parse(text).metadata.name : path.split('/').at(-1);
    const found = this.objects.get(name);
    if (method === 'GET') return found ? { code: 200, body: found } : { code: 404 };
    const given = JSON.parse(text) as Stored;
    if (method === 'POST' && found) return { code: 409 };
    if (method === 'PUT' && given.metadata.resourceVersion !== found?.metadata.resourceVersion) return { code: 409 };
    this.version += 1;
    const stored = { ...given, metadata: { ...given.metadata, resourceVersion: `${this.version}` } };
    this.objects.set(name, stored);
    return { code: 200, body: stored };
  }
}
