import { ApiError } from '../../../src/runtime/api/api-error';
import { metadataPages, objectPages } from '../../../src/runtime/api/pages';
import { LocalServer, type Request, refuse } from '../local-server';

describe('pages', () => {
  let server: LocalServer;

  beforeAll(async () => {
    server = await LocalServer.start(() => ({}));
  });
  afterAll(() => server.close());
  beforeEach(() => {
    server.requests.length = 0;
  });

  const pageOf = (names: readonly string[], next?: string) => ({
    metadata: { resourceVersion: '7', ...(next !== undefined && { continue: next }) },
    items: names.map((name) => ({ metadata: { name } })),
  });
  const names = async (): Promise<string[]> => {
    const client = server.client({ attempts: 1 });
    const found: string[] = [];
    try {
      for await (const { items } of metadataPages(client, '/pods', { limit: 2, query: { labelSelector: 'a' } })) {
        found.push(...items.map(({ metadata }) => metadata.name));
      }
      return found;
    } finally {
      client.close();
    }
  };
  const token = ({ query }: Request) => query.get('continue');

  it('are read one after the other, metadata alone', async () => {
    server.handler = (request) => (token(request) === null ? pageOf(['a', 'b'], 'next') : pageOf(['c'], ''));
    expect(await names()).toEqual(['a', 'b', 'c']);
    expect(server.requests.map(({ query }) => query.toString())).toEqual([
      'labelSelector=a&limit=2',
      'labelSelector=a&limit=2&continue=next',
    ]);
    expect(server.requests[0]!.headers.accept).toBe('application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1');
  });

  it('are whole objects where those are asked for; an empty list may be null', async () => {
    server.handler = () => ({ metadata: { resourceVersion: '7' }, items: null });
    const client = server.client();
    const pages = [];
    for await (const page of objectPages(client, '/pods')) pages.push(page);
    expect(pages).toEqual([{ items: [], resourceVersion: '7' }]);
    expect(server.requests[0]!.headers.accept).toBe('application/json');
    client.close();
  });

  it('go on with the token that an expired one brings', async () => {
    const expired = { metadata: { continue: 'rest' } };
    server.handler = (request, response) => {
      if (token(request) === null) return pageOf(['a', 'b'], 'old');
      return token(request) === 'old' ? refuse(response, 410, 'Expired', '', expired) : pageOf(['c']);
    };
    expect(await names()).toEqual(['a', 'b', 'c']);
    expect(server.requests.map(token)).toEqual([null, 'old', 'rest']);
  });

  it('end with the refusal where there is no way on', async () => {
    server.handler = (request, response) =>
      token(request) === null ? pageOf(['a', 'b'], 'old') : refuse(response, 410, 'Expired', 'too old');
    await expect(names()).rejects.toThrow(ApiError);
  });

  it('end where a server gives the same one again and again', async () => {
    server.handler = () => pageOf(['a'], 'again');
    await expect(names()).rejects.toThrow('the API server gives the same page again and again');
  });

  it.each([{}, null, { items: [] }, { metadata: {} }, { metadata: null, items: [] }])(
    'are no pages where the answer is no list: %j',
    async (answer) => {
      server.handler = (_, response) => void response.end(JSON.stringify(answer));
      await expect(names()).rejects.toThrow('the answer to GET /pods is no list');
    },
  );

  it('do not take the token of a list that has not begun', async () => {
    server.handler = (_, response) => refuse(response, 410, 'Expired', 'too old', { metadata: { continue: 'rest' } });
    await expect(names()).rejects.toThrow('too old');
    expect(server.requests).toHaveLength(1);
  });
});
