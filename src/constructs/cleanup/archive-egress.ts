import { archivePort } from '../../model/policy/archive-port';
import type { S3Location } from '../../model/policy/retention-policy';
import type { ClusterProfile } from '../../model/profile/cluster-profile';
import type { Problems } from '../../model/values/problems';
import { publicInternet } from '../network/agent-isolation';
import type { NetworkRule } from '../network/network-policy';
import { type Egress, objectStoreEgress } from '../network/system-egress';

/**
 * To the server of an archive: one of the profile's object stores if it is named, else what the policy tells of it. A
 * network policy knows addresses, and a policy of retention a name: so AWS is the public internet.
 */
export function archiveEgress(
  profile: ClusterProfile,
  server: S3Location,
  objectStore: string | undefined,
  problems: Problems,
): Egress {
  const number = archivePort(server);
  if (objectStore !== undefined) {
    checkStore(profile, objectStore, number, problems);
    return objectStoreEgress(profile, objectStore);
  }
  if (server.endpoint === undefined) return { rules: [internet] };
  const warning = `lets pods connect to port ${number} anywhere: declare the archive's server in the cluster profile, and name it as objectStore`;
  return { rules: [{ ports: [{ port: number }] }], warning };
}

/**
 * To who gives the pod credentials of AWS, where no Secret does: STS for the web identity of a role, else the agent of the
 * node. (Sources: docs.aws.amazon.com/eks, "IAM roles for service accounts" and "EKS Pod Identity".)
 */
export function credentialsEgress(annotations: Readonly<Record<string, string>> = {}): NetworkRule {
  if (annotations[roleAnnotation] !== undefined) return internet;
  return { peers: identityAgents.map((cidr) => ({ cidr })), ports: [{ port: 80 }] };
}

const internet: NetworkRule = { peers: [publicInternet], ports: [{ port: 443 }] };
const roleAnnotation = 'eks.amazonaws.com/role-arn';
const identityAgents = ['169.254.170.23/32', 'fd00:ec2::23/128'];

/** What a profile tells of its stores is held against the policy: what the pod cannot reach is never archived. */
function checkStore({ objectStores = {} }: ClusterProfile, name: string, port: number, problems: Problems): void {
  const names = Object.keys(objectStores);
  const store = objectStores[name];
  if (!store && names.length > 0) {
    problems.invalid('objectStore', name, `is none of the cluster profile's: use ${names.join(', ')}`);
  }
  if (store && !store.ports.includes(port)) {
    const listens = `listens on ${store.ports.join(', ')} by the cluster profile, and the archive's endpoint on ${port}`;
    problems.invalid('objectStore', name, `${listens}: list both where a Service stands before it`);
  }
}
