import { exemptionOf, knownMarks, ttlAnnotation, ttlOverride } from '../../../../model/policy/exemption';
import type { ExemptionMark } from '../../../../model/policy/retention-policy';
import type { Cluster } from '../../../cluster/cluster';
import type { Field } from '../../../cluster/field';
import { isPlaceholder } from '../../../cluster/placeholder';
import type { Subject } from './subject';

/** What objects bear that are to outlive the times of a policy. */
export interface Mark {
  readonly field: Field;
  /** As it is written: `debug=true`. */
  readonly text: string;
  /** How long they are to be kept after their end; infinity for good. */
  readonly seconds: number;
}

/** The mark in some metadata of objects: an exemption, or else a time of their own. Later ones win over earlier ones. */
export function markOf(metadata: readonly Field[], objects: () => Subject, cluster: Cluster): Mark | undefined {
  const [labels = [], annotations = []] = ['labels', 'annotations'].map((part) => {
    return metadata.map((one) => one.get(part)).filter(({ exists }) => exists);
  });
  // Most objects have none, and none of what follows is needed for them.
  if (labels.length === 0 && annotations.length === 0) return undefined;
  const all = { labels: merged(labels), annotations: merged(annotations) };
  // One that ends some day holds until then, whenever that is.
  const exemption = exemptionOf(all, marksFor(objects(), cluster), Number.NEGATIVE_INFINITY)?.exemption;
  if (exemption) {
    const key = exemption.mark.slice(0, exemption.mark.indexOf('='));
    const inAnnotations = placeOf(key, annotations);
    const isLabel = `${key}=${inAnnotations?.text}` !== exemption.mark;
    const field = isLabel ? placeOf(key, labels) : inAnnotations;
    return field && { field, text: exemption.mark, seconds: Number.POSITIVE_INFINITY };
  }
  const field = placeOf(ttlAnnotation, annotations);
  const millis = ttlOverride(all.annotations);
  if (!field || millis === undefined) return undefined;
  return { field, text: `${ttlAnnotation}=${field.shown}`, seconds: millis / 1_000 };
}

/**
 * The marks that are meant for a sweep: those with a name of their own always, plain words such as `debug` only where a policy
 * is for the objects.
 */
function marksFor({ isIn }: Subject, { retentionPolicies }: Cluster): readonly ExemptionMark[] {
  const here = retentionPolicies.filter(({ policy }) => policy.rules.some(({ namespaces }) => isIn(namespaces)));
  const own = here.flatMap(({ policy }) => policy.marks);
  return own.length > 0 ? own : knownMarks.filter(({ key }) => key.includes('/'));
}

function placeOf(key: string, parts: readonly Field[]): Field | undefined {
  return parts.map((part) => part.get(key)).findLast(({ exists }) => exists);
}

/** A value that is filled in later may take the mark back. */
function merged(parts: readonly Field[]): Readonly<Record<string, string>> {
  const entries = parts.flatMap(({ strings }) => Object.entries(strings));
  return Object.fromEntries(entries.filter(([, value]) => !isPlaceholder(value)));
}
