import type { Decision, Result } from '../../../src/runtime/sweep/decision';
import { type Summary, Tally } from '../../../src/runtime/sweep/summary';

export function decisionOf(result: Result, more: Partial<Decision> = {}): Decision {
  return {
    rule: 'workflows',
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    namespace: 'agents',
    name: 'build-1',
    uid: 'u-1',
    resourceVersion: '7',
    result,
    reason: 'Succeeded 8d ago, kept for 7d',
    ...more,
  };
}

export function summaryOf(results: readonly Result[], more: Partial<Summary> = {}): Summary {
  const tally = new Tally();
  for (const result of results) tally.add(decisionOf(result));
  const about = {
    policy: 'agents',
    mode: 'delete',
    duration: 1.25,
    apiCalls: 12,
    stateNamespace: 'steward-system',
    expired: 0,
    isInterrupted: false,
  };
  return { ...tally.summary(about), ...more };
}
