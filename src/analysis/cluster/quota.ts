import type { Quantity } from '../../model/values/quantity';
import { type Charge, podsThatFit } from '../../model/workloads/charge';
import type { ClusterObject } from './cluster-object';
import type { Field } from './field';
import type { PodTemplate } from './pod-template';
import { readAmounts } from './resources';

/** Keys that mean the same as a longer one. */
const synonyms: Readonly<Record<string, string>> = {
  cpu: 'requests.cpu',
  memory: 'requests.memory',
  'ephemeral-storage': 'requests.ephemeral-storage',
};
/** The resources that each container must state when a quota limits them. */
const required = ['requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory'];

/** One key of a quota that does not hold what is asked of it. */
export interface Shortfall {
  readonly quota: Quota;
  /** As the quota spells it. */
  readonly key: string;
  readonly field: Field;
  readonly hard: Quantity;
  readonly needed: Quantity;
}

/** The longest spelling of a quota key, under which charges know it: `requests.cpu` for `cpu`. */
export function chargeKey(key: string): string {
  return key === 'count/pods' ? 'pods' : (synonyms[key] ?? key);
}

/** A ResourceQuota. */
export class Quota {
  /** Limits by the longest spelling of their key. */
  readonly hard: Charge;
  /** Whether every limit is a quantity. */
  readonly isReadable: boolean;
  /** The requirements of its scopes, of either form. */
  readonly scopes: readonly Scope[];
  private readonly spellings: Readonly<Record<string, string>>;

  constructor(readonly object: ClusterObject) {
    const { amounts, isReadable } = readAmounts(object.field('spec', 'hard'));
    const hard: Record<string, Quantity> = {};
    const spellings: Record<string, string> = {};
    for (const [spelling, amount] of Object.entries(amounts)) {
      const key = synonyms[spelling] ?? spelling;
      const other = hard[key];
      if (other && !amount.lessThan(other)) continue;
      hard[key] = amount;
      spellings[key] = spelling;
    }
    this.hard = hard;
    this.isReadable = isReadable;
    this.spellings = spellings;
    this.scopes = scopesOf(object);
  }

  /** The field that limits this key. */
  field(key: string): Field {
    return this.object.field('spec', 'hard', this.spellings[key] ?? key);
  }

  /** Whether it counts pods of this template. */
  covers(pod: PodTemplate): boolean {
    return this.scopes.every((scope) => inScope(scope, pod));
  }

  /** Resources that every container must state, or have stated for it, because this quota limits them. */
  get mustState(): string[] {
    return required.filter((key) => this.hard[key] !== undefined);
  }

  /** The keys that do not hold a charge. */
  shortfalls(charge: Charge): Shortfall[] {
    return Object.entries(this.hard).flatMap(([key, hard]) => {
      const needed = charge[chargeKey(key)];
      if (!needed || !hard.lessThan(needed)) return [];
      return [{ quota: this, key: this.spellings[key] ?? key, field: this.field(key), hard, needed }];
    });
  }

  /** How many of a pod fit beside others; undefined when no key limits it. */
  fit(each: Charge, others: Charge = {}): number | undefined {
    const { 'count/pods': counted, ...hard } = this.hard;
    const pods = [hard['pods'], counted].filter((amount) => amount !== undefined);
    const fewest = pods.sort((a, b) => a.compare(b))[0];
    return podsThatFit(fewest ? { ...hard, pods: fewest } : hard, each, others);
  }
}

/** A requirement that a quota has of what it counts. */
export interface Scope {
  readonly name: string;
  readonly operator: string;
  readonly values: readonly string[];
  readonly field: Field;
}

function scopesOf(object: ClusterObject): Scope[] {
  const plain = object.field('spec', 'scopes').items.map((field) => {
    return { name: field.text ?? '', operator: 'Exists', values: [], field };
  });
  const selected = object.field('spec', 'scopeSelector', 'matchExpressions').items.map((field) => ({
    name: field.get('scopeName').text ?? '',
    operator: field.get('operator').text ?? '',
    values: field.get('values').words,
    field,
  }));
  return [...plain, ...selected];
}

/** Source: kubernetes/pkg/quota/v1/evaluator/core `podMatchesScopeFunc`. */
export function inScope(scope: Scope, pod: PodTemplate): boolean {
  switch (scope.name) {
    case 'Terminating':
      return pod.hasDeadline;
    case 'NotTerminating':
      return !pod.hasDeadline;
    case 'BestEffort':
      return pod.isBestEffort;
    case 'NotBestEffort':
      return !pod.isBestEffort;
    case 'PriorityClass':
      return hasPriority(scope, pod.priorityClassName.text ?? '');
    case 'CrossNamespacePodAffinity':
      return reachesOtherNamespaces(pod.spec.get('affinity'));
    default:
      // VolumeAttributesClass is about claims.
      return false;
  }
}

function hasPriority({ operator, values }: Scope, name: string): boolean {
  switch (operator) {
    case 'In':
      return values.includes(name);
    case 'NotIn':
      return !values.includes(name);
    case 'DoesNotExist':
      return name === '';
    default:
      return name !== '';
  }
}

function reachesOtherNamespaces(affinity: Field): boolean {
  const terms = ['podAffinity', 'podAntiAffinity'].flatMap((side) => [
    ...affinity.get(side, 'requiredDuringSchedulingIgnoredDuringExecution').items,
    ...affinity
      .get(side, 'preferredDuringSchedulingIgnoredDuringExecution')
      .items.map((item) => item.get('podAffinityTerm')),
  ]);
  return terms.some((term) => term.get('namespaces').items.length > 0 || term.get('namespaceSelector').exists);
}
