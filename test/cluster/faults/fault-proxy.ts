import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Exchange } from './exchange';

/** What proxies have in common: they listen on 127.0.0.1, keep a record, and let somebody in between. */
export abstract class FaultProxy {
  /** Every request so far, in the order in which they came. */
  readonly exchanges: Exchange[] = [];
  /** Is waited for before a request goes on. */
  before: ((exchange: Exchange) => Promise<void> | void) | undefined;
  private readonly server: Server;

  protected constructor() {
    this.server = createServer((request, response) => {
      this.take(request, response).catch(() => response.destroy());
    });
    this.server.keepAliveTimeout = 60_000;
  }

  /** What was done to requests, for the message of a failure. */
  get faults(): readonly Exchange[] {
    return this.exchanges.filter(({ fault }) => fault !== undefined);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  protected listen(): Promise<void> {
    return new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  /** Carries a request out, and answers it, by the faults of its time. */
  protected abstract handle(exchange: Exchange, response: ServerResponse): Promise<void>;

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await whole(request);
    const { method = 'GET', url = '/', headers } = request;
    const { pathname: path, searchParams: query } = new URL(url, 'http://proxy');
    const arrivedAt = performance.now();
    const exchange: Exchange = { index: this.exchanges.length, method, url, path, query, body, headers, arrivedAt };
    this.exchanges.push(exchange);
    await this.before?.(exchange);
    await this.handle(exchange, response);
  }
}

/** Everything that a message has to say. */
export async function whole(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Headers that belong to one connection, and are not passed on. */
export function withoutHopHeaders<Value>(headers: Readonly<Record<string, Value>>): Record<string, Value> {
  const hop = ['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'expect', 'upgrade'];
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !hop.includes(name)));
}
