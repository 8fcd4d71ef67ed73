import type { Construct } from 'constructs';
import { resourceQuota } from '../../model/kinds/resource-quota';
import { percentage } from '../../model/values/percentage';
import type { Problems } from '../../model/values/problems';
import { Quantity, type QuantityLike } from '../../model/values/quantity';
import { countsThings, type QuotaKey, quotaKey } from '../../model/values/quota-key';
import type { QuotaScope, QuotaScopeRequirement } from '../../model/values/quota-scope';
import { resourceAmount } from '../../model/values/resource-amount';
import { type Charge, sum } from '../../model/workloads/charge';
import type { Workload } from '../../model/workloads/workload';
import { eachMade, listOf, mapOf } from '../synth/input';
import { type Body, KubernetesObject, type NamespacedProps } from '../synth/kubernetes-object';
import { checkScopes } from './quota-scopes';

export interface ResourceQuotaProps extends NamespacedProps {
  /**
   * The limits, by quota key. With `workloads`, only keys that they do not decide.
   * @default - only what follows from `workloads`
   */
  readonly hard?: Readonly<Partial<Record<QuotaKey, QuantityLike>>>;
  /**
   * What must fit: requests, limits, pods and storage follow from these, so that quota and workloads cannot drift apart.
   * @default - none
   */
  readonly workloads?: readonly Workload[];
  /** Room beyond the workloads' peak. @default '20%' */
  readonly headroom?: string;
  /** Pods or claims that the quota is for; unchangeable once the quota exists. @default - all */
  readonly scopes?: readonly QuotaScope[];
  /** As `scopes`, with values, e.g. for priority classes. @default - all */
  readonly scopeSelector?: readonly QuotaScopeRequirement[];
}

/** A tenth of a core, a mebibyte of memory, a gibibyte of disk: finer differences are only noise in a review. */
const steps: readonly (readonly [suffix: string, step: Quantity])[] = [
  ['.cpu', Quantity.parse('100m')],
  ['.memory', Quantity.parse('1Mi')],
  ['.ephemeral-storage', Quantity.parse('1Mi')],
  ['.storage', Quantity.parse('1Gi')],
  ['', Quantity.units(1)],
];

/** Limits what all objects of a namespace may ask for together. */
export class ResourceQuota extends KubernetesObject<ResourceQuotaProps> {
  private readonly added: Workload[] = [];

  constructor(scope: Construct, id: string, props: ResourceQuotaProps) {
    super(scope, id, resourceQuota, props);
  }

  /** Makes room for more workloads. */
  addWorkload(...workloads: Workload[]): this {
    this.added.push(...workloads);
    return this;
  }

  /** The limits as they are rendered; what could not be read is missing, and reported when the app is synthesized. */
  limits(problems: Problems): Charge {
    return this.read(this.resolvedSettings(), problems);
  }

  protected body(props: ResourceQuotaProps, problems: Problems): Body {
    const hard = this.read(props, problems);
    const scopes = listOf(props.scopes, 'scopes', problems);
    const scopeSelector = listOf(props.scopeSelector, 'scopeSelector', problems);
    checkScopes(scopes, scopeSelector, Object.keys(hard), problems);
    return {
      spec: {
        hard: Object.fromEntries(Object.entries(hard).map(([key, amount]) => [key, amount.toString()])),
        ...(scopes.length > 0 && { scopes }),
        ...(scopeSelector.length > 0 && { scopeSelector: { matchExpressions: scopeSelector } }),
      },
    };
  }

  private read(props: ResourceQuotaProps, problems: Problems): Charge {
    const computed = this.computed(props, problems);
    const stated: Record<string, Quantity> = {};
    const declared = Object.entries(mapOf(props.hard, 'hard', problems) ?? {});
    for (const [key, value] of declared) {
      const hard = problems.at('hard');
      if (hard.read('', key, quotaKey) === undefined) continue;
      const amount = hard.read(key, value, resourceAmount);
      if (amount?.isNegative) hard.invalid(key, value, 'is negative: a limit is 0 or more');
      else if (amount && countsThings(key) && !amount.isWhole)
        hard.invalid(key, value, 'is not a whole number: it counts things');
      else if (amount && computed[key]) {
        hard.invalid(key, value, `is also computed from the workloads (${computed[key]}): leave one of them out`);
      } else if (amount) stated[key] = amount;
    }
    const hard = { ...computed, ...stated };
    if (declared.length === 0 && Object.keys(computed).length === 0) {
      problems.report('hard', 'is required: name at least one key, or workloads');
    }
    return hard;
  }

  private computed(props: ResourceQuotaProps, problems: Problems): Charge {
    const at = (workload: Workload) => problems.at('workloads').at(workload.name);
    const peaks = eachMade(
      [...listOf(props.workloads, 'workloads', problems), ...this.added],
      'workloads',
      problems,
      workloadMade,
      (workload) => workload.peak(at(workload)),
    );
    const headroom = problems.read('headroom', props.headroom ?? '20%', percentage) ?? 0;
    const peak = peaks.reduce<Charge>(sum, {});
    const factor = (100 + headroom) / 100;
    return Object.fromEntries(
      Object.entries(peak)
        .filter(([key]) => isEnforced(key))
        .map(([key, amount]) => [key, amount.multiply(factor).roundUpTo(stepOf(key))]),
    );
  }
}

const workloadMade = { method: 'peak', remedy: 'use Workload.deployment or Workload.pods' } as const;

/** Extended resources and huge pages are never overcommitted: a quota knows only their requests. */
function isEnforced(key: string): boolean {
  return !key.startsWith('limits.') || /^limits\.(cpu|memory|ephemeral-storage)$/.test(key);
}

function stepOf(key: string): Quantity {
  return steps.find(([suffix]) => key.endsWith(suffix))?.[1] ?? Quantity.units(1);
}
