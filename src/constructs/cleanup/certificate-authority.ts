import { dnsSubdomain } from '../../model/values/names';
import type { Problems } from '../../model/values/problems';
import { mapOf, readRequired } from '../synth/input';
import { fileName } from './config-map';

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
  const file = inner.read('key', key, fileName);
  return name === undefined || file === undefined ? undefined : { configMap: name, key: file };
}
