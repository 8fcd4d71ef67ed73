import { archivePort } from '../../../../model/policy/archive-port';
import type { Cluster } from '../../../cluster/cluster';
import type { Namespace } from '../../../cluster/namespace';
import { type EgressRule, egressPolicies } from '../../../cluster/network/egress-policy';
import { hasForeignPolicies } from '../../../cluster/network/foreign-policies';
import type { SweepJob } from '../../../cluster/retention/sweep-jobs';
import type { Violation } from '../../../findings/finding';

const namePort = 53;
const consequence = 'nothing is archived, and what is not archived is never deleted';

/** No egress rule reaches any server at the bucket's port. Where the server is, no manifest says: one rule that may is enough. */
export function unreachableBucket({ object, source, pod }: SweepJob, cluster: Cluster): Violation | undefined {
  const { s3 } = source.policy.archive ?? {};
  const namespace: Namespace | undefined = cluster.namespace(object.namespace);
  if (!s3 || !namespace || pod.spec.get('hostNetwork').flag === true || hasForeignPolicies(cluster)) return undefined;
  const policies = egressPolicies(namespace).map((policy) => ({ policy, selection: policy.selects(pod) }));
  const [first, ...others] = policies.filter(({ selection }) => selection === 'yes').map(({ policy }) => policy);
  if (!first) return undefined;
  const port = archivePort(s3);
  const rules = policies.filter(({ selection }) => selection !== 'no').flatMap(({ policy }) => policy.rules);
  if (rules.some((rule) => mayReach(rule, port))) return undefined;
  return {
    severity: 'warning',
    at: [first.object.field('spec', 'egress'), ...others.map((one) => one.object.field('spec', 'egress')), source.text],
    message: `no policy lets the pods of ${object.title} connect to port ${port} of ${s3.endpoint ?? 'S3'}: ${consequence}`,
    fix: `add an egress rule to the addresses of the store, port ${port}`,
  };
}

/** A server that is not AWS gets its credentials from the pod alone: no agent of a cloud provider has any for it. */
export function missingCredentials(
  { object, source, pod, container, account }: SweepJob,
  cluster: Cluster,
): Violation | undefined {
  const { s3 } = source.policy.archive ?? {};
  if (s3?.endpoint === undefined) return undefined;
  const serviceAccount = cluster
    .namespace(object.namespace)
    ?.named(account)
    .find((one) => one.is('ServiceAccount'));
  // Something may well be added to it elsewhere, or come with its annotations.
  if (!serviceAccount || Object.keys(serviceAccount.annotations).length > 0) return undefined;
  const names = container.get('env').items.map((one) => one.get('name').text ?? '');
  const isSet = names.some((name) => /^(AWS_|STEWARD_S3_)/.test(name)) || container.get('envFrom').items.length > 0;
  const isMounted = container
    .get('volumeMounts')
    .items.some((one) => /\.aws(\/|$)/.test(one.get('mountPath').text ?? ''));
  if (isSet || isMounted || pod.spec.get('initContainers').items.length > 0) return undefined;
  return {
    severity: 'warning',
    at: [container.get('env'), source.text],
    message: `${object.title} is given no credentials for ${s3.endpoint}: ${consequence}`,
    fix: 'mount a Secret with access-key-id and secret-access-key, and name its folder in STEWARD_S3_CREDENTIALS_DIR; or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY from one',
  };
}

function mayReach(rule: EgressRule, port: number): boolean {
  const destination = { cidrs: undefined, protocol: 'TCP' as const, accepts: (one: number) => one === port };
  // A server may be a pod of the same namespace as well, and a Service may have another port than it; but none is a name server.
  const anyPort = { ...destination, accepts: (one: number) => one !== namePort };
  const isPod = rule.field.get('to').items.some((peer) => {
    return peer.get('podSelector').exists && !peer.get('namespaceSelector').exists;
  });
  return rule.reachesAddress(destination) || isPod || rule.reachesOtherNamespaces(anyPort);
}
