import type { LiveObject } from '../../../model/manifests/live-object';
import { formatTimestamp } from '../../../model/values/timestamp';
import type { ApiClient } from '../../api/api-client';
import { ApiError, isRefusal } from '../../api/api-error';
import { pathOf } from '../../api/paths';
import { Failure } from '../../failure';

/** A sweep that a budget stopped: until somebody acknowledges it, later ones only report. */
export interface Stop {
  /** What an acknowledgement names: when it was. */
  readonly id: string;
  readonly reason: string;
}

/** What a policy's sweeps know of one another. */
export interface State {
  /** The day that budgets count, in the policy's time zone: `2026-11-28`. */
  readonly day: string;
  /** Deletions of the day by budget, those included that were only reserved when a sweep was killed. */
  readonly spent: Readonly<Record<string, number>>;
  /** What was there when the day's first sweep looked, by budget. */
  readonly base: Readonly<Record<string, number>>;
  readonly stop?: Stop;
  /** When unused objects were first seen so, by uid; seconds since 1970. */
  readonly sightings: Readonly<Record<string, number>>;
}

/** A state that cannot be read. What it would have forbidden nobody knows. */
export class StateError extends Failure {
  override readonly name = 'StateError';
}

/** Whether a state could not be read or written, by its own fault or the API server's. */
export function isStateFailure(error: unknown): error is StateError | ApiError {
  return error instanceof StateError || error instanceof ApiError;
}

const emptyState: State = { day: '', spent: {}, base: {}, sightings: {} };
const key = 'state.json';
const configMaps = { apiVersion: 'v1', kind: 'ConfigMap', plural: 'configmaps' };
/** The annotation that acknowledges a stop by its id. */
export const acknowledgeAnnotation = 'cdk8s-steward.dev/acknowledge';
/** Sightings that one ConfigMap holds with room to spare: 46 bytes each, of 1 MiB. */
const mostSightings = 10_000;

/**
 * The state of a policy, in a ConfigMap of the program's own. Changes are made on what is there at the moment, so that two
 * sweeps of one policy add up, and an unreadable state is an error: nobody knows what it would have forbidden.
 */
export class StateStore {
  private readonly path: string;

  constructor(
    private readonly client: ApiClient,
    readonly namespace: string,
    readonly name: string,
  ) {
    this.path = pathOf(configMaps, namespace, name);
  }

  /** The state as it is. An acknowledged stop is none. */
  async read(): Promise<State> {
    return stateIn(await this.find());
  }

  /**
   * Changes the state, however many others do so too.
   *
   * @param change is given what is there; called again when somebody was quicker
   */
  async update(change: (state: State) => State): Promise<State> {
    for (let attempt = 1; ; attempt += 1) {
      const found = await this.find();
      const next = change(stateIn(found));
      try {
        await this.write(found, next);
        return next;
      } catch (error) {
        if (!isRefusal(error, 409) || attempt >= 10) throw error;
      }
    }
  }

  /** Whether any sweep has ever kept something here. */
  async exists(): Promise<boolean> {
    return (await this.find()) !== undefined;
  }

  /** Acknowledges the stop that is there; the one that was, or undefined. */
  async acknowledge(): Promise<Stop | undefined> {
    let stop: Stop | undefined;
    await this.update(({ stop: found, ...state }) => {
      stop = found;
      return state;
    });
    return stop;
  }

  private async find(): Promise<LiveObject | undefined> {
    try {
      return await this.client.get<LiveObject>(this.path);
    } catch (error) {
      if (isRefusal(error, 404)) return undefined;
      throw error;
    }
  }

  private async write(found: LiveObject | undefined, state: State): Promise<void> {
    const data = { [key]: JSON.stringify({ ...state, sightings: newest(state.sightings) }) };
    if (found === undefined) {
      const metadata = { name: this.name, labels: { 'app.kubernetes.io/managed-by': 'cdk8s-steward' } };
      const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data };
      await this.client.call('POST', pathOf(configMaps, this.namespace), { body });
      return;
    }
    // With the version that was read: a change by others is a conflict.
    const body = { ...found, data: { ...(found['data'] as object | undefined), ...data } };
    await this.client.call('PUT', this.path, { body });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether it is what `write` writes: a number that is none would bound nothing. */
function isState(value: unknown): value is State {
  if (typeof value !== 'object' || value === null) return false;
  const { day, spent, base, sightings, stop } = value as Readonly<Record<string, unknown>>;
  const isStop = (one: unknown) => typeof (one as Stop)?.id === 'string' && typeof (one as Stop).reason === 'string';
  return typeof day === 'string' && [spent, base, sightings].every(areNumbers) && (stop === undefined || isStop(stop));
}

function areNumbers(value: unknown): boolean {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isMap && Object.values(value).every((one) => Number.isFinite(one));
}

function stateIn(configMap: LiveObject | undefined): State {
  const text = (configMap?.['data'] as Record<string, string> | undefined)?.[key];
  if (configMap === undefined || text === undefined) return emptyState;
  const { namespace, name, annotations = {} } = configMap.metadata;
  const state = parsed(text);
  if (!isState(state)) {
    throw new StateError(
      `ConfigMap ${namespace}/${name} holds no state in ${key}: mend it, or delete it and its budgets`,
    );
  }
  const { stop, ...rest } = state;
  return stop === undefined || annotations[acknowledgeAnnotation] === stop.id ? rest : state;
}

/** The ids are forgotten that were seen last: they have the longest to wait anyway. */
function newest(sightings: State['sightings']): State['sightings'] {
  const entries = Object.entries(sightings);
  if (entries.length <= mostSightings) return sightings;
  return Object.fromEntries(entries.sort(([, a], [, b]) => a - b).slice(0, mostSightings));
}

/** The day of a time in a zone: `2026-11-28`. */
export function dayOf(time: number, timeZone: string): string {
  // The Swedish form is that of ISO 8601.
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(time);
}

/** A stop at a time. */
export function stopAt(time: number, reason: string): Stop {
  return { id: formatTimestamp(Math.floor(time / 1_000) * 1_000), reason };
}
