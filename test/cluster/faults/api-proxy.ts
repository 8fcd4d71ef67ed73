import type { IncomingMessage, ServerResponse } from 'node:http';
import { Agent, request } from 'node:https';
import type { Access } from '../api/client';
import type { Answer, Exchange } from './exchange';
import type { ApiFault, ApiFaults } from './fault-plan';
import { FaultProxy, whole, withoutHopHeaders } from './fault-proxy';
import { status, statusOf } from './status';

/** How long a late watch says nothing, in milliseconds. */
const lateness = 300;

/**
 * Stands between a program and the API server: plain HTTP on this side, HTTPS on the other, the caller's own
 * authorization passed on. What it does to requests, a plan says.
 */
export class ApiProxy extends FaultProxy {
  /** How far the server's clock seems to be ahead, in milliseconds. */
  clockShift = 0;
  private readonly agent: Agent;
  private readonly upstream: URL;
  private readonly watches = new Set<() => void>();

  private constructor(
    access: Pick<Access, 'server' | 'ca'>,
    public plan: ApiFaults | undefined,
  ) {
    super();
    this.upstream = new URL(access.server);
    this.agent = new Agent({ ca: access.ca, keepAlive: true });
  }

  static async start(access: Pick<Access, 'server' | 'ca'>, plan?: ApiFaults): Promise<ApiProxy> {
    const proxy = new ApiProxy(access, plan);
    await proxy.listen();
    return proxy;
  }

  override close(): void {
    this.endWatches();
    super.close();
    this.agent.destroy();
  }

  /** From now on everything passes; watches that are stalled or under way end. */
  calm(): void {
    this.plan = undefined;
    this.endWatches();
  }

  private endWatches(): void {
    for (const end of this.watches) end();
  }

  protected async handle(exchange: Exchange, response: ServerResponse): Promise<void> {
    const fault = this.plan?.ofApi(exchange);
    exchange.fault = fault;
    if (fault === 'dropped') return void response.destroy();
    const refusal = fault && refusalOf(fault, exchange);
    if (refusal) return this.answer(response, refusal);
    const extent = this.plan?.extent(exchange) ?? 0;
    if (fault === 'slow') await new Promise((resolve) => setTimeout(resolve, 20 + 1_000 * extent ** 3));
    const upstream = await this.forward(exchange);
    exchange.status = upstream.statusCode ?? 0;
    if (exchange.query.has('watch') && exchange.status === 200) {
      return this.stream(upstream, response, fault, extent);
    }
    const body = await whole(upstream);
    const answer = { status: exchange.status, headers: withoutHopHeaders(upstream.headers), body };
    if (fault === 'lost') return void response.destroy();
    if (fault === 'lost-500') return this.answer(response, statusOf(500, 'InternalError', 'the leader changed'));
    if (fault === 'short') return this.answer(response, { ...answer, body: part(body, extent) });
    if (fault === 'cut') return this.cut(response, answer, extent);
    this.answer(response, answer);
  }

  private forward(exchange: Exchange): Promise<IncomingMessage> {
    const { method, url, headers, body } = exchange;
    exchange.forwardedAt = performance.now();
    return new Promise((resolve, reject) => {
      const outgoing = request(
        {
          agent: this.agent,
          host: this.upstream.hostname,
          port: this.upstream.port,
          method,
          path: url,
          headers: { ...withoutHopHeaders(headers), 'content-length': body.length },
        },
        resolve,
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }

  private answer(response: ServerResponse, { status, headers, body }: Answer): void {
    response.writeHead(status, { ...this.shifted(headers), 'content-length': body.length });
    response.end(body);
  }

  private cut(response: ServerResponse, { status, headers, body }: Answer, extent: number): void {
    response.writeHead(status, { ...this.shifted(headers), 'content-length': body.length });
    response.write(part(body, extent), () => response.destroy());
  }

  /** A watch: what comes is passed on as it comes, until its fault sets in after a few events or a while. */
  private stream(
    upstream: IncomingMessage,
    response: ServerResponse,
    fault: ApiFault | undefined,
    extent: number,
  ): void {
    response.writeHead(200, this.shifted(withoutHopHeaders(upstream.headers)));
    response.flushHeaders();
    let isStalled = false;
    if (fault === 'watch-late') {
      upstream.pause();
      setTimeout(() => upstream.resume(), lateness);
    }
    upstream.on('data', (chunk: Buffer) => {
      if (!isStalled) response.write(chunk);
    });
    const end = () => {
      this.watches.delete(end);
      clearTimeout(timer);
      upstream.destroy();
      response.destroy();
    };
    this.watches.add(end);
    upstream.on('end', () => {
      if (!isStalled) response.end();
    });
    upstream.on('error', end);
    response.on('close', end);
    const timer = setTimeout(() => {
      if (fault === 'watch-stalled') isStalled = true;
      else if (fault === 'watch-expired') {
        const object = status(410, 'Expired', 'too old resource version');
        response.end(`${JSON.stringify({ type: 'ERROR', object })}\n`);
        upstream.destroy();
        isStalled = true;
      } else if (fault === 'watch-cut') end();
    }, 800 * extent);
    if (fault === undefined) clearTimeout(timer);
  }

  private shifted(headers: Answer['headers']): Answer['headers'] {
    const date = headers['date'];
    if (this.clockShift === 0 || typeof date !== 'string') return headers;
    return { ...headers, date: new Date(Date.parse(date) + this.clockShift).toUTCString() };
  }
}

/** The answer to a request that does not get as far as the server. */
function refusalOf(fault: ApiFault, { query }: Exchange): Answer | undefined {
  switch (fault) {
    case 'conflict':
      return statusOf(409, 'Conflict', 'the object has been modified; please apply your changes to the latest version');
    case 'throttled':
      return statusOf(429, 'TooManyRequests', 'please try again later', { 'retry-after': '1' });
    case 'error':
      return statusOf(500, 'InternalError', 'an error on the server has prevented the request from succeeding');
    case 'unavailable':
      // Of somebody in between, who knows no Status.
      return { status: 503, headers: { 'content-type': 'text/html' }, body: Buffer.from('<h1>no backend</h1>') };
    case 'expired':
    case 'expired-for-good': {
      const rest = fault === 'expired' ? restOf(query.get('continue') ?? '') : undefined;
      return statusOf(410, 'Expired', 'the provided continue parameter is too old', {}, rest);
    }
    default:
      return undefined;
  }
}

/** The token for what follows as it is now; the API server itself makes it so. */
function restOf(token: string): string {
  const { start } = JSON.parse(Buffer.from(token, 'base64url').toString()) as { start: string };
  return Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: -1, start })).toString('base64url');
}

function part(body: Buffer, extent: number): Buffer {
  return body.subarray(0, Math.floor(body.length * extent));
}
