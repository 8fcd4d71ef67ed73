import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { redact } from '../../../../src/runtime/store/capsules/redact';

/** Spelt in two halves, so that no scanner of repositories takes them for real ones. */
const join = (...parts: string[]) => parts.join('');
const jwt = join(
  'eyJ',
  'hbGciOiJIUzI1NiJ9.',
  'eyJzdWIiOiIxMjM0NTY3ODkwIn0.',
  'dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U',
);

test.each([
  ['Authorization: Bearer abcdef123456', 'Authorization: ***'],
  ['> authorization: Basic dXNlcjpwYXNz', '> authorization: ***'],
  ['Authorization: AWS4-HMAC-SHA256 Credential=AKIA, Signature=abc', 'Authorization: ***'],
  ['{"Authorization":"Bearer abc","n":1}', '{"Authorization":***,"n":1}'],
  ['Set-Cookie: a=b; Path=/; c=d', 'Set-Cookie: ***'],
  ['sent bearer abc.def-123 to it', 'sent bearer *** to it'],
  ['DB_PASSWORD=hunter2 DB_HOST=db', 'DB_PASSWORD=*** DB_HOST=db'],
  ['DB_PASS=hunter2', 'DB_PASS=***'],
  ["password: 'with spaces, and \\' quotes' # x", 'password: *** # x'],
  ['"client_secret" : "a\\"b", "id": 1', '"client_secret" : ***, "id": 1'],
  ['msg="{\\"token\\":\\"abc def\\",\\"n\\":1}"', 'msg="{\\"token\\":***,\\"n\\":1}"'],
  ['{"auths":{"r":{"auth":"dXNlcjpwYXNz"}}}', '{"auths":{"r":{"auth":***}}}'],
  ['githubToken => abc', 'githubToken => ***'],
  ['x-api-key:abc', 'x-api-key:***'],
  ['AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG', 'AWS_SECRET_ACCESS_KEY=***'],
  ['curl --token abc --retry 3', 'curl --token *** --retry 3'],
  ['mysql --db-password=abc -h db', 'mysql --db-password=*** -h db'],
  ['postgres://app:p@ss/word@db:5432/x', 'postgres://app:***@db:5432/x'],
  ['https://user:secret@host/path?x=1', 'https://user:***@host/path?x=1'],
  ['GET /x?sig=abc%3D&sv=1', 'GET /x?sig=***'],
  [`token is ${jwt}!`, 'token is ***!'],
  [`id ${join('AK', 'IAIOSFODNN7EXAMPLE')} used`, 'id *** used'],
  [
    `git clone https://${join('gh', 'p_16C7e42F292c6912E7710c838347Ae178B4a')}@github.com/a/b`,
    'git clone https://***@github.com/a/b',
  ],
  [join('github', '_pat_11ABCDEFG0aBcDeFgHiJkL_mNoPqRsTuVwXyZ'), '***'],
  [join('gl', 'pat-xxxxXXXXxxxx12345678'), '***'],
  [join('xo', 'xb-123456789012-abcdefABCDEF'), '***'],
  [`https://hooks.slack.com/services/${join('T0000/', 'B0000/XXXXXXXX')}`, 'https://hooks.slack.com/services/***'],
  [join('sk', '-ant-api03-abcdefghijklmnop-qrstuv'), '***'],
  [join('AI', `za${'b'.repeat(35)}`), '***'],
])('%s', (line, masked) => {
  expect(redact(line)).toBe(masked);
  expect(redact(`before\n${line}\nafter`)).toBe(`before\n${masked}\nafter`);
});

test.each([
  'level=info msg="Starting workflow" workflow=nightly-x2b7q namespace=agents phase=Running',
  '2026-11-28T02:00:00Z main: exit status 137 (OOMKilled), 3 restarts',
  'used 12,345 tokens: 8,000 in, 4,345 out; tokens=12345',
  'the token was refused, and so was the password',
  'secretName: tls, secretKeyRef: db',
  'Unexpected token in JSON at position 4',
  'basic authentication is off; bearer authentication too',
  'Error from server (Forbidden): secrets "db" is forbidden',
  'see https://example.com:8443/a/b?x=1#y or mail ops@example.com',
  'git@github.com:a/b.git at 3f2504e04f8911d39a0c0305e82c3301',
  'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  'sk-learn-like-names-of-many-words and npm_config_user_agent',
  'keys: 3, monkey=1, api=v1, passed: 12, passing=3',
  'eyJ is how they begin',
  '	at Object.<anonymous> (/app/src/token.ts:12:5)',
  '-----BEGIN CERTIFICATE-----',
])('%s — stays', (line) => {
  expect(redact(line)).toBe(line);
});

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 1024,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const keyLines = privateKey.trim().split('\n');

test('a private key goes, and what stands around it stays', () => {
  expect(redact(`loaded\n${privateKey.trim()}\nready`)).toBe('loaded\n***\nready');
  expect(redact(`a ${keyLines.join('\\n')}\\n b`)).toBe('a ***\\n b');
  expect(redact(`one ${keyLines.join('\n')} two ${keyLines.join('\n')} three`)).toBe('one *** two *** three');
});

test.each(Array.from({ length: keyLines.length + 1 }, (_, index) => index))(
  'a private key that is cut after line %d goes as well',
  (cut) => {
    const leaks = (text: string) => keyLines.slice(1, -1).filter((line) => text.includes(line.slice(0, 20)));
    const [head, tail] = [keyLines.slice(0, cut), keyLines.slice(cut)];
    const first = redact(['before', ...head].join('\n'));
    const second = redact([...tail, 'after'].join('\n'));
    if (cut > 0) expect(leaks(first)).toEqual([]);
    if (cut < keyLines.length) expect(leaks(second)).toEqual([]);
    expect(first.split('\n')[0]).toBe('before');
    expect(second.split('\n').at(-1)).toBe('after');
  },
);

test('a key with headings that is cut goes as well', () => {
  const heading = ['-----BEGIN RSA PRIVATE KEY-----', 'Proc-Type: 4,ENCRYPTED', '', keyLines[1], keyLines[2]];
  expect(redact(heading.join('\n'))).toBe('***');
});

const secret = fc
  .string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%^*+/=._~|@-') })
  .map((text) => `Zq${text}9x`);
const spaced = fc.tuple(secret, secret).map((parts) => parts.join(' '));
const word = fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'), minLength: 1, maxLength: 8 });
const name = fc.constantFrom(
  'password',
  'DB_PASSWORD',
  'passwd',
  'passphrase',
  'secret',
  'clientSecret',
  'client_secret',
  'token',
  'ACCESS_TOKEN',
  'refresh-token',
  'api_key',
  'apiKey',
  'X-API-Key',
  'private_key',
  'aws_secret_access_key',
  'SecretAccessKey',
  'authorization',
  'AccountKey',
  'credentials',
  'pwd',
);

test('a secret that stands behind its name never survives, whatever is around it', () => {
  const forms = fc.oneof(
    fc.tuple(name, fc.constantFrom('=', ': ', ' = ', ' => ', ':'), secret).map(([key, sign, value]) => ({
      value,
      text: `${key}${sign}${value}`,
    })),
    fc.tuple(name, secret).map(([key, value]) => ({ value, text: `--${key} ${value}` })),
    fc.tuple(name, spaced).map(([key, value]) => ({ value, text: JSON.stringify({ [key]: value }) })),
    fc.tuple(name, spaced).map(([key, value]) => ({ value, text: JSON.stringify(JSON.stringify({ [key]: value })) })),
    fc.tuple(name, spaced).map(([key, value]) => ({ value, text: `${key}: '${value}'` })),
    fc.tuple(fc.constantFrom('Bearer', 'Basic', 'Token'), secret).map(([scheme, value]) => ({
      value,
      text: `Authorization: ${scheme} ${value}`,
    })),
    fc.tuple(word, secret).map(([user, value]) => ({ value, text: `https://${user}:${value}@example.com/` })),
  );
  fc.assert(
    fc.property(
      fc.array(word),
      fc.constantFrom(' ', ' {', ',', '[', '\n', '; '),
      forms,
      fc.array(word),
      (before, left, form, after) => {
        const shown = redact(`${before.join(' ')}${left}${form.text} ${after.join(' ')}`);
        for (const part of form.value.split(' ')) expect(shown).not.toContain(part);
      },
    ),
    { numRuns: 5_000 },
  );
});

test('what has none of these names and forms survives as it is', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(word, fc.constantFrom('=', ':', '"', '{', '\n', '/', '@', '.', '1'))), (parts) => {
      const text = parts.join(' ');
      fc.pre(!/pass|pwd|secret|token|key|cred|auth|cookie|sig|bearer/.test(text));
      expect(redact(text)).toBe(text);
    }),
  );
});

test('to mask what was masked changes nothing', () => {
  fc.assert(
    fc.property(name, secret, word, (key, value, rest) => {
      const once = redact(`${key}=${value} ${rest}`);
      expect(redact(once)).toBe(once);
    }),
  );
});

test('hostile lines cost no more than long ones: nothing is tried again and again', () => {
  const hostile = [
    'eyJ',
    'a://b:',
    'token',
    '--token',
    '"password',
    'password="\\',
    'xoxb-',
    '-----BEGIN PRIVATE KEY-----',
    'sk-',
    'bearer ',
  ];
  const text = hostile.map((part) => part.repeat(100_000 / part.length)).join('\n');
  // Work is bounded by a cut at 8,192 characters; without it this takes minutes.
  expect(redact(text).length).toBeLessThan(hostile.length * 8_200);
});
