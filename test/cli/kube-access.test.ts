import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { LocalServer } from '../runtime/local-server';
import { selfSigned } from './certificate';
import { built } from './child';

describe('what a kubeconfig says', () => {
  const folder = mkdtempSync(join(tmpdir(), 'steward-kubeconfig-'));
  const identity = selfSigned();
  let server: LocalServer;

  beforeAll(async () => {
    server = await LocalServer.start(({ path }) => (path === '/apis' ? { items: [] } : { metadata: {} }), identity);
  });
  beforeEach(() => {
    server.requests.length = 0;
  });
  afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });

  const why = async (user: object, cluster: object = {}) => {
    const kubeconfig = join(folder, 'config');
    const authority = { 'certificate-authority-data': Buffer.from(identity.cert).toString('base64') };
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'here',
      contexts: [{ name: 'here', context: { cluster: 'it', user: 'me' } }],
      clusters: [{ name: 'it', cluster: { server: server.url, ...authority, ...cluster } }],
      users: [{ name: 'me', user: { token: 'secret', ...user } }],
    };
    writeFileSync(kubeconfig, stringify(config));
    return built(['why', 'step', '-n', 'agents', '--kubeconfig', kubeconfig]);
  };

  it('in whose name: nothing is asked in another one', async () => {
    await why({ as: 'alice' });
    expect(server.requests.length).toBeGreaterThan(0);
    for (const { headers } of server.requests) {
      expect(headers).toMatchObject({ authorization: 'Bearer secret', 'impersonate-user': 'alice' });
    }
  });

  it.each<[object, object, string]>([
    [
      { as: 'alice', 'as-groups': ['admins'] },
      {},
      'as-groups of user me in the kubeconfig is not supported: use another user',
    ],
    [
      { username: 'me', password: 'SECRET' },
      {},
      'username of user me in the kubeconfig is not supported: use a token or a certificate',
    ],
    [
      {},
      { 'proxy-url': 'http://proxy:3128' },
      'proxy-url of the kubeconfig is not supported: connect to the server itself',
    ],
    [
      {},
      { server: '127.0.0.1:6443' },
      'server "127.0.0.1:6443" of the kubeconfig is no URL: write e.g. https://10.0.0.1:6443',
    ],
    [
      {},
      { server: 'https://me:SECRET@127.0.0.1:1' },
      'server of the kubeconfig has a password in its URL: use a token or a certificate',
    ],
  ])('and what nobody would obey is refused: %j %j', async (user, cluster, problem) => {
    const { code, err } = await why(user, cluster);
    expect([code, err.split('\n')[0]]).toEqual([2, `error: ${problem}`]);
    expect(err).not.toContain('SECRET');
    expect(server.requests).toEqual([]);
  });

  it('what is empty is not set', async () => {
    await why({ as: '', 'as-groups': [], username: '', password: '' }, { 'proxy-url': '' });
    expect(server.requests.length).toBeGreaterThan(0);
    for (const { headers } of server.requests) expect(headers['impersonate-user']).toBeUndefined();
  });

  it('by which name the server is known', async () => {
    const { code, err } = await why({}, { 'tls-server-name': 'another.example.com' });
    expect([code, err]).toEqual([2, expect.stringContaining('another.example.com')]);
    expect(server.requests).toEqual([]);
  }, 30_000);
});
