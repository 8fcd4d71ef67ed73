import { renameSync, writeFileSync } from 'node:fs';
import type { RetentionPolicy } from '../../model/policy/retention-policy';
import type { Access } from '../api/access';
import { ApiClient } from '../api/api-client';
import { ApiError } from '../api/api-error';
import { TokenBucket } from '../api/token-bucket';
import { type Decision, isDone } from './decision';
import { keeperFor } from './evidence';
import type { SweepRequest } from './options';
import { decisionJson, summaryJson } from './output/json';
import { metricsText } from './output/metrics';
import { Progress } from './output/progress';
import { decisionLine, summaryText } from './output/text';
import { PlanError, PlanWriter } from './plan-file';
import { SetupError } from './preflight';
import { StateError } from './state';
import { exitCodeOf, type Summary } from './summary';
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
  const failed = (problems: readonly string[]) => {
    for (const problem of problems) surroundings.output.err(`error: ${problem}\n`);
    return 2;
  };
  try {
    return await sweepBy(policy, request, surroundings);
  } catch (error) {
    if (error instanceof SetupError) return failed(error.problems);
    if (error instanceof PlanError || error instanceof StateError) return failed([error.message]);
    if (error instanceof ApiError) return failed([`${surroundings.access.server}: ${error.message}`]);
    throw error;
  }
}

async function sweepBy(policy: RetentionPolicy, request: SweepRequest, around: SweepSurroundings): Promise<number> {
  const { access, output } = around;
  const { mode, format, planFile, applyFile, workers, pageSize, stateNamespace, deadline } = request;
  const bucket = new TokenBucket(request.qps, request.burst);
  const client = new ApiClient(access, { bucket, connections: workers + 16 });
  const signal =
    deadline === undefined ? around.signal : AbortSignal.any([around.signal, AbortSignal.timeout(deadline)]);
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
    if (isDue && decision.owner === undefined && isDeletion(policy, decision)) plan?.add(decision);
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
    plan?.finish();
    if (request.metricsFile !== undefined) await writeMetrics(request.metricsFile, summary, pauses);
    output.out(format === 'json' ? summaryJson(summary) : summaryText(summary));
    return exitCodeOf(summary);
  } catch (error) {
    plan?.abandon();
    throw error;
  } finally {
    client.close();
  }
}

/** Rules that only report list what is due too, and no plan may delete that. */
function isDeletion({ rules }: RetentionPolicy, { rule, outcome }: Decision): boolean {
  const retention = outcome && rules.find(({ name }) => name === rule)?.keep[outcome];
  const isUnfinished =
    outcome === 'Running' || outcome === 'Pending' || outcome === 'Suspended' || outcome === 'Unknown';
  return (retention?.action ?? (isUnfinished ? 'report' : 'delete')) !== 'report';
}

/** Whole or not at all: a collector may read at any moment. */
async function writeMetrics(file: string, summary: Summary, pauses: ReadonlyMap<string, number>): Promise<void> {
  const draft = `${file}.${process.pid}.tmp`;
  writeFileSync(draft, await metricsText(summary, pauses, Date.now()));
  renameSync(draft, file);
}
