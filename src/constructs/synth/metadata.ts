import type { Kind } from '../../model/kinds/kind';
import type { ManifestMetadata } from '../../model/manifests/manifest';
import { dnsLabel, dnsSubdomain, labelKey, labelValue } from '../../model/values/names';
import { InvalidValue, type Problems } from '../../model/values/problems';

/** An object's metadata as it is rendered: checked, without empty maps, with a namespace only where the kind has one. */
export function readMetadata(metadata: ManifestMetadata, kind: Kind, problems: Problems): ManifestMetadata {
  const { namespace, labels = {}, annotations = {}, ...rest } = metadata;
  problems.read('name', rest.name, nameRule(kind));
  for (const [key, value] of Object.entries(labels)) {
    problems.read('labels', key, labelKey);
    problems.at('labels').read(key, value, labelValue);
  }
  for (const [key, value] of Object.entries(annotations)) {
    problems.read('annotations', key, labelKey);
    problems.at('annotations').read(key, value, annotationValue);
  }
  const read = {
    ...rest,
    ...(Object.keys(labels).length > 0 && { labels }),
    ...(Object.keys(annotations).length > 0 && { annotations }),
  };
  // A chart's namespace reaches every object in it, also those that have none.
  if (!kind.namespaced) return read;
  if (namespace === undefined) {
    problems.report('namespace', `is required: ${kind.kind} is namespaced; set it here or on the chart`);
    return read;
  }
  problems.read('namespace', namespace, dnsLabel);
  return { ...read, namespace };
}

function nameRule(kind: Kind): (name: string) => string {
  return kind.kind === 'Namespace' ? dnsLabel : dnsSubdomain;
}

function annotationValue(value: unknown): unknown {
  if (typeof value === 'string') return value;
  throw new InvalidValue(value, 'is not a string: write it in quotes');
}
