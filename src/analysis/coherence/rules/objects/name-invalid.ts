import { dnsLabel, dnsSubdomain, labelKey, labelValue } from '../../../../model/values/names';
import { InvalidValue } from '../../../../model/values/problems';
import { isAtLeast } from '../../../../model/values/version';
import type { Cluster } from '../../../cluster/cluster';
import type { ClusterObject } from '../../../cluster/cluster-object';
import type { Field } from '../../../cluster/field';
import { isPlaceholder } from '../../../cluster/placeholder';
import type { Violation } from '../../../findings/finding';
import { rule } from '../../rule';

/** Names have a form of their own, which no schema states. */
export const nameInvalid = rule({
  id: 'NAME-INVALID',
  severity: 'error',
  title: 'the API server refuses a name or a label',
  *check(cluster: Cluster) {
    for (const object of cluster.objects) {
      if (!mayBeServed(object)) continue;
      const { name, namespace } = object;
      if (!name.endsWith('*')) yield* refused(object.field('metadata', 'name'), name, formOf(object, cluster));
      if (namespace !== '') yield* refused(object.field('metadata', 'namespace'), namespace, dnsLabel);
      yield* labels(object.field('metadata', 'labels'));
    }
    for (const [workload] of cluster.workloads()) {
      for (const { field, containers } of workload.templates) {
        if (field.path.length > 0) yield* labels(field.get('metadata', 'labels'));
        for (const { field: container, injectedBy } of containers) {
          const name = container.get('name');
          if (injectedBy === undefined && name.text) yield* refused(name, name.text, dnsLabel);
        }
      }
    }
  },
});

/** Only Kubernetes has groups without a dot: `builtin` or `skaffold/v4` are for programs that read files. */
function mayBeServed({ apiVersion, group }: ClusterObject): boolean {
  return group.includes('.') || apiVersion === 'v1' || shortGroups.has(group);
}

const shortGroups: ReadonlySet<string> = new Set(['apps', 'autoscaling', 'batch', 'extensions', 'policy']);

type Form = (value: string) => string;

function* refused(field: Field, value: string, form: Form): Generator<Violation> {
  if (isPlaceholder(value)) return;
  try {
    form(value);
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    yield { at: [field], message: `${field.path.at(-1)} ${error.message}`, fix: suggestion(value, form) };
  }
}

function suggestion(value: string, form: Form): string {
  const legal = value
    .toLowerCase()
    .replace(/[^a-z0-9.-]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '');
  try {
    return `use e.g. ${form(legal)}`;
  } catch {
    return 'use a name of that form';
  }
}

function* labels(field: Field): Generator<Violation> {
  for (const [key, value] of field.entries) {
    yield* refused(value, key, labelKey);
    if (value.text !== undefined) yield* refused(value, value.text, labelValue);
  }
}

/** Kinds whose names are paths, addresses or those of others; `Validate…Name` in kubernetes/pkg/apis. */
const freer: Readonly<Record<string, true>> = {
  'CSIDriver.storage.k8s.io': true,
  'CertificateSigningRequest.certificates.k8s.io': true,
  'ClusterTrustBundle.certificates.k8s.io': true,
  'IPAddress.networking.k8s.io': true,
};

function formOf({ kind, group }: ClusterObject, { profile }: Cluster): Form {
  if (group === '' && kind === 'Namespace') return dnsLabel;
  if (group === '' && kind === 'Service') {
    const strict = profile.kubernetes !== undefined && !isAtLeast(profile.kubernetes, '1.36');
    return strict ? serviceName : dnsLabel;
  }
  if (group === 'rbac.authorization.k8s.io' || freer[`${kind}.${group}`]) return pathSegment;
  return dnsSubdomain;
}

/** RFC 1035, before 1.36. */
function serviceName(value: string): string {
  if (/^[a-z]/.test(dnsLabel(value))) return value;
  throw new InvalidValue(
    value,
    'is not a DNS-1035 label: before Kubernetes 1.36 the name of a Service begins with a letter',
  );
}

function pathSegment(value: string): string {
  if (value !== '.' && value !== '..' && !/[/%]/.test(value)) return value;
  throw new InvalidValue(value, 'is not a path segment: it must not be . or .., nor contain / or %');
}
