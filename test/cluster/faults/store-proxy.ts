import { createHash } from 'node:crypto';
import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { AwsV4Signer } from 'aws4fetch';
import type { StoreAccess } from '../api/s3';
import type { Answer, Exchange } from './exchange';
import type { FaultPlan } from './fault-plan';
import { FaultProxy, whole, withoutHopHeaders } from './fault-proxy';

/**
 * Stands between a program and an S3 server. Beside what befalls every connection it may lie: it takes an object, says that
 * all is well, and stores nothing, half of it, or something else.
 */
export class StoreProxy extends FaultProxy {
  private constructor(
    private readonly access: StoreAccess,
    public plan: FaultPlan | undefined,
  ) {
    super();
  }

  static async start(access: StoreAccess, plan?: FaultPlan): Promise<StoreProxy> {
    const proxy = new StoreProxy(access, plan);
    await proxy.listen();
    return proxy;
  }

  /** From now on everything passes. */
  calm(): void {
    this.plan = undefined;
  }

  protected async handle(exchange: Exchange, response: ServerResponse): Promise<void> {
    const fault = this.plan?.ofStore(exchange);
    exchange.fault = fault;
    switch (fault) {
      case 'dropped':
        return void response.destroy();
      case 'slow-down':
        return answer(response, refusal(503, 'SlowDown'));
      case 'error':
        return answer(response, refusal(500, 'InternalError'));
      case 'nothing':
        return answer(response, taken(exchange.body));
      case 'half':
        return this.lie(exchange, response, exchange.body.subarray(0, exchange.body.length / 2));
      case 'other':
        return this.lie(exchange, response, Buffer.from(exchange.body.map((byte) => byte ^ 1)));
      default: {
        const { headers, body } = exchange;
        const told = await this.forward(exchange, headers, body);
        if (fault === 'lost') response.destroy();
        else answer(response, told);
      }
    }
  }

  /** Stores other bytes in good order, which only somebody can do who holds the keys. */
  private async lie(exchange: Exchange, response: ServerResponse, body: Buffer): Promise<void> {
    const { method, url, headers } = exchange;
    const hash = createHash('sha256').update(body).digest();
    const kept = Object.entries(headers).filter(([name]) => /^(content-type|x-amz-(meta-.*|tagging))$/.test(name));
    const signer = new AwsV4Signer({
      method,
      url: `http://127.0.0.1:${this.access.port}${url}`,
      headers: {
        ...(Object.fromEntries(kept) as Record<string, string>),
        'x-amz-content-sha256': hash.toString('hex'),
        'x-amz-checksum-sha256': hash.toString('base64'),
        'x-amz-sdk-checksum-algorithm': 'SHA256',
      },
      accessKeyId: this.access.accessKey,
      secretAccessKey: this.access.secretKey,
      service: 's3',
      region: 'us-east-1',
    });
    const signed = await signer.sign();
    const own = { ...Object.fromEntries(signed.headers), host: `127.0.0.1:${this.access.port}` };
    answer(response, await this.forward(exchange, own, body));
  }

  private async forward(exchange: Exchange, headers: Exchange['headers'], body: Buffer): Promise<Answer> {
    const { method, url } = exchange;
    exchange.forwardedAt = performance.now();
    const upstream = await new Promise<IncomingMessage>((resolve, reject) => {
      // The host stays what the caller signed.
      const sent = { ...withoutHopHeaders(headers), 'content-length': body.length };
      const outgoing = request(
        { host: '127.0.0.1', port: this.access.port, method, path: url, headers: sent },
        resolve,
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
    exchange.status = upstream.statusCode ?? 0;
    const isBodiless = method === 'HEAD';
    const length = isBodiless ? { 'content-length': upstream.headers['content-length'] } : {};
    const told = { ...withoutHopHeaders(upstream.headers), ...length };
    return { status: exchange.status, headers: told, body: await whole(upstream) };
  }
}

function answer(response: ServerResponse, { status, headers, body }: Answer): void {
  const length = headers['content-length'] ?? body.length;
  response.writeHead(status, { ...headers, 'content-length': length as number });
  response.end(body);
}

function refusal(status: number, code: string): Answer {
  const body = Buffer.from(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>later</Message></Error>`);
  return { status, headers: { 'content-type': 'application/xml', 'retry-after': '0' }, body };
}

function taken(body: Buffer): Answer {
  const etag = `"${createHash('md5').update(body).digest('hex')}"`;
  return { status: 200, headers: { etag }, body: Buffer.alloc(0) };
}
