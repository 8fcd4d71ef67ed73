import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inClusterAccess, ownNamespace } from '../../../src/runtime/api/access';

describe('the access of a pod', () => {
  const folder = mkdtempSync(join(tmpdir(), 'steward-access-'));
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const environment = { KUBERNETES_SERVICE_HOST: '10.96.0.1', KUBERNETES_SERVICE_PORT: '6443' };

  beforeEach(() => {
    write('token', 'first\n');
    write('ca.crt', '-----BEGIN');
    write('namespace', 'steward-system\n');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is that of its service account', async () => {
    const access = inClusterAccess(environment, folder);
    expect(access).toMatchObject({ server: 'https://10.96.0.1:6443', ca: '-----BEGIN' });
    expect(await access.token()).toBe('first');
    expect(ownNamespace(folder)).toBe('steward-system');
  });

  it('knows IPv6, and the usual port', () => {
    const access = inClusterAccess({ KUBERNETES_SERVICE_HOST: 'fd00::1' }, folder);
    expect(access.server).toBe('https://[fd00::1]:443');
  });

  it('reads the token again after a minute: the kubelet replaces it', async () => {
    jest.useFakeTimers({ now: 0 });
    try {
      const access = inClusterAccess(environment, folder);
      write('token', 'second');
      jest.setSystemTime(60_000);
      expect(await access.token()).toBe('first');
      jest.setSystemTime(60_001);
      expect(await access.token()).toBe('second');
    } finally {
      jest.useRealTimers();
    }
  });

  it('is none outside of a cluster, and says why', () => {
    expect(() => inClusterAccess({}, folder)).toThrow(
      'KUBERNETES_SERVICE_HOST is not set: this is no pod of a cluster',
    );
    expect(() => inClusterAccess(environment, join(folder, 'none'))).toThrow(
      /none\/token cannot be read: ENOENT.*; is automountServiceAccountToken set\?$/,
    );
    expect(ownNamespace(join(folder, 'none'))).toBeUndefined();
  });
});
