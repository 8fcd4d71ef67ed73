import type { RetentionPolicy, RetentionRule } from '../../../../src/model/policy/retention-policy';
import type { Kind, Terms } from './world';

const groups: Readonly<Record<Kind, string>> = {
  Workflow: 'argoproj.io/v1alpha1',
  Job: 'batch/v1',
  Pod: 'v1',
  PersistentVolumeClaim: 'v1',
  ConfigMap: 'v1',
};

export function apiVersionOf(kind: Kind): string {
  return groups[kind];
}

/** The policy that some terms stand for. */
export function policyOf(
  terms: Terms,
  name: string,
  namespace: string,
  archive: RetentionPolicy['archive'],
): RetentionPolicy {
  const { budget } = terms;
  const bound = budget && { count: budget.count, percent: budget.percent };
  return {
    name,
    rules: terms.kinds.flatMap((kind) => rulesOf(kind, terms, namespace)),
    exemptions: [{ key: 'team.test/keep', value: 'please' }],
    legalHolds: [{ reason: 'case 4711', selector: { matchLabels: { case: 'legal' } } }],
    unusedGrace: '0s',
    ...(budget && { budgets: { [budget.of]: bound } }),
    ...(archive && { archive }),
  };
}

function rulesOf(kind: Kind, { hasError, keepLast }: Terms, namespace: string): RetentionRule[] {
  const base = { apiVersion: apiVersionOf(kind), kind, namespaces: [namespace] };
  if (kind === 'PersistentVolumeClaim' || kind === 'ConfigMap') {
    const selector = { matchLabels: { scratch: 'true' } };
    return [{ ...base, name: kind.toLowerCase(), selector, keep: { Unused: { for: '0s' } } }];
  }
  const isWorkflow = kind === 'Workflow';
  const ends =
    isWorkflow && hasError ? (['Succeeded', 'Failed', 'Error'] as const) : (['Succeeded', 'Failed'] as const);
  const keep = (time: string, last: number) =>
    Object.fromEntries(ends.map((end) => [end, { for: time, keepLast: last }]));
  const selector = { matchLabels: { keep: 'long' } };
  return [
    { ...base, name: `long-${kind.toLowerCase()}`, selector, keep: keep('1h', 0) },
    { ...base, name: kind.toLowerCase(), keep: keep('0s', isWorkflow ? keepLast : 0) },
  ];
}
