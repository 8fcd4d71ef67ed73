import type { S3Location } from '../../model/policy/retention-policy';
import type { ClusterProfile } from '../../model/profile/cluster-profile';
import { publicInternet } from '../network/agent-isolation';
import { type Egress, objectStoreEgress } from '../network/system-egress';

/**
 * To the server of an archive: one of the profile's object stores if it is named, else what the policy tells of it. A
 * network policy knows addresses, and a policy of retention a name: so AWS is the public internet.
 */
export function archiveEgress(
  profile: ClusterProfile,
  { endpoint }: S3Location,
  objectStore: string | undefined,
): Egress {
  if (objectStore !== undefined) return objectStoreEgress(profile, objectStore);
  if (endpoint === undefined) return { rules: [{ peers: [publicInternet], ports: [{ port: 443 }] }] };
  const { port, protocol } = new URL(endpoint);
  const number = port === '' ? (protocol === 'http:' ? 80 : 443) : Number(port);
  const warning = `lets pods connect to port ${number} anywhere: declare the archive's server in the cluster profile, and name it as objectStore`;
  return { rules: [{ ports: [{ port: number }] }], warning };
}
