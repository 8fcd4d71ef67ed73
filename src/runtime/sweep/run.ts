import { dependentsOf } from '../../model/policy/dependents';
import { type EffectivePolicy, effectivePolicy } from '../../model/policy/effective-policy';
import type { RetentionPolicy } from '../../model/policy/retention-policy';
import type { Access } from '../api/access';
import { ApiClient } from '../api/api-client';
import { ApiError } from '../api/api-error';
import { TokenBucket } from '../api/token-bucket';
import { Failure } from '../failure';
import { type Decision, isDone } from './decision';
import { keeperFor } from './evidence/evidence';
import type { SweepRequest } from './options';
import { Draft } from './output/draft';
import { decisionJson, summaryJson } from './output/json';
import { metricsText } from './output/metrics';
import { Progress } from './output/progress';
import { decisionLine, summaryText } from './output/text';
import { PlanWriter } from './plan-file';
import { exitCodeOf } from './summary';
import { Sweep } from './sweep';

/** What a sweep writes to. */
export interface SweepOutput {
  out(text: string): void;
  err(text: string): void;
  /** Whether a person watches standard error. */
  readonly isWatched: boolean;
}

export interface SweepSurroundings {
  readonly access: Access;
  readonly output: SweepOutput;
  /** Namespaces that `*` does not stand for, besides that of the state. */
  readonly ownNamespaces: readonly string[];
  /** Ends the sweep after what is in work. */
  readonly signal: AbortSignal;
}

/**
 * Sweeps, and says what came of it.
 *
 * @returns the exit code: 0 clean, 1 work left undone, 2 nothing could begin, 3 stopped by a safety limit
 */
export async function runSweep(
  policy: RetentionPolicy,
  request: SweepRequest,
  surroundings: SweepSurroundings,
): Promise<number> {
  const { access, output } = surroundings;
  try {
    return await sweepBy(policy, request, surroundings);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const problems = error instanceof ApiError ? [`${access.server}: ${error.message}`] : error.problems;
    for (const problem of problems) output.err(`error: ${problem}\n`);
    return 2;
  }
}

async function sweepBy(policy: RetentionPolicy, request: SweepRequest, around: SweepSurroundings): Promise<number> {
  const { access, output } = around;
  const { mode, format, planFile, metricsFile, applyFile, workers, pageSize, stateNamespace, deadline } = request;
  const bucket = new TokenBucket(request.qps, request.burst);
  const effective = effectivePolicy(policy);
  // Each kind is watched on a connection of its own.
  const client = new ApiClient(access, { bucket, connections: workers + dependentsOf(effective).length + 8 });
  const signal =
    deadline === undefined ? around.signal : AbortSignal.any([around.signal, AbortSignal.timeout(deadline)]);
  const metrics = metricsFile === undefined ? undefined : new Draft(metricsFile, '--metrics', everybodyReads);
  const plan = planFile === undefined ? undefined : new PlanWriter(planFile, policy.name, access.server);
  const progress = output.isWatched && format === 'text' ? new Progress(output.err) : undefined;
  let pauses: ReadonlyMap<string, number> = new Map();
  const decided = (decision: Decision) => {
    const isDue = isDone(decision.result);
    const text = format === 'json' ? decisionJson(decision) : decisionLine(decision);
    if (text !== '') {
      progress?.clear();
      output.out(text);
    }
    progress?.add(isDue, decision.namespace);
    if (isDue && decision.owner === undefined && isDeletion(effective, decision)) plan?.add(decision);
  };
  try {
    const keeper = keeperFor(policy, client, stateNamespace);
    const ownNamespaces = [stateNamespace, ...around.ownNamespaces];
    const { server } = access;
    const options = { policy, mode, plan: applyFile, stateNamespace, ownNamespaces, workers, pageSize, signal, server };
    const paused = (met: ReadonlyMap<string, number>) => {
      pauses = met;
    };
    const summary = await new Sweep(client, keeper, options, { decided, paused }).run();
    progress?.clear();
    const text = await metricsText(summary, pauses, Date.now());
    const writeMetrics = () => {
      metrics?.write(text);
      metrics?.finish();
    };
    const unwritten = finish([() => plan?.finish(), writeMetrics]);
    const whole = { ...summary, problems: [...summary.problems, ...unwritten] };
    output.out(format === 'json' ? summaryJson(whole) : summaryText(whole));
    return exitCodeOf(whole);
  } catch (error) {
    progress?.clear();
    plan?.abandon();
    metrics?.abandon();
    throw error;
  } finally {
    client.close();
  }
}

/** What was done is told, whether or not the files about it can be written. @returns what is wrong with them */
function finish(steps: readonly (() => void)[]): string[] {
  return steps.flatMap((step) => {
    try {
      step();
      return [];
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return error.problems;
    }
  });
}

/** Its collector is another user. */
const everybodyReads = 0o644;

/** Rules that only report list what is due too, and no plan may delete that. */
function isDeletion({ rules }: EffectivePolicy, { rule, outcome }: Decision): boolean {
  const retention = outcome && rules.find(({ name }) => name === rule)?.keep.get(outcome);
  return retention !== undefined && retention.action !== 'report';
}
