import { ApiClient } from '../../../src/runtime/api/api-client';
import { ApiError } from '../../../src/runtime/api/api-error';
import { TokenBucket } from '../../../src/runtime/api/token-bucket';
import { Failure } from '../../../src/runtime/failure';
import { LocalServer, refuse } from '../local-server';

describe('the client of the API', () => {
  let server: LocalServer;

  beforeAll(async () => {
    server = await LocalServer.start(() => ({}));
  });
  afterAll(() => server.close());
  beforeEach(() => {
    server.requests.length = 0;
  });

  const failure = async (attempt: Promise<unknown>): Promise<ApiError> => {
    const error = await attempt.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(ApiError);
    return error as ApiError;
  };
  /** Answers the first requests by one handler, all others with an object. */
  const firstly = (times: number, handler: LocalServer['handler']) => {
    let met = 0;
    server.handler = (request, response) => {
      met += 1;
      return met <= times ? handler(request, response) : { kind: 'Pod' };
    };
  };
  const cut: LocalServer['handler'] = (_, response) => {
    response.setHeader('content-length', 100);
    response.write('{"kind"', () => response.destroy());
  };
  const short: LocalServer['handler'] = (_, response) => void response.end('{"kind":"Po');
  const drop: LocalServer['handler'] = (_, response) => void response.destroy();
  const broken: LocalServer['handler'] = (_, response) => refuse(response, 500, 'InternalError');
  const gateway: LocalServer['handler'] = (_, response) => {
    response.statusCode = 503;
    response.end('<h1>no backend</h1>');
  };

  it('says who it is, what it wants, and how long its body is', async () => {
    server.handler = () => ({ ok: true });
    const client = server.client({ userAgent: 'test' });
    const query = { limit: 5, dryRun: undefined, labelSelector: 'a=b,c' };
    expect(await client.call('DELETE', '/x', { query, body: { a: 'ä' } })).toEqual({ ok: true });
    const [request] = server.requests;
    expect(request).toMatchObject({ method: 'DELETE', path: '/x', body: '{"a":"ä"}' });
    expect([...request!.query]).toEqual([
      ['limit', '5'],
      ['labelSelector', 'a=b,c'],
    ]);
    expect(request!.headers).toMatchObject({
      accept: 'application/json',
      authorization: 'Bearer secret',
      'content-type': 'application/json',
      'content-length': '10',
      'user-agent': 'test',
    });
    client.close();
  });

  it('tells a refusal in the words of the server', async () => {
    const client = server.client();
    server.handler = (_, response) => refuse(response, 409, 'Conflict', 'the object has been modified');
    expect(await failure(client.get('/x'))).toMatchObject({
      code: 409,
      reason: 'Conflict',
      message: 'the object has been modified',
      isPassing: false,
    });
    expect(client.calls).toBe(1);
    client.close();
  });

  it.each([
    ['a dropped connection', drop],
    ['an answer that is cut', cut],
    ['an answer that ends early, in good order', short],
    ['a failure of the server', broken],
    ['a gateway without backend', gateway],
  ])('reads again after %s, and does not write again', async (_, handler) => {
    const client = server.client();
    firstly(1, handler);
    expect(await client.get('/x')).toEqual({ kind: 'Pod' });
    expect(client.calls).toBe(2);
    firstly(1, handler);
    const error = await failure(client.call('PUT', '/x', { body: {} }));
    expect([error.isPassing, client.calls]).toEqual([true, 3]);
    firstly(1, handler);
    expect(await client.call('POST', '/x', { body: {}, isRepeatable: true })).toEqual({ kind: 'Pod' });
    client.close();
  });

  it('gives up after so many attempts', async () => {
    const client = server.client({ attempts: 3 });
    server.handler = broken;
    expect(await failure(client.get('/x'))).toMatchObject({ code: 500 });
    expect(client.calls).toBe(3);
    expect(await failure(client.call('GET', '/x', { attempts: 1 }))).toMatchObject({ code: 500 });
    expect(client.calls).toBe(4);
    client.close();
  });

  it.each<[string, (response: Parameters<LocalServer['handler']>[1]) => unknown]>([
    [
      'header',
      (response) => {
        response.setHeader('retry-after', '1');
        return refuse(response, 429, 'TooManyRequests');
      },
    ],
    ['status', (response) => refuse(response, 429, 'TooManyRequests', '', { details: { retryAfterSeconds: 1 } })],
  ])('waits as long as the server says in its %s, also before it writes again', async (_, handler) => {
    const client = server.client();
    firstly(1, (__, response) => handler(response));
    const started = performance.now();
    expect(await client.call('DELETE', '/x', { body: {} })).toEqual({ kind: 'Pod' });
    expect(performance.now() - started).toBeGreaterThan(990);
    client.close();
  });

  it('knows a login page from an API server, and asks once', async () => {
    server.handler = (_, response) => {
      response.writeHead(302, { location: 'https://login.example.com' });
      response.end();
    };
    const client = server.client();
    expect((await failure(client.get('/apis'))).message).toBe(
      'GET /apis is redirected to https://login.example.com: the address is not that of the API server',
    );
    server.handler = (_, response) => {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end('<h1>Sign in</h1>');
    };
    expect((await failure(client.get('/apis'))).message).toContain('is answered with text/html');
    expect(server.requests).toHaveLength(2);
    client.close();
  });

  it('tells of credentials that cannot be had any more as of a refusal, and shows no token', async () => {
    const access = (token: () => Promise<string>) => new ApiClient({ server: server.url, token });
    const expired = access(async () => {
      throw new Failure('the session has expired');
    });
    expect(await failure(expired.get('/apis'))).toMatchObject({ code: 401, message: 'the session has expired' });
    const damaged = access(async () => 'SECRET\n');
    expect((await failure(damaged.get('/apis'))).message).toBe('the token has characters that no header may have');
    expect(() => new ApiClient({ server: '127.0.0.1:6443', token: async () => '' })).toThrow(
      'is no URL of an API server',
    );
    expect(server.requests).toEqual([]);
  });

  it('takes no 404 and no 403 for the moment', async () => {
    const client = server.client();
    for (const code of [400, 403, 404, 410, 422]) {
      server.handler = (_, response) => refuse(response, code);
      expect(await failure(client.get('/x'))).toMatchObject({ code, isPassing: false });
    }
    expect(client.calls).toBe(5);
    client.close();
  });

  it('does not wait for ever', async () => {
    const client = server.client({ timeout: 100, attempts: 1 });
    server.handler = () => undefined;
    expect((await failure(client.get('/slow'))).message).toBe('GET /slow: no answer for 0.1 s');
    client.close();
  });

  it('counts every attempt against its rate, but for what is free', async () => {
    const bucket = new TokenBucket(50, 1);
    const client = server.client({ bucket });
    server.handler = () => ({});
    const started = performance.now();
    for (let call = 0; call < 6; call += 1) await client.get('/x');
    expect(performance.now() - started).toBeGreaterThan(90);
    const free = performance.now();
    await Promise.all(Array.from({ length: 20 }, () => client.call('GET', '/x', { isFree: true })));
    expect(performance.now() - free).toBeLessThan(300);
    client.close();
  });

  it('takes note of the clock of the server', async () => {
    const client = server.client();
    server.handler = (_, response) => {
      response.setHeader('date', new Date(Date.now() + 3_600_000).toUTCString());
      return {};
    };
    await client.get('/x');
    expect(Math.abs(client.clock.skew - 3_600_000)).toBeLessThan(5_000);
    client.close();
  });

  it('does not wait for a server that asks for more than a minute, and does not ask it again', async () => {
    const client = server.client();
    server.handler = (_, response) => {
      response.setHeader('retry-after', '61');
      return refuse(response, 429, 'TooManyRequests', 'come back later');
    };
    expect(await failure(client.get('/x'))).toMatchObject({ code: 429, message: 'come back later' });
    expect(server.requests).toHaveLength(1);
    client.close();
  });

  it('keeps the path of a proxy', async () => {
    const client = new ApiClient({ server: `${server.url}/k8s/clusters/c1/`, token: async () => undefined });
    server.handler = () => ({});
    await client.get('/api/v1/pods');
    expect(server.requests[0]).toMatchObject({ path: '/k8s/clusters/c1/api/v1/pods' });
    expect(server.requests[0]!.headers).not.toHaveProperty('authorization');
    client.close();
  });

  it('hands out what comes bit by bit, and refuses a stream as any other call', async () => {
    const client = server.client();
    server.handler = (_, response) => {
      response.write('one ');
      setTimeout(() => response.end('two'), 20);
    };
    let text = '';
    for await (const chunk of (await client.stream('/log', {})).chunks) text += chunk;
    expect(text).toBe('one two');
    server.handler = cut;
    const { chunks } = await client.stream('/log', {});
    const all = async () => {
      for await (const chunk of chunks) text += chunk;
    };
    expect(await failure(all())).toMatchObject({ code: 0, message: 'the answer was cut off: aborted' });
    server.handler = (_, response) => refuse(response, 410, 'Expired', 'too old');
    expect(await failure(client.stream('/watch', {}))).toMatchObject({ code: 410, message: 'too old' });
    client.close();
  });
});
