import type { LiveMetadata, LiveObject } from '../../../src/model/manifests/live-object';
import { type EffectivePolicy, type EffectiveRule, effectivePolicy } from '../../../src/model/policy/effective-policy';
import type { RetentionPolicy, RetentionRule } from '../../../src/model/policy/retention-policy';

/** Noon, so that days around it are plain. */
export const now = Date.UTC(2026, 10, 26, 12);
export const seconds = 1_000;
export const minutes = 60 * seconds;
export const hours = 60 * minutes;
export const days = 24 * hours;

/** A time so long ago, as the API server writes it: to the second. */
export function ago(millis: number, from = now): string {
  return new Date(Math.floor((from - millis) / 1_000) * 1_000).toISOString().replace('.000Z', 'Z');
}

export const workflowRule: RetentionRule = {
  name: 'workflows',
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Workflow',
  namespaces: ['team'],
  keep: { Succeeded: { for: '7d' }, Failed: { for: '3d' }, Error: { for: '3d' } },
};

export const podRule: RetentionRule = {
  name: 'pods',
  apiVersion: 'v1',
  kind: 'Pod',
  namespaces: ['team'],
  keep: { Succeeded: { for: '1d' }, Failed: { for: '2d' } },
};

export function policyOf(rule: Partial<RetentionRule>, more: Partial<RetentionPolicy> = {}): EffectivePolicy {
  return effectivePolicy({ name: 'team', rules: [{ ...workflowRule, ...rule }], ...more });
}

/** A policy's only rule. */
export function ruleOf({ rules: [rule] }: EffectivePolicy): EffectiveRule {
  if (!rule) throw new Error('the policy has no rule');
  return rule;
}

export function live(
  apiVersion: string,
  kind: string,
  status: object,
  metadata: Partial<LiveMetadata> = {},
): LiveObject {
  return {
    apiVersion,
    kind,
    metadata: {
      name: 'one',
      namespace: 'team',
      uid: '8f1b8a4e-5f0e-4d6c-9c57-0c2f7c3f9d11',
      resourceVersion: '7',
      creationTimestamp: ago(30 * days),
      ...metadata,
    },
    status,
  };
}

/** A workflow that ended so long ago. */
export function workflow(phase: string, age: number, metadata: Partial<LiveMetadata> = {}): LiveObject {
  return live(
    'argoproj.io/v1alpha1',
    'Workflow',
    { phase, startedAt: ago(age + hours), finishedAt: ago(age) },
    { ...metadata, labels: { 'workflows.argoproj.io/completed': 'true', ...metadata.labels } },
  );
}

/** A pod whose containers ended so long ago, in their order. */
export function pod(phase: string, ages: readonly number[], metadata: Partial<LiveMetadata> = {}): LiveObject {
  const containerStatuses = ages.map((age, index) => ({
    name: `c${index}`,
    state: { terminated: { exitCode: 0, finishedAt: ago(age) } },
  }));
  return live('v1', 'Pod', { phase, containerStatuses }, metadata);
}
