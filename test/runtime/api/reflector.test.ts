import type { ServerResponse } from 'node:http';
import type { ApiClient } from '../../../src/runtime/api/api-client';
import type { MetadataItem } from '../../../src/runtime/api/pages';
import { Reflector } from '../../../src/runtime/api/reflector';
import { LocalServer, refuse } from '../local-server';

describe('a reflector', () => {
  let server: LocalServer;
  let client: ApiClient;
  let reflector: Reflector;
  let watches: ServerResponse[] = [];
  let listed: readonly string[] = ['a'];
  const known = new Map<string, string>();
  const reflection = {
    clear: () => known.clear(),
    put: ({ metadata }: MetadataItem) => void known.set(metadata.name, metadata.resourceVersion),
    remove: ({ metadata }: MetadataItem) => void known.delete(metadata.name),
  };

  beforeEach(async () => {
    watches = [];
    listed = ['a'];
    known.clear();
    server = await LocalServer.start((request, response) => {
      if (!request.query.has('watch')) {
        const items = listed.map((name) => ({ metadata: { name, resourceVersion: '10' } }));
        return { metadata: { resourceVersion: '10' }, items };
      }
      response.flushHeaders();
      watches.push(response);
      return undefined;
    });
    client = server.client({ attempts: 1 });
  });
  afterEach(() => {
    reflector.stop();
    client.close();
    server.close();
  });

  const start = (silence?: number) => {
    reflector = new Reflector(client, '/pods', reflection, silence === undefined ? {} : { silence });
    reflector.start();
  };
  const send = (type: string, name: string, resourceVersion: string, more: object = {}) => {
    watches.at(-1)!.write(`${JSON.stringify({ type, object: { metadata: { name, resourceVersion }, ...more } })}\n`);
  };
  const until = async (holds: () => boolean): Promise<void> => {
    for (const end = performance.now() + 5_000; !holds(); ) {
      if (performance.now() > end) throw new Error(`not within 5 s: ${holds}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const places = () =>
    server.requests.filter(({ query }) => query.has('watch')).map(({ query }) => query.get('resourceVersion'));

  it('lists, watches from there, and tells of everything', async () => {
    start();
    expect(await reflector.whenCurrent(5_000)).toBe(true);
    expect([...known]).toEqual([['a', '10']]);
    send('ADDED', 'b', '11');
    send('MODIFIED', 'a', '12');
    await until(() => known.get('a') === '12' && known.has('b'));
    send('DELETED', 'b', '13');
    await until(() => !known.has('b'));
    const query = server.requests.at(-1)!.query;
    expect(query.get('allowWatchBookmarks')).toBe('true');
    expect(Number(query.get('timeoutSeconds'))).toBeGreaterThanOrEqual(240);
  });

  it('goes on where a watch ended, a bookmark included, and is current all the while', async () => {
    start();
    await reflector.whenCurrent(5_000);
    await new Promise((resolve) => setTimeout(resolve, 600));
    send('BOOKMARK', '', '20');
    watches[0]!.end();
    await until(() => watches.length === 2);
    expect(places()).toEqual(['10', '20']);
    expect(reflector.isCurrent).toBe(true);
  });

  it('is not current while it cannot watch, and not until all of a longer gap has come', async () => {
    start();
    await reflector.whenCurrent(5_000);
    const answer = server.handler;
    server.handler = (_, response) => refuse(response, 503);
    watches[0]!.destroy();
    await until(() => !reflector.isCurrent);
    expect(await reflector.whenCurrent(50)).toBe(false);
    server.handler = answer;
    await until(() => watches.length === 2);
    expect(reflector.isCurrent).toBe(false);
    setTimeout(() => send('ADDED', 'meanwhile', '15'), 200);
    expect(await reflector.whenCurrent(5_000)).toBe(true);
    expect(known.has('meanwhile')).toBe(true);
  });

  it.each(['in the stream', 'as the answer'])('lists again when its place is too old: told %s', async (how) => {
    start();
    await reflector.whenCurrent(5_000);
    listed = ['c'];
    if (how === 'in the stream') send('ERROR', '', '', { code: 410 });
    else {
      const answer = server.handler;
      server.handler = (request, response) => {
        if (!request.query.has('watch')) return answer(request, response);
        server.handler = answer;
        return refuse(response, 410, 'Expired');
      };
      watches[0]!.end();
    }
    await until(() => known.has('c'));
    expect([...known.keys()]).toEqual(['c']);
    expect(await reflector.whenCurrent(5_000)).toBe(true);
  });

  it('takes a line that is broken for a broken watch', async () => {
    start();
    await reflector.whenCurrent(5_000);
    watches[0]!.write('{"type":"ADDED","object":\n');
    await until(() => watches.length === 2);
    expect(places()).toEqual(['10', '10']);
  });

  it('notices a connection that has died without a word', async () => {
    start(3_000);
    await reflector.whenCurrent(5_000);
    expect(server.requests.at(-1)!.query.get('timeoutSeconds')).toBe('1');
    await until(() => watches.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    await until(() => watches.length >= 2);
  }, 15_000);

  it('of a kind that is not installed is current, and holds nothing', async () => {
    server.handler = (_, response) => refuse(response, 404);
    start();
    expect(await reflector.whenCurrent(5_000)).toBe(true);
    expect(known.size).toBe(0);
  });

  it('that is stopped is current no more, and asks nothing', async () => {
    start();
    await reflector.whenCurrent(5_000);
    reflector.stop();
    expect([reflector.isCurrent, await reflector.whenCurrent(1_000)]).toEqual([false, false]);
    const before = server.requests.length;
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect([server.requests.length, reflector.isCurrent]).toEqual([before, false]);
  });
});
