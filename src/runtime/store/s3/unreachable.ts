const notTls = 'does not speak TLS: is it http and not https?';
const remedies: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name is not known: check the host, and that DNS may be asked',
  EAI_AGAIN: 'its name cannot be looked up now: check that DNS may be asked',
  ECONNREFUSED: 'refuses connections: check host and port',
  ECONNRESET: 'closed the connection',
  EPIPE: 'closed the connection',
  UND_ERR_SOCKET: 'closed the connection',
  UND_ERR_CONNECT_TIMEOUT: 'takes no connections: check host and port, and that network policies allow it',
  ETIMEDOUT: 'takes no connections: check host and port, and that network policies allow it',
  EHOSTUNREACH: 'cannot be reached: check that network policies allow it',
  ENETUNREACH: 'cannot be reached: check that network policies allow it',
  ERR_SSL_WRONG_VERSION_NUMBER: notTls,
  CERT_HAS_EXPIRED: 'has a certificate that has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'has a certificate for another host',
};

/** Why a request got no answer, in words that follow the server's name. */
export function reasonOf(error: unknown): string {
  const { name, message, cause } = error as Error;
  if (name === 'TimeoutError') return 'did not answer in time';
  const { code = '', message: detail = message } = (cause ?? error) as NodeJS.ErrnoException;
  // Several addresses were tried, each with an error of its own.
  const [first] = (cause as AggregateError | undefined)?.errors ?? [];
  const known = remedies[code] ?? remedies[first?.code];
  if (known !== undefined) return known;
  // Told by a write, and not by what was read.
  if (code === 'EPROTO' && /wrong version number/.test(detail)) return notTls;
  if (/CERT|SIGNED|ISSUER|VERIFY/.test(code)) {
    return `has a certificate that nobody here trusts (${code}): set NODE_EXTRA_CA_CERTS to a file with its authority's`;
  }
  return `did not answer: ${detail}`;
}
