import { groupOf, type Manifest } from '../manifests/manifest';
import { timestamp } from '../values/timestamp';
import type { Outcome } from './retention-policy';

/** How an object stands, and since when. */
export interface Standing {
  readonly outcome: Outcome;
  /** When it ended or, while it has not, when it started; milliseconds since 1970. Undefined where nothing says it. */
  readonly since: number | undefined;
  /** In a few words, where the outcome needs some: `no finishedAt`. */
  readonly why?: string;
}

type Status = Readonly<Record<string, unknown>>;
type Condition = { readonly type?: unknown; readonly status?: unknown; readonly lastTransitionTime?: unknown };

/** Outcomes after which nothing more happens. */
export function isEnd(outcome: Outcome): boolean {
  return outcome === 'Succeeded' || outcome === 'Failed' || outcome === 'Error';
}

/**
 * How an object stands by its own status. An end counts only with its time: what says that it ended but not when is
 * `Unknown`, as is every word that is not known. Volume claims and ConfigMaps have no status of this kind.
 */
export function standingOf(object: Manifest): Standing {
  const status = mapOf(object['status']);
  const started = timestamp(object.metadata['creationTimestamp']);
  if (object.kind === 'Pod' && object.apiVersion === 'v1') return podStanding(object, status, started);
  if (object.kind === 'Job' && groupOf(object.apiVersion) === 'batch') return jobStanding(object, status, started);
  if (object.kind === 'Workflow' && groupOf(object.apiVersion) === 'argoproj.io') {
    return workflowStanding(object, status, started);
  }
  return phaseStanding(status, started);
}

/**
 * The containers of a pod end one by one: it ended with the last. One that was evicted, or whose node was lost, may have
 * containers of which no end is told, but a last write to its status.
 */
function podStanding(object: Manifest, status: Status, started: number | undefined): Standing {
  const { phase } = status;
  if (phase === 'Pending' || phase === 'Running') return { outcome: phase, since: started };
  if (phase !== 'Succeeded' && phase !== 'Failed') return unknown(`phase ${JSON.stringify(phase) ?? 'is missing'}`);
  const ends = ['initContainerStatuses', 'containerStatuses', 'ephemeralContainerStatuses']
    .flatMap((list) => listOf(status[list]))
    .map((container) => timestamp(mapOf(mapOf(mapOf(container)['state'])['terminated'])['finishedAt']));
  const told = ends.filter((time) => time !== undefined);
  const isWhole = told.length > 0 && told.length === ends.length;
  return ended(phase, isWhole ? latest(told) : lastStatusWrite(object));
}

/** A Job says by conditions alone how it ended; `SuccessCriteriaMet` and `FailureTarget` come before the end. */
function jobStanding({ spec }: Manifest, status: Status, started: number | undefined): Standing {
  const conditions = conditionsOf(status);
  const end = (['Complete', 'Failed'] as const).find((type) => isTrue(conditions, type));
  if (end !== undefined) {
    const told = timestamp(conditions.find(({ type }) => type === end)?.lastTransitionTime);
    const completed = timestamp(status['completionTime']);
    const times = [told, completed].filter((time) => time !== undefined);
    return ended(end === 'Complete' ? 'Succeeded' : 'Failed', latest(times));
  }
  const isSuspended = mapOf(spec)['suspend'] === true;
  return { outcome: isSuspended ? 'Suspended' : 'Running', since: timestamp(status['startTime']) ?? started };
}

/** The label says it too, for selectors; where the two disagree the controller is not done with it. */
function workflowStanding({ metadata, spec }: Manifest, status: Status, started: number | undefined): Standing {
  const { phase } = status;
  const isCompleted = metadata.labels?.['workflows.argoproj.io/completed'] === 'true';
  const since = timestamp(status['startedAt']) ?? started;
  if (phase === 'Succeeded' || phase === 'Failed' || phase === 'Error') {
    if (!isCompleted) return unknown(`phase ${phase}, but no label completed=true`, since);
    return ended(phase, timestamp(status['finishedAt']));
  }
  if (isCompleted) return unknown(`label completed=true, but phase ${JSON.stringify(phase) ?? 'is missing'}`, since);
  if (phase === 'Running') return { outcome: mapOf(spec)['suspend'] === true ? 'Suspended' : 'Running', since };
  if (phase === 'Pending' || phase === undefined || phase === '') return { outcome: 'Pending', since };
  return unknown(`phase ${JSON.stringify(phase)}`, since);
}

const words: ReadonlyMap<string, Outcome> = new Map([
  ['succeeded', 'Succeeded'],
  ['complete', 'Succeeded'],
  ['completed', 'Succeeded'],
  ['failed', 'Failed'],
  ['error', 'Error'],
  ['errored', 'Error'],
  ['running', 'Running'],
  ['pending', 'Pending'],
  ['suspended', 'Suspended'],
]);
const endFields = ['finishedAt', 'completedAt', 'completionTime', 'terminationTime', 'endTime'];

/** Any other kind: its phase in a word, or the conditions that most kinds of runs have. */
function phaseStanding(status: Status, started: number | undefined): Standing {
  const conditions = conditionsOf(status);
  const phase = phaseOf(status);
  const word = typeof phase === 'string' ? words.get(phase.toLowerCase()) : undefined;
  const outcome = word ?? (phase === undefined ? outcomeOfConditions(conditions) : undefined);
  const since = timestamp(status['startedAt']) ?? timestamp(status['startTime']) ?? started;
  if (outcome === undefined) return unknown(`phase ${JSON.stringify(phase) ?? 'is missing'}`, since);
  if (!isEnd(outcome)) return { outcome, since };
  const told = endFields.map((field) => timestamp(status[field])).find((time) => time !== undefined);
  return ended(outcome, told ?? latest(endTimes(conditions, outcome)));
}

/** Whether a status of any kind speaks of how its object stands. */
export function saysHowItStands({ status }: Manifest): boolean {
  const fields = mapOf(status);
  return fields['conditions'] !== undefined || phaseOf(fields) !== undefined;
}

/** A SparkApplication has it in `applicationState.state`, a RayJob as `jobStatus`. */
function phaseOf(status: Status): unknown {
  const { phase, state, jobStatus, applicationState } = status;
  return phase ?? [state, jobStatus, mapOf(applicationState)['state']].find((value) => typeof value === 'string');
}

function outcomeOfConditions(conditions: readonly Condition[]): Outcome | undefined {
  if (isTrue(conditions, 'Failed')) return 'Failed';
  if (['Complete', 'Completed', 'Succeeded'].some((type) => isTrue(conditions, type))) return 'Succeeded';
  const succeeded = conditions.find(({ type }) => type === 'Succeeded');
  return succeeded?.status === 'False' ? 'Failed' : succeeded && 'Running';
}

/** A condition tells an end only where it holds; that it does not hold yet, it may say since the start. */
function endTimes(conditions: readonly Condition[], outcome: Outcome): number[] {
  return conditions
    .filter(({ type, status }) => {
      if (status === 'True') return ['Failed', 'Complete', 'Completed', 'Succeeded'].includes(String(type));
      return type === 'Succeeded' && status === 'False' && outcome !== 'Succeeded';
    })
    .map(({ lastTransitionTime }) => timestamp(lastTransitionTime))
    .filter((time) => time !== undefined);
}

function ended(outcome: Outcome, since: number | undefined): Standing {
  return since === undefined ? unknown(`${outcome}, but nothing says when`) : { outcome, since };
}

function unknown(why: string, since?: number): Standing {
  return { outcome: 'Unknown', since, why };
}

/** When anything last wrote to an object's status; milliseconds since 1970. An end is such a write, and so is a claim's binding. */
export function lastStatusWrite({ metadata }: Manifest): number | undefined {
  const writes = listOf(metadata['managedFields'])
    .map(mapOf)
    .filter(({ subresource }) => subresource === 'status')
    .map(({ time }) => timestamp(time))
    .filter((time) => time !== undefined);
  return latest(writes);
}

function conditionsOf(status: Status): Condition[] {
  return listOf(status['conditions']).map(mapOf);
}

function isTrue(conditions: readonly Condition[], wanted: string): boolean {
  return conditions.some(({ type, status }) => type === wanted && status === 'True');
}

function latest(times: readonly number[]): number | undefined {
  return times.length === 0 ? undefined : times.reduce((last, time) => Math.max(last, time));
}

function mapOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
