import { findingsIn, found } from '../../../checked';

const rule = 'SEC-INLINE';

function secret(fields: string, { labels = '', kind = 'Secret', apiVersion = 'v1' } = {}): string {
  return `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: {name: store, namespace: team, labels: {${labels}}}
${fields}
`;
}

function pod(env: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: {name: api}
spec: {containers: [{name: api, image: a, env: [${env}]}]}
`;
}

describe(rule, () => {
  test('names keys, never values', () => {
    const findings = findingsIn(secret('data: {password: aHVudGVyMg==}\nstringData: {token: hunter2}'));
    expect(findings).toMatchObject([
      {
        rule,
        severity: 'warning',
        message: 'the values of password, token are part of the manifest',
        at: [{ path: ['data', 'password'] }, { path: ['stringData', 'token'] }],
      },
    ]);
    const { message, fix, arithmetic } = findings[0]!;
    expect(JSON.stringify({ message, fix, arithmetic })).not.toMatch(/hunter2|aHVudGVyMg/);
  });

  test.each([
    'stringData: {token: ""}',
    'stringData: {token: "<the token>"}',
    'stringData: {token: "{{ .Values.token }}"}',
    'data: {token: "{{ .Values.token | b64enc }}"}',
    `data: {token: ${Buffer.from('${TOKEN}').toString('base64')}}`,
    'stringData: {token: "ENC[AES256_GCM,data:aGk=,iv:aGk=,tag:aGk=,type:str]"}',
    'type: kubernetes.io/service-account-token',
  ])('is silent about %s', (fields) => {
    expect(found(rule, secret(fields))).toEqual([]);
  });

  test('is silent about what only makes Secrets', () => {
    const sealed = secret('spec: {encryptedData: {token: x}}', {
      kind: 'SealedSecret',
      apiVersion: 'bitnami.com/v1alpha1',
    });
    expect(found(rule, sealed)).toEqual([]);
  });

  test('leaves certificates out, and keeps the private keys beside them', () => {
    const pem = (kind: string) => `-----BEGIN ${kind}-----\nMIIB/+==\n-----END ${kind}-----\n`;
    const stored = (text: string) => secret(`data: {tls: ${Buffer.from(text).toString('base64')}}`);
    expect(found(rule, stored(pem('CERTIFICATE') + pem('CERTIFICATE')))).toEqual([]);
    expect(found(rule, stored(pem('PUBLIC KEY')))).toEqual([]);
    expect(found(rule, stored(pem('CERTIFICATE') + pem('PRIVATE KEY')))).toHaveLength(1);
    expect(found(rule, stored(pem('RSA PRIVATE KEY')))).toHaveLength(1);
  });

  test('tells the name of a Secret from its value', () => {
    const variable = pod('{name: WEBHOOK_SECRET, value: store}');
    expect(found(rule, variable)).toHaveLength(1);
    expect(found(rule, `${variable}---${secret('data: {}')}`)).toEqual([]);
  });

  test('knows which keys of Argo CD are no secret', () => {
    const labels = 'argocd.argoproj.io/secret-type: repository';
    expect(found(rule, secret('stringData: {url: "https://example.com", type: git}', { labels }))).toEqual([]);
    expect(found(rule, secret('stringData: {url: "https://example.com", password: x}', { labels }))).toEqual([
      'warning Secret/store stringData.password: the values of password are part of the manifest',
    ]);
  });

  test.each(['DB_PASSWORD', 'API_TOKEN', 'apiKey', 'AWS_SECRET_ACCESS_KEY', 'CLIENT_SECRET'])(
    'warns of a variable %s',
    (name) => {
      expect(found(rule, pod(`{name: ${name}, value: x1}`))).toEqual([
        `warning Pod/api spec.containers[0].env[0].value: environment variables hold their values in the manifest: ${name}`,
      ]);
    },
  );

  test.each([
    '{name: DB_PASSWORD, valueFrom: {secretKeyRef: {name: a, key: b}}}',
    '{name: DB_PASSWORD, value: "$(OTHER)"}',
    '{name: DB_PASSWORD, value: ""}',
    '{name: DB_PASSWORD_FILE, value: /etc/password}',
    '{name: MOUNT_SECRET, value: "true"}',
    '{name: TOKEN, value: /var/run/token}',
    '{name: TOKENS, value: "100"}',
    '{name: SECRET_NAME, value: agents}',
  ])('is silent about %s', (env) => {
    expect(found(rule, pod(env))).toEqual([]);
  });
});
