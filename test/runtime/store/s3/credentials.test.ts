import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { ContainerCredentials } from '../../../../src/runtime/store/s3/credentials/container-credentials';
import { CredentialChain } from '../../../../src/runtime/store/s3/credentials/credential-chain';
import { Credentials, CredentialsError, scrub } from '../../../../src/runtime/store/s3/credentials/credentials';
import { CredentialsFolder } from '../../../../src/runtime/store/s3/credentials/credentials-folder';
import { EnvironmentCredentials } from '../../../../src/runtime/store/s3/credentials/environment-credentials';
import { SharedCredentialsFile } from '../../../../src/runtime/store/s3/credentials/shared-credentials-file';
import { WebIdentityCredentials } from '../../../../src/runtime/store/s3/credentials/web-identity';
import { S3Store } from '../../../../src/runtime/store/s3/s3-store';
import { withServer } from '../fake-server';
import { inFolder } from '../objects';

const environment = { AWS_ACCESS_KEY_ID: 'the-id', AWS_SECRET_ACCESS_KEY: 'the-secret' };

function values(credentials: Credentials | undefined) {
  if (!credentials) return undefined;
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = credentials;
  return [accessKeyId, secretAccessKey, sessionToken, expiration];
}

describe('credentials', () => {
  const secret = new Credentials(
    { accessKeyId: 'the-id', secretAccessKey: 'the-secret', sessionToken: 'the+session/token' },
    'a test',
  );

  test('no inspection, no JSON, no spreading and no text shows a secret', async () => {
    const source = new EnvironmentCredentials({ ...environment, AWS_SESSION_TOKEN: 'the+session/token' });
    const store = new S3Store({ bucket: 'b', endpoint: 'http://127.0.0.1:9' }, source, {
      retries: { attempts: 1, firstPause: 1, longestPause: 1 },
    });
    await store.head('key').catch(() => undefined);
    const chain = CredentialChain.of({ ...environment, AWS_SESSION_TOKEN: 'the+session/token' });
    await chain.load();
    const all = { depth: 20, showHidden: true, getters: true };
    for (const one of [secret, source, store, chain, await source.load()]) {
      const shown = [inspect(one, all), JSON.stringify(one), String(one), JSON.stringify({ ...one })].join('\n');
      expect(shown).not.toMatch(/the-secret|session\/token/);
    }
    expect(inspect({ secret })).toBe('{ secret: credentials from a test }');
    expect(JSON.stringify({ secret })).toBe('{"secret":"credentials from a test"}');
  });

  test('what no header can hold is refused before anybody quotes it', () => {
    const values = { accessKeyId: 'id', secretAccessKey: 'SECRET1', sessionToken: 'TOKEN\nSECRET2' };
    expect(() => new Credentials(values, 'the environment')).toThrow(
      /^the sessionToken from the environment has a line break or another character that no key has$/,
    );
  });

  test('a text of others is shown without them', () => {
    expect(secret.scrub('got the-secret and the+session/token and the%2Bsession%2Ftoken, for the-id')).toBe(
      'got *** and *** and ***, for the-id',
    );
    expect(scrub('nothing', ['', undefined])).toBe('nothing');
  });
});

describe('the environment', () => {
  test('gives what it has', async () => {
    expect(values(await new EnvironmentCredentials(environment).load())).toEqual([
      'the-id',
      'the-secret',
      undefined,
      undefined,
    ]);
    const session = { ...environment, AWS_SESSION_TOKEN: 'token' };
    expect((await new EnvironmentCredentials(session).load())?.sessionToken).toBe('token');
    expect(await new EnvironmentCredentials({ AWS_ACCESS_KEY_ID: ' ' }).load()).toBeUndefined();
  });

  test.each([
    [{ AWS_ACCESS_KEY_ID: 'x' }, 'AWS_ACCESS_KEY_ID is set in the environment, but AWS_SECRET_ACCESS_KEY is not'],
    [{ AWS_SECRET_ACCESS_KEY: 'x' }, 'AWS_SECRET_ACCESS_KEY is set in the environment, but AWS_ACCESS_KEY_ID is not'],
  ])('half of it is a mistake', async (half, message) => {
    await expect(new EnvironmentCredentials(half).load()).rejects.toThrow(`${message}: set both or neither`);
  });
});

describe('a mounted folder', () => {
  /** As the kubelet mounts a Secret: links to links, exchanged by one rename. */
  async function mount(folder: string, version: string, files: Readonly<Record<string, string>>) {
    await mkdir(join(folder, version));
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, version, name), content);
    await symlink(version, join(folder, '..data_tmp'));
    await rename(join(folder, '..data_tmp'), join(folder, '..data'));
    for (const name of Object.keys(files)) await symlink(`..data/${name}`, join(folder, name)).catch(() => undefined);
  }

  test('is read, and read again when it has changed', async () => {
    await inFolder(async (folder) => {
      const source = new CredentialsFolder({ STEWARD_S3_CREDENTIALS_DIR: folder });
      await mount(folder, '..1', { 'access-key-id': 'id-1\n', 'secret-access-key': 'secret-1\n' });
      expect(values(await source.load())).toEqual(['id-1', 'secret-1', undefined, undefined]);
      await mount(folder, '..2', { 'access-key-id': 'id-2', 'secret-access-key': 'secret-2', 'session-token': 's-2' });
      expect(values(await source.load())).toEqual(['id-2', 'secret-2', 's-2', undefined]);
      expect(String(await source.load())).toBe(`credentials from the folder ${folder}`);
    });
  });

  test('is never read half of one version and half of another', async () => {
    await inFolder(async (folder) => {
      const source = new CredentialsFolder({ STEWARD_S3_CREDENTIALS_DIR: folder });
      await mount(folder, '..0', { 'access-key-id': 'v0', 'secret-access-key': 'v0' });
      let isDone = false;
      const exchange = (async () => {
        for (let version = 1; version <= 150; version++) {
          await mount(folder, `..${version}`, { 'access-key-id': `v${version}`, 'secret-access-key': `v${version}` });
        }
        isDone = true;
      })();
      const seen = new Set<string>();
      while (!isDone) {
        const credentials = await source.load().catch((error) => {
          if (!(error instanceof CredentialsError && error.isTransient)) throw error;
        });
        if (!credentials) continue;
        expect(credentials.secretAccessKey).toBe(credentials.accessKeyId);
        seen.add(credentials.accessKeyId);
      }
      await exchange;
      expect(seen.size).toBeGreaterThan(2);
      expect((await source.load())?.accessKeyId).toBe('v150');
    });
  });

  test('that is named must hold what it is for', async () => {
    await inFolder(async (folder) => {
      const source = new CredentialsFolder({ STEWARD_S3_CREDENTIALS_DIR: folder });
      await expect(source.load()).rejects.toThrow(
        `STEWARD_S3_CREDENTIALS_DIR is ${folder}, but there access-key-id and secret-access-key are missing or empty: mount a Secret with these keys`,
      );
      await writeFile(join(folder, 'access-key-id'), 'x');
      await expect(source.load()).rejects.toThrow('but there secret-access-key is missing or empty');
      await mkdir(join(folder, 'secret-access-key'));
      await expect(source.load()).rejects.toThrow(/secret-access-key cannot be read: it is a folder/);
      expect(await new CredentialsFolder({}).load()).toBeUndefined();
    });
  });
});

describe('the shared file', () => {
  const text = [
    '# aws_access_key_id = comment',
    '[default]',
    'aws_access_key_id=default-id',
    'aws_secret_access_key = default=secret ',
    '; comment',
    '[ team-a ]',
    'AWS_ACCESS_KEY_ID = team-id',
    'aws_secret_access_key = team-secret',
    'aws_session_token = team-token',
    '[sso]',
    'sso_start_url = https://example.com',
  ].join('\r\n');

  test('gives the profile that is asked for', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'credentials');
      await writeFile(file, text);
      const load = (profile?: string) =>
        new SharedCredentialsFile({ AWS_SHARED_CREDENTIALS_FILE: file, AWS_PROFILE: profile }).load();
      expect(values(await load())).toEqual(['default-id', 'default=secret', undefined, undefined]);
      expect(values(await load('team-a'))).toEqual(['team-id', 'team-secret', 'team-token', undefined]);
      await expect(load('nobody')).rejects.toThrow(`${file} has no profile [nobody]`);
      await expect(load('sso')).rejects.toThrow(
        `profile [sso] in ${file} has no aws_access_key_id with aws_secret_access_key`,
      );
    });
  });

  test('in its usual place need not be there', async () => {
    await inFolder(async (folder) => {
      expect(await new SharedCredentialsFile({ HOME: folder }).load()).toBeUndefined();
      const asked = new SharedCredentialsFile({ HOME: folder, AWS_PROFILE: 'x' });
      await expect(asked.load()).rejects.toThrow(`${join(folder, '.aws/credentials')} does not exist`);
      await mkdir(join(folder, '.aws'));
      await writeFile(join(folder, '.aws/credentials'), text);
      expect((await new SharedCredentialsFile({ HOME: folder }).load())?.accessKeyId).toBe('default-id');
    });
  });
});

describe('web identity', () => {
  const start = Date.UTC(2026, 10, 28);
  const answer = (id: number, expiration: string) => ({
    body: `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult>
      <AssumedRoleUser><Arn>arn:aws:sts::1:assumed-role/r/s</Arn></AssumedRoleUser><Credentials><SessionToken>session&#43;${id}</SessionToken>
      <SecretAccessKey>secret-${id}</SecretAccessKey><Expiration>${expiration}</Expiration><AccessKeyId>id-${id}</AccessKeyId></Credentials>
      </AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`,
  });

  async function withIdentity(use: (at: { file: string; folder: string }) => Promise<void>) {
    await inFolder(async (folder) => {
      const file = join(folder, 'token');
      await writeFile(file, 'web.identity.token\n');
      await use({ file, folder });
    });
  }

  test('a token is exchanged, what comes is kept until shortly before its end, and asked for once', async () => {
    await withIdentity(async ({ file }) => {
      let count = 0;
      await withServer(
        () => answer(++count, `2026-11-28T0${count}:00:00Z`),
        async (server) => {
          let now = start;
          const source = new WebIdentityCredentials(
            {
              AWS_WEB_IDENTITY_TOKEN_FILE: file,
              AWS_ROLE_ARN: 'arn:aws:iam::1:role/r',
              AWS_ROLE_SESSION_NAME: 'sweep',
              AWS_ENDPOINT_URL_STS: server.url,
            },
            undefined,
            () => now,
          );
          const first = await Promise.all([source.load(), source.load(), source.load()]);
          expect(values(first[0])).toEqual(['id-1', 'secret-1', 'session+1', Date.UTC(2026, 10, 28, 1)]);
          expect(server.seen).toHaveLength(1);
          expect(server.seen[0]).toMatchObject({ method: 'POST', url: '/' });
          expect(Object.fromEntries(new URLSearchParams(server.seen[0]?.body.toString()))).toEqual({
            Action: 'AssumeRoleWithWebIdentity',
            Version: '2011-06-15',
            RoleArn: 'arn:aws:iam::1:role/r',
            RoleSessionName: 'sweep',
            WebIdentityToken: 'web.identity.token',
          });
          now = start + 54 * 60_000;
          expect((await source.load())?.accessKeyId).toBe('id-1');
          // The kubelet has put another token there.
          await writeFile(file, 'another.token');
          now = start + 56 * 60_000;
          expect((await source.load())?.accessKeyId).toBe('id-2');
          expect(server.seen[1]?.body.toString()).toContain('WebIdentityToken=another.token');
          source.forget();
          expect((await source.load())?.accessKeyId).toBe('id-3');
        },
      );
    });
  });

  test('while the old ones hold, a service that fails does no harm; afterwards it does', async () => {
    await withIdentity(async ({ file }) => {
      await withServer(
        () => answer(1, '2026-11-28T01:00:00Z'),
        async (server) => {
          let now = start;
          const source = new WebIdentityCredentials(
            { AWS_WEB_IDENTITY_TOKEN_FILE: file, AWS_ROLE_ARN: 'r', AWS_ENDPOINT_URL_STS: server.url },
            undefined,
            () => now,
          );
          await source.load();
          server.answer = () => ({
            status: 400,
            body: '<ErrorResponse><Error><Code>InvalidIdentityToken</Code><Message>web.identity.token is bad</Message></Error></ErrorResponse>',
          });
          now = start + 58 * 60_000;
          expect((await source.load())?.accessKeyId).toBe('id-1');
          now = start + 61 * 60_000;
          await expect(source.load()).rejects.toThrow(
            `no role r for the token in ${file}: ${server.url} answered 400 InvalidIdentityToken *** is bad`,
          );
        },
      );
    });
  });

  test('failures that pass are waited out', async () => {
    await withIdentity(async ({ file }) => {
      await withServer(
        (_, response) => {
          if (response.req.socket) response.destroy();
          return undefined;
        },
        async (server) => {
          const source = new WebIdentityCredentials({
            AWS_WEB_IDENTITY_TOKEN_FILE: file,
            AWS_ROLE_ARN: 'r',
            AWS_ENDPOINT_URL_STS: server.url,
          });
          const loading = source.load();
          await new Promise((resolve) => setTimeout(resolve, 50));
          server.answer = () =>
            server.seen.length < 3 ? { status: 503 } : answer(1, new Date(Date.now() + 3_600_000).toISOString());
          expect((await loading)?.accessKeyId).toBe('id-1');
          expect(server.seen).toHaveLength(3);
        },
      );
    });
  });

  test('half of it is a mistake', async () => {
    await withIdentity(async ({ file, folder }) => {
      await expect(new WebIdentityCredentials({ AWS_WEB_IDENTITY_TOKEN_FILE: file }).load()).rejects.toThrow(
        'AWS_WEB_IDENTITY_TOKEN_FILE is set, but AWS_ROLE_ARN is not: set both',
      );
      const none = { AWS_WEB_IDENTITY_TOKEN_FILE: join(folder, 'none'), AWS_ROLE_ARN: 'r' };
      await expect(new WebIdentityCredentials(none).load()).rejects.toThrow('none, which is missing or empty');
      expect(await new WebIdentityCredentials({ AWS_ROLE_ARN: 'r' }).load()).toBeUndefined();
    });
  });

  test('an answer without credentials is none', async () => {
    await withIdentity(async ({ file }) => {
      await withServer(
        () => ({ body: '<html>Welcome</html>' }),
        async ({ url }) => {
          const given = { AWS_WEB_IDENTITY_TOKEN_FILE: file, AWS_ROLE_ARN: 'r', AWS_ENDPOINT_URL_STS: url };
          await expect(new WebIdentityCredentials(given).load()).rejects.toThrow(`${url} answered without credentials`);
        },
      );
    });
  });
});

describe('the agent of a container', () => {
  const answer = {
    body: JSON.stringify({
      AccessKeyId: 'id',
      SecretAccessKey: 'secret',
      Token: 'session',
      Expiration: '2099-01-01T00:00:00Z',
      RoleArn: 'arn',
    }),
  };

  test('is asked with the token that lies in a file, as EKS Pod Identity has it', async () => {
    await inFolder(async (folder) => {
      await writeFile(join(folder, 'token'), 'pod.identity.token\n');
      await withServer(
        () => answer,
        async ({ url, seen }) => {
          const source = new ContainerCredentials({
            AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}/v1/credentials`,
            AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: join(folder, 'token'),
            AWS_CONTAINER_AUTHORIZATION_TOKEN: 'not this one',
          });
          expect(values(await source.load())).toEqual(['id', 'secret', 'session', Date.UTC(2099, 0, 1)]);
          expect(seen[0]).toMatchObject({
            method: 'GET',
            url: '/v1/credentials',
            headers: { authorization: 'pod.identity.token' },
          });
        },
      );
    });
  });

  test('refuses in its own words, and no token is in them', async () => {
    await withServer(
      () => ({ status: 403, body: '{"code":"AccessDenied","message":"the-token may not"}' }),
      async ({ url }) => {
        const source = new ContainerCredentials({
          AWS_CONTAINER_CREDENTIALS_FULL_URI: url,
          AWS_CONTAINER_AUTHORIZATION_TOKEN: 'the-token',
        });
        await expect(source.load()).rejects.toThrow(
          `no credentials of the container: ${url}/ answered 403 AccessDenied *** may not`,
        );
      },
    );
  });

  test.each([
    ['http://example.com/', 'is neither https nor an agent on this machine'],
    ['http://169.254.170.24/', 'is neither https nor an agent on this machine'],
    ['http://127.0.0.1.example.com/', 'is neither https nor an agent on this machine'],
    ['ftp://localhost/', 'is neither https nor an agent on this machine'],
    ['no url', 'AWS_CONTAINER_CREDENTIALS_FULL_URI "no url" is neither'],
  ])('no token is sent to %s', async (url, message) => {
    const given = { AWS_CONTAINER_CREDENTIALS_FULL_URI: url, AWS_CONTAINER_AUTHORIZATION_TOKEN: 't' };
    await expect(new ContainerCredentials(given).load()).rejects.toThrow(message);
  });

  test.each([
    [{ AWS_CONTAINER_AUTHORIZATION_TOKEN: 'a\nb' }, 'AWS_CONTAINER_AUTHORIZATION_TOKEN holds what no header may'],
    [{ AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: '/none' }, 'is /none, which is missing or empty'],
  ])('a token that cannot be sent is a mistake', async (token, message) => {
    const given = { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://localhost:9/', ...token };
    await expect(new ContainerCredentials(given).load()).rejects.toThrow(message);
  });

  test('is nowhere without its variables', async () => {
    expect(await new ContainerCredentials({ AWS_CONTAINER_AUTHORIZATION_TOKEN: 't' }).load()).toBeUndefined();
  });
});

describe('the chain', () => {
  test('takes the first source that is set, and what is said most plainly first', async () => {
    await inFolder(async (folder) => {
      await writeFile(join(folder, 'access-key-id'), 'folder-id');
      await writeFile(join(folder, 'secret-access-key'), 'folder-secret');
      const both = { ...environment, HOME: folder, STEWARD_S3_CREDENTIALS_DIR: folder };
      expect((await CredentialChain.of(both).load()).accessKeyId).toBe('folder-id');
      expect((await CredentialChain.of({ ...environment, HOME: folder }).load()).accessKeyId).toBe('the-id');
      await rm(join(folder, 'access-key-id'));
      // A mistake is not hidden by the next source.
      await expect(CredentialChain.of(both).load()).rejects.toThrow('access-key-id is missing');
    });
  });

  test('says all that it looked for when there is nothing', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, '.aws', 'credentials');
      await expect(CredentialChain.of({ HOME: folder }).load()).rejects.toThrow(
        [
          'no credentials; looked for a folder with access-key-id and secret-access-key, named by STEWARD_S3_CREDENTIALS_DIR',
          'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment',
          'AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN in the environment',
          'AWS_CONTAINER_CREDENTIALS_FULL_URI or AWS_CONTAINER_CREDENTIALS_RELATIVE_URI in the environment',
          `profile default in ${file} (AWS_PROFILE, AWS_SHARED_CREDENTIALS_FILE)`,
        ].join('; '),
      );
    });
  });
});
