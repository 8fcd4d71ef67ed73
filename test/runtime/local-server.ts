import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { ApiClient, type ClientOptions } from '../../src/runtime/api/api-client';

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Answers a request; what it returns is sent as JSON, what it does with the response itself stays as it is. */
export type Handler = (request: Request, response: ServerResponse) => unknown;

/** A certificate and its key, PEM. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
}

/** A server on this machine that answers as a test says. */
export class LocalServer {
  readonly requests: Request[] = [];
  private readonly server: Server;

  private constructor(
    public handler: Handler,
    private readonly identity?: Identity,
  ) {
    const listener = (incoming: IncomingMessage, response: ServerResponse) => void this.answer(incoming, response);
    this.server = identity === undefined ? createServer(listener) : createSecureServer(identity, listener);
  }

  /** @param identity with which it speaks TLS */
  static async start(handler: Handler, identity?: Identity): Promise<LocalServer> {
    const local = new LocalServer(handler, identity);
    await new Promise<void>((resolve) => local.server.listen(0, '127.0.0.1', resolve));
    return local;
  }

  get url(): string {
    return `${this.identity === undefined ? 'http' : 'https'}://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** A client of it, as quick as tests want it. */
  client(options: ClientOptions = {}): ApiClient {
    return new ApiClient({ server: this.url, token: async () => 'secret' }, options);
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of incoming) body += chunk;
    const { method = '', url = '', headers } = incoming;
    const { pathname: path, searchParams: query } = new URL(url, 'http://local');
    const request = { method, path, query, headers, body };
    this.requests.push(request);
    const answer = await this.handler(request, response);
    if (answer !== undefined) response.end(JSON.stringify(answer));
  }
}

/** A server for the tests of a block and a client of it; each test begins without requests. */
export function servedForTests(
  handler: Handler = () => ({}),
  options: ClientOptions = {},
): { readonly server: LocalServer; readonly client: ApiClient } {
  const local = {} as { server: LocalServer; client: ApiClient };
  beforeAll(async () => {
    local.server = await LocalServer.start(handler);
    local.client = local.server.client(options);
  });
  afterAll(() => {
    local.client.close();
    local.server.close();
  });
  beforeEach(() => {
    local.server.requests.length = 0;
  });
  return local;
}

/** Refuses as Kubernetes does. */
export function refuse(
  response: ServerResponse,
  code: number,
  reason = '',
  message = reason,
  more: object = {},
): object {
  response.statusCode = code;
  return { kind: 'Status', status: 'Failure', code, reason, message, ...more };
}
