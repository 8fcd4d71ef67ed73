import { dnsSubdomain } from '../../model/values/names';
import { InvalidValue, type Problems } from '../../model/values/problems';
import { mapOf, readRequired } from '../synth/input';

/** Certificates in a ConfigMap, in PEM. */
export interface CertificateAuthority {
  readonly configMap: string;
  /** @default 'ca.crt' */
  readonly key?: string;
}

/** Reads it; problems are reported below `certificateAuthority`. */
export function readAuthority(
  given: CertificateAuthority | undefined,
  problems: Problems,
): Required<CertificateAuthority> | undefined {
  if (given === undefined) return undefined;
  const inner = problems.at('certificateAuthority');
  const { configMap, key = 'ca.crt' } = mapOf(given, 'certificateAuthority', problems) ?? given;
  const name = readRequired('configMap', configMap, inner, dnsSubdomain);
  const file = inner.read('key', key, configMapKey);
  return name === undefined || file === undefined ? undefined : { configMap: name, key: file };
}

/** Source: kubernetes apimachinery `IsConfigMapKey`. */
function configMapKey(key: string): string {
  if (/^[-._a-zA-Z0-9]{1,253}$/.test(key) && !/^\.\.?$/.test(key)) return key;
  throw new InvalidValue(key, 'is no key of a ConfigMap: write e.g. ca.crt');
}
