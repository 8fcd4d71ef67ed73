import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface SeenRequest {
  readonly method: string;
  /** Path and query as they came. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** How a request is answered: with what it returns, or by hand. */
export type Answer = (
  request: SeenRequest,
  response: ServerResponse,
) => { status?: number; headers?: Record<string, string>; body?: string | Buffer } | undefined;

export interface FakeServer {
  readonly url: string;
  readonly seen: readonly SeenRequest[];
  /** Connections that were made so far. */
  readonly connections: number;
  /** How requests are answered from now on. */
  answer: Answer;
}

/** A server that does what servers should not. What they should do is proven on a real one. */
export async function withServer<T>(answer: Answer, use: (server: FakeServer) => Promise<T>): Promise<T> {
  const seen: SeenRequest[] = [];
  const sockets = new Set<Socket>();
  const state = {
    answer,
    seen,
    url: '',
    get connections() {
      return sockets.size;
    },
  };
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method = '', url = '', headers } = incoming;
      const request = { method, url, headers, body: Buffer.concat(chunks) };
      seen.push(request);
      const result = state.answer(request, response);
      if (result) response.writeHead(result.status ?? 200, result.headers).end(result.body ?? '');
    });
  });
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    return await use(state);
  } finally {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** A refusal as S3 writes it. */
export function s3Error(status: number, code: string, message: string, more = '') {
  const body = `<?xml version="1.0"?>\n<Error><Code>${code}</Code><Message>${message}</Message>${more}</Error>`;
  return { status, headers: { 'content-type': 'application/xml' }, body };
}
