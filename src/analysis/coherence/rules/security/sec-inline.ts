import type { Cluster } from '../../../cluster/cluster';
import type { ClusterObject } from '../../../cluster/cluster-object';
import type { Field } from '../../../cluster/field';
import { isPlaceholder } from '../../../cluster/placeholder';
import type { Violation } from '../../../findings/finding';
import { rule } from '../../rule';
import { isCredentialName } from './credential-name';

/** What is in a repository is known to all who read it, for ever: base64 hides nothing. Only names are reported. */
export const secInline = rule({
  id: 'SEC-INLINE',
  severity: 'warning',
  title: 'a manifest holds a secret in plain text',
  *check(cluster: Cluster) {
    for (const secret of cluster.ofKind('Secret')) {
      const keys = keysOf(secret);
      const violation = report(keys, (names) => `the values of ${names} are part of the manifest`);
      if (violation) yield violation;
    }
    const secrets = new Set(cluster.ofKind('Secret').map(({ name }) => name));
    for (const [workload] of cluster.workloads()) {
      const variables = workload.templates.flatMap(({ containers }) =>
        containers
          .filter(({ injectedBy }) => injectedBy === undefined)
          .flatMap(({ field }) => credentialsOf(field, secrets)),
      );
      const violation = report(
        variables,
        (names) => `environment variables hold their values in the manifest: ${names}`,
      );
      if (violation) yield violation;
    }
  },
});

type Named = readonly [name: string, field: Field];

function report(found: readonly Named[], message: (names: string) => string): Violation | undefined {
  const [first, ...others] = found;
  if (!first) return undefined;
  return {
    at: [first[1], ...others.map(([, field]) => field)],
    message: message(found.map(([name]) => name).join(', ')),
    fix: 'keep the values outside: an ExternalSecret or a SealedSecret makes the Secret, and pods read it by secretKeyRef; change those that were published',
  };
}

function keysOf(secret: ClusterObject): Named[] {
  const stored = secret.field('data').entries.filter(([, field]) => isSecret(decoded(field.text)));
  const plain = secret.field('stringData').entries.filter(([, field]) => isSecret(field.text));
  const isArgoCd = secret.labels['argocd.argoproj.io/secret-type'] !== undefined;
  return [...stored, ...plain].filter(([name]) => !(isArgoCd && argoCdPlain.has(name)));
}

/** Keys by which Argo CD knows a repository or a cluster; https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/. */
const argoCdPlain: ReadonlySet<string> = new Set([
  'clusterResources',
  'enableOCI',
  'insecure',
  'name',
  'namespaces',
  'project',
  'server',
  'shard',
  'type',
  'url',
]);

/** @param secrets names of Secrets: a variable may say which of them holds the value */
function credentialsOf(container: Field, secrets: ReadonlySet<string>): Named[] {
  return container.get('env').items.flatMap((item) => {
    const [name, value] = [item.get('name').text ?? '', item.get('value')];
    const isOther =
      /^(true|false|yes|no|\d+|\/.*|\w+:\/\/[^@]*)$/i.test(value.text ?? '') || secrets.has(value.text ?? '');
    return isCredentialName(name) && isSecret(value.text) && !isOther ? [[name, value] as const] : [];
  });
}

/** Neither empty nor a text that something else replaces. */
function isSecret(value: string | undefined): boolean {
  return (
    value !== undefined &&
    value.trim() !== '' &&
    !isPlaceholder(value) &&
    !/^\s*<[^>]*>\s*$/.test(value) &&
    !isPublic(value)
  );
}

/** Certificates and public keys are for everybody; a private key beside them is not. */
function isPublic(value: string): boolean {
  const rest = value.replace(
    /-----BEGIN ((?:TRUSTED )?CERTIFICATE|(?:\w+ )?PUBLIC KEY)-----[^-]*-----END \1-----/g,
    '',
  );
  return rest !== value && rest.trim() === '';
}

function decoded(value: string | undefined): string | undefined {
  return value === undefined || isPlaceholder(value) || /^\s*</.test(value)
    ? undefined
    : Buffer.from(value, 'base64').toString();
}
