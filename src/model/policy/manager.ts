import type { Manifest } from '../manifests/manifest';
import { groupOf } from '../manifests/manifest';

const helmRelease = 'meta.helm.sh/release-name';

/**
 * Who else decides about an object's life, as messages name it: `Argo CD (application platform-prod)`. Deleted by us, it
 * would be made again, and what it does done twice. Undefined where nobody is seen to.
 */
export function managerOf({ apiVersion, kind, metadata }: Manifest): string | undefined {
  const { annotations = {}, labels = {} } = metadata;
  const application = trackingApplication(annotations['argocd.argoproj.io/tracking-id'], apiVersion, kind, metadata);
  if (application !== undefined) return `Argo CD (application ${application})`;
  if (annotations['argocd.argoproj.io/hook'] !== undefined) return 'Argo CD (a hook)';
  if (annotations['helm.sh/hook'] !== undefined) return 'Helm (a hook)';
  const release = annotations[helmRelease];
  if (release !== undefined && labels['app.kubernetes.io/managed-by'] === 'Helm') return `Helm (release ${release})`;
  for (const controller of ['kustomize', 'helm'] as const) {
    const name = labels[`${controller}.toolkit.fluxcd.io/name`];
    if (name !== undefined) return `Flux (${controller} ${name})`;
  }
  if (kind === 'Job' && groupOf(apiVersion) === 'batch') {
    const owners = (metadata['ownerReferences'] ?? []) as readonly { kind?: string; name?: string }[];
    const cronJob = owners.find((owner) => owner.kind === 'CronJob');
    if (cronJob) return `CronJob ${cronJob.name}`;
  }
  return undefined;
}

/** Controllers copy annotations to what they make: the id counts only for the object that it names. */
function trackingApplication(
  id: string | undefined,
  apiVersion: string,
  kind: string,
  { namespace = '', name }: Manifest['metadata'],
): string | undefined {
  const [application, resource = '', target = ''] = id?.split(':') ?? [];
  const isItself = resource === `${groupOf(apiVersion)}/${kind}` && target === `${namespace}/${name}`;
  return isItself ? application : undefined;
}
