import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Certificates, keys and tokens of one control plane, as files. */
export interface Pki {
  file(name: string): string;
  /** PEM of the certificate authority. */
  readonly ca: string;
  /** A token that authenticates this user; those of `system:masters` may do anything. */
  token(user: string): string;
}

/** Users the control plane's own parts act as, and their groups. */
const users: Readonly<Record<string, string>> = {
  'system:kube-controller-manager': '',
  'system:kube-scheduler': '',
  'steward:kwok': 'system:masters',
  'steward:argo': 'system:masters',
  'steward:kube-state-metrics': 'system:masters',
  'steward:prometheus': 'system:masters',
  'steward:metrics-server': 'system:masters',
  'steward:vpa': 'system:masters',
  'steward:node': 'system:masters',
  'steward:admin': 'system:masters',
};

export function makePki(folder: string): Pki {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '365'];
  const authority = (name: string) => {
    openssl('req', '-x509', ...ec, '-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.crt`);
  };
  const signed = (name: string, by: string, subject: string, names: string) => {
    openssl('req', ...ec, '-subj', `/CN=${subject}`, '-keyout', `${name}.key`, '-out', `${name}.csr`);
    writeFileSync(file(`${name}.ext`), `subjectAltName=${names}\nextendedKeyUsage=serverAuth,clientAuth\n`);
    openssl(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      '-CA',
      `${by}.crt`,
      '-CAkey',
      `${by}.key`,
      '-CAcreateserial',
      '-days',
      '365',
      '-extfile',
      `${name}.ext`,
      '-out',
      `${name}.crt`,
    );
  };
  authority('ca');
  signed(
    'api',
    'ca',
    'kube-apiserver',
    'IP:127.0.0.1,IP:10.96.0.1,DNS:localhost,DNS:kubernetes,DNS:kubernetes.default.svc',
  );
  // The aggregation layer's own authority: who it signs may speak for any user.
  authority('front-ca');
  signed('front', 'front-ca', 'front-proxy', 'DNS:front-proxy');
  openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', 'sa.key');
  openssl('pkey', '-in', 'sa.key', '-pubout', '-out', 'sa.pub');

  const tokens = new Map(Object.keys(users).map((user) => [user, randomBytes(20).toString('hex')]));
  const rows = [...tokens].map(([user, token]) => `${token},${user},${user},"${users[user]}"`);
  writeFileSync(file('tokens.csv'), `${rows.join('\n')}\n`, { mode: 0o600 });
  return {
    file,
    ca: readFileSync(file('ca.crt'), 'utf8'),
    token: (user) => {
      const token = tokens.get(user);
      if (token === undefined) throw new Error(`${user} is no user of the control plane`);
      return token;
    },
  };
}
