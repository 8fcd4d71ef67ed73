import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

export interface HttpRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body?: Buffer;
  /** Milliseconds until the whole answer must be there. */
  readonly timeout: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

const agents = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };

/**
 * One request, on a connection that is kept for the next: `fetch` gives its connection up after each HEAD, which is two of
 * three requests for an archived object. Redirects are answers; what comes is not unpacked.
 *
 * @throws Error when no whole answer came; named `TimeoutError` when it did not come in time
 */
export async function exchange({ url, method, headers, body, timeout }: HttpRequest): Promise<HttpAnswer> {
  const signal = AbortSignal.timeout(timeout);
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const options = { method, headers: { ...Object.fromEntries(headers), ...lengthOf(body) }, signal };
      const outgoing =
        url.protocol === 'https:'
          ? httpsRequest(url, { ...options, agent: agents.https }, resolve)
          : httpRequest(url, { ...options, agent: agents.http }, resolve);
      outgoing.on('error', reject).end(body);
    });
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    return { status: response.statusCode ?? 0, headers: headersOf(response), body: Buffer.concat(chunks) };
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  }
}

/** Else the body would come in chunks, which S3 refuses. */
function lengthOf(body: Buffer | undefined): { 'content-length'?: number } {
  return body === undefined ? {} : { 'content-length': body.length };
}

function headersOf({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    headers.append(rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '');
  }
  return headers;
}
