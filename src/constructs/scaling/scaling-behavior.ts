import { Duration, type DurationLike } from '../../model/values/duration';
import { oneOf, wholeNumber } from '../../model/values/numbers';
import { InvalidValue, type Problems } from '../../model/values/problems';
import { Quantity, type QuantityLike } from '../../model/values/quantity';
import { eachMade, mapOf, readRequired } from '../synth/input';

/** How far the pods may change within a period. */
export class ScalingPolicy {
  /** By this share of the current pods, in percent. */
  static percent(percent: number, period: DurationLike): ScalingPolicy {
    return new ScalingPolicy('Percent', percent, period);
  }

  /** By this many pods. */
  static pods(count: number, period: DurationLike): ScalingPolicy {
    return new ScalingPolicy('Pods', count, period);
  }

  private constructor(
    private readonly type: 'Pods' | 'Percent',
    private readonly value: number,
    private readonly period: DurationLike,
  ) {}

  render(problems: Problems) {
    return {
      type: this.type,
      value: readRequired('value', this.value, problems, wholeNumber(1)),
      periodSeconds: readRequired('period', this.period, problems, secondsFrom(1, 1_800)),
    };
  }
}

/** How an autoscaler moves in one direction. */
export interface ScalingRules {
  /**
   * How long it looks back for the most cautious recommendation, up to an hour: a rise in load waits this long to scale up.
   * @default - up at once, down after 5 minutes
   */
  readonly stabilizationWindow?: DurationLike;
  /** @default - up by the larger of 4 pods and 100 % in 15 s, down by 100 % in 15 s */
  readonly policies?: readonly ScalingPolicy[];
  /** Which policy counts; `Disabled` never moves in this direction. @default 'Max' */
  readonly selectPolicy?: 'Max' | 'Min' | 'Disabled';
  /** How far the metric may be off its target without a change, as a share such as `0.1`. @default - the cluster's, 0.1 */
  readonly tolerance?: QuantityLike;
}

/** What every autoscaler of pods says of itself. */
export interface ScalingBounds {
  readonly minReplicas?: number;
  readonly maxReplicas: number;
  readonly scaleUp?: ScalingRules;
  readonly scaleDown?: ScalingRules;
}

/** Reads how far and how fast an autoscaler may go; `why` says what an absent maximum would lead to. */
export function readBounds(bounds: ScalingBounds, minimum: number, why: string, problems: Problems) {
  const { minReplicas, maxReplicas, scaleUp, scaleDown } = bounds;
  const min = problems.read('minReplicas', minReplicas ?? minimum, wholeNumber(0));
  const max = readRequired('maxReplicas', maxReplicas, problems, wholeNumber(1), why);
  if (min !== undefined && max !== undefined && max < min) {
    problems.invalid('maxReplicas', max, `is below minReplicas ${min}: raise it or lower the other`);
  }
  const behavior = {
    scaleUp: renderRules(scaleUp, problems.at('scaleUp')),
    scaleDown: renderRules(scaleDown, problems.at('scaleDown')),
  };
  return { min, max, behavior: behavior.scaleUp || behavior.scaleDown ? behavior : undefined };
}

/** One direction as it is rendered; undefined where nothing is set. */
function renderRules(rules: ScalingRules | undefined, problems: Problems) {
  const given = mapOf(rules, '', problems);
  if (!given) return undefined;
  const { stabilizationWindow, policies, selectPolicy, tolerance } = given;
  if (policies?.length === 0) problems.report('policies', 'is empty: name a policy, or leave it out');
  const share = problems.read('tolerance', tolerance, Quantity.parse);
  if (share?.isNegative) problems.invalid('tolerance', tolerance, 'is negative: use a share such as 0.1');
  return {
    stabilizationWindowSeconds: problems.read('stabilizationWindow', stabilizationWindow, secondsFrom(0, 3_600)),
    policies:
      policies === undefined
        ? undefined
        : eachMade(policies, 'policies', problems, policyMade, (policy, at) => policy.render(at)),
    selectPolicy: problems.read('selectPolicy', selectPolicy, oneOf(['Max', 'Min', 'Disabled'])),
    tolerance: share?.toString(),
  };
}

const policyMade = { method: 'render', remedy: 'use ScalingPolicy.pods or ScalingPolicy.percent' } as const;

function secondsFrom(min: number, max: number): (value: DurationLike) => number {
  return (value) => {
    const seconds = Duration.parse(value).toSeconds();
    if (seconds >= min && seconds <= max) return seconds;
    throw new InvalidValue(value, `is out of range: use ${min} to ${max} seconds`);
  };
}
