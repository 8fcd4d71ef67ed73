import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { Failure } from '../failure';
import type { Access } from './access';
import { ApiError, refusal } from './api-error';
import { ServerClock } from './server-clock';
import { TokenBucket } from './token-bucket';

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export interface CallOptions {
  readonly query?: Query;
  readonly body?: unknown;
  /** @default 'application/json' */
  readonly contentType?: string;
  /** @default 'application/json' */
  readonly accept?: string;
  /**
   * Whether the call may be made again when nobody knows whether it was carried out: reads, and writes that say what they
   * expect to find.
   * @default - true for GET
   */
  readonly isRepeatable?: boolean;
  /** Milliseconds without a byte after which the call has failed. @default - the client's */
  readonly timeout?: number;
  /** How often the call is made at most. @default - the client's */
  readonly attempts?: number;
  /** Whether the call does not wait for its turn: `turn` was waited for, or it is rare. @default false */
  readonly isFree?: boolean;
}

export interface ClientOptions {
  /** @default - as many calls as come */
  readonly bucket?: TokenBucket;
  /** Calls in flight at once. @default 32 */
  readonly connections?: number;
  /** Milliseconds without a byte after which a call has failed. @default 30,000 */
  readonly timeout?: number;
  /** How often a call is made at most. @default 6 */
  readonly attempts?: number;
  /** @default 'cdk8s-steward' */
  readonly userAgent?: string;
}

/** Makes something of an answer; throws for one that is not whole. */
type Read<T> = (text: string) => T;

/** An answer that comes bit by bit. */
export interface Stream {
  readonly chunks: AsyncIterable<string>;
  close(): void;
}

/**
 * A client of the Kubernetes API. Passing failures are waited out and tried again within bounds; `Retry-After` is obeyed;
 * what may have been carried out already is repeated only if that can do no harm.
 */
export class ApiClient {
  readonly clock = new ServerClock();
  /** Calls made, attempts counted one by one. */
  calls = 0;
  private readonly url: URL;
  private readonly agent: HttpsAgent | HttpAgent;
  private readonly bucket: TokenBucket;
  private readonly timeout: number;
  private readonly attempts: number;
  private readonly userAgent: string;

  constructor(
    private readonly access: Access,
    { bucket, connections = 32, timeout = 30_000, attempts = 6, userAgent = 'cdk8s-steward' }: ClientOptions = {},
  ) {
    if (!URL.canParse(access.server)) throw new Failure(`${access.server} is no URL of an API server`);
    this.url = new URL(access.server);
    const kept = { keepAlive: true, maxSockets: connections, scheduling: 'lifo' as const };
    const { ca, certificate, insecure = false, serverName: servername } = access;
    this.agent =
      this.url.protocol === 'http:'
        ? new HttpAgent(kept)
        : new HttpsAgent({ ...kept, ca, ...certificate, rejectUnauthorized: !insecure, servername });
    this.bucket = bucket ?? new TokenBucket(0, 1);
    this.timeout = timeout;
    this.attempts = attempts;
    this.userAgent = userAgent;
  }

  /** Ends kept-alive connections, so that the process can end. */
  close(): void {
    this.agent.destroy();
  }

  /** Resolves when a call may be made, for one whose time must not pass between a last look and the call. */
  turn(): Promise<void> {
    return this.bucket.take();
  }

  get<T>(path: string, query?: Query, accept?: string): Promise<T> {
    return this.call<T>('GET', path, { query, accept });
  }

  /**
   * One call; the answer read as JSON.
   *
   * @throws ApiError for every refusal, and when no whole answer came
   */
  call<T>(method: string, path: string, options: CallOptions = {}): Promise<T> {
    const all = { isRepeatable: method === 'GET', ...options };
    return this.repeated(all, () => this.attempt(method, path, all, (text) => JSON.parse(text) as T));
  }

  /** An answer that comes bit by bit, as watches and logs do. Only what a busy server has not begun is tried again. */
  stream(path: string, options: Pick<CallOptions, 'query' | 'accept' | 'timeout' | 'isFree'>): Promise<Stream> {
    return this.repeated(options, async () => {
      const response = await this.send('GET', path, options);
      response.setEncoding('utf8');
      const code = response.statusCode ?? 0;
      if (code >= 400) throw refusal(code, await joined(response), response.headers);
      refuseRedirect(response, `GET ${path}`);
      return { chunks: whole(response), close: () => void response.destroy() };
    });
  }

  private async repeated<T>(options: CallOptions, once: () => Promise<T>): Promise<T> {
    const { attempts = this.attempts, isFree = false } = options;
    for (let attempt = 1; ; attempt += 1) {
      if (!isFree) await this.bucket.take();
      try {
        return await once();
      } catch (error) {
        if (!(error instanceof ApiError) || attempt >= attempts || !mayRepeat(error, options)) throw error;
        await pauseAfter(error, attempt);
      }
    }
  }

  private async attempt<T>(method: string, path: string, options: CallOptions, read: Read<T>): Promise<T> {
    const sentAt = this.clock.local();
    const response = await this.send(method, path, options);
    response.setEncoding('utf8');
    const text = await joined(response);
    this.clock.observe(response.headers.date, sentAt, this.clock.local());
    const code = response.statusCode ?? 0;
    if (code >= 400) throw refusal(code, text, response.headers);
    refuseForeign(response, `${method} ${path}`);
    try {
      return read(text);
    } catch {
      // A proxy in between may end an answer early and in good order.
      throw new ApiError(0, '', `the answer to ${method} ${path} was cut off`);
    }
  }

  /** Credentials that stop working in the middle are a refusal like any other: what was done is still told. */
  private async token(): Promise<string | undefined> {
    try {
      const token = await this.access.token();
      // Node would quote it in its refusal.
      if (token !== undefined && /[^\x20-\x7e]/.test(token))
        throw new Failure('the token has characters that no header may have');
      return token;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      throw new ApiError(401, '', error.message);
    }
  }

  private async send(method: string, path: string, options: CallOptions): Promise<IncomingMessage> {
    const { query = {}, body, contentType = 'application/json', accept = 'application/json' } = options;
    const { timeout = this.timeout } = options;
    this.calls += 1;
    const token = await this.token();
    const text = body === undefined ? '' : JSON.stringify(body);
    const given = Object.entries(query).filter(([, value]) => value !== undefined);
    const search = new URLSearchParams(given.map(([key, value]): [string, string] => [key, String(value)])).toString();
    const base = this.url.pathname.replace(/\/$/, '');
    const request = {
      agent: this.agent,
      host: this.url.hostname.replace(/^\[|\]$/g, ''),
      port: this.url.port || undefined,
      method,
      path: `${base}${path}${search === '' ? '' : `?${search}`}`,
      timeout,
      headers: {
        accept,
        'user-agent': this.userAgent,
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(this.access.impersonate !== undefined && { 'impersonate-user': this.access.impersonate }),
        ...(body !== undefined && { 'content-type': contentType }),
        // Node leaves the length out of DELETE requests, and the server takes the body for the next request.
        'content-length': Buffer.byteLength(text),
      },
    };
    return new Promise((resolve, reject) => {
      const outgoing = this.url.protocol === 'http:' ? httpRequest(request, resolve) : httpsRequest(request, resolve);
      outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer for ${timeout / 1_000} s`)));
      outgoing.on('error', (error) => reject(new ApiError(0, '', `${method} ${path}: ${error.message}`)));
      outgoing.end(text);
    });
  }
}

/** A login page, say: who answers so is no API server, and asking again changes nothing. */
function refuseForeign(response: IncomingMessage, call: string): void {
  refuseRedirect(response, call);
  const { statusCode = 0, headers } = response;
  const type = headers['content-type'] ?? 'application/json';
  if (!type.includes('json')) {
    throw new ApiError(statusCode, '', `${call} is answered with ${type}: the address is not that of the API server`);
  }
}

function refuseRedirect({ statusCode = 0, headers }: IncomingMessage, call: string): void {
  if (statusCode < 300) return;
  const where = headers.location === undefined ? '' : ` to ${headers.location}`;
  throw new ApiError(statusCode, '', `${call} is redirected${where}: the address is not that of the API server`);
}

/** Whether a failed call may be made again: it was not carried out, or doing it twice does no harm. */
function mayRepeat(error: ApiError, { isRepeatable = false }: CallOptions): boolean {
  return error.isSoon && (error.code === 429 || (error.isPassing && isRepeatable));
}

/** All of an answer, bit by bit; throws where its end is missing. */
async function* whole(response: IncomingMessage): AsyncGenerator<string> {
  try {
    yield* response;
  } catch (error) {
    throw new ApiError(0, '', `the answer was cut off: ${(error as Error).message}`);
  }
  if (!response.complete) throw new ApiError(0, '', 'the answer was cut off');
}

async function joined(response: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of whole(response)) text += chunk;
  return text;
}

/** Waits; a little at random, so that many do not come back at once, but never less than the server asked for. */
function pauseAfter({ retryAfter }: ApiError, attempt: number): Promise<void> {
  const usual = Math.min(5_000, 100 * 2 ** attempt) * (0.5 + Math.random());
  const spread = retryAfter === undefined ? usual : retryAfter * (1 + Math.random() / 4);
  return new Promise((resolve) => setTimeout(resolve, spread));
}
