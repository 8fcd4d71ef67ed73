import { type LabelRequirement, type LabelSelector, selectorMatches } from '../../../model/values/label-selector';
import type { Selection } from '../network/egress-policy';
import { isPlaceholder } from '../placeholder';

/**
 * Whether a selector selects an object that is still to be made.
 *
 * @param labels those that are known; a value that something fills in later is only known to be there
 * @param isOpen whether a label that is not among them may be added
 */
export function selectionOf(
  { matchLabels = {}, matchExpressions = [] }: LabelSelector,
  labels: Readonly<Record<string, string>>,
  isOpen: (key: string) => boolean,
): Selection {
  const requirements: readonly LabelRequirement[] = [
    ...Object.entries(matchLabels).map(([key, value]) => ({ key, operator: 'In', values: [value] }) as const),
    ...matchExpressions,
  ];
  const wanted = requirements.map((requirement): Selection => {
    const { key, operator } = requirement;
    const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
    const asksForValue = operator === 'In' || operator === 'NotIn';
    if (value === undefined ? isOpen(key) : asksForValue && isPlaceholder(value)) return 'maybe';
    return selectorMatches({ matchExpressions: [requirement] }, labels) ? 'yes' : 'no';
  });
  if (wanted.includes('no')) return 'no';
  return wanted.includes('maybe') ? 'maybe' : 'yes';
}
