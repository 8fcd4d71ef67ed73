import type { LiveMetadata, LiveObject } from '../../../model/manifests/live-object';
import type { Manifest } from '../../../model/manifests/manifest';
import { standingOf } from '../../../model/policy/standing';
import { formatTimestamp } from '../../../model/values/timestamp';
import {
  type Capsule,
  type CapsuleContainer,
  type CapsuleEvent,
  type CapsuleLog,
  type ContainerEnd,
  mostLines,
} from './capsule';
import { redact } from './redact';

const mostCharacters = 1_000;
const mostEvents = 50;

/**
 * The capsule of a pod; credentials are masked in everything that containers or events say.
 *
 * @param events those about the pod, in any order
 * @param logs the end of each container's log, as the API server gives it
 * @param now milliseconds since 1970
 */
export function capsuleOf(
  pod: LiveObject,
  events: readonly Manifest[],
  logs: ReadonlyMap<string, string>,
  now: number,
): Capsule {
  const status = fieldsOf(pod['status']);
  const { since, outcome } = standingOf(pod);
  const hasEnded = since !== undefined && (outcome === 'Failed' || outcome === 'Succeeded');
  const { name, namespace, uid, resourceVersion, creationTimestamp, labels, ownerReferences = [] } = pod.metadata;
  const owner = ownerReferences.find(({ controller }) => controller) ?? ownerReferences[0];
  const metadata: LiveMetadata = {
    name,
    namespace,
    uid,
    resourceVersion,
    creationTimestamp,
    ...(labels && { labels }),
  };
  return {
    apiVersion: 'cdk8s-steward.dev/v1',
    kind: 'Capsule',
    metadata,
    takenAt: formatTimestamp(now),
    ...words(fieldsOf(pod['spec']), { node: 'nodeName' }),
    ...(owner && { owner }),
    status: {
      ...words(status, { phase: 'phase', reason: 'reason', message: 'message' }),
      ...(hasEnded && { finishedAt: formatTimestamp(since) }),
      containers: containerLists
        .flatMap((list) => listOf(status[list]))
        .map(fieldsOf)
        .map(containerOf),
    },
    events: events
      .map(eventOf)
      .sort((a, b) => ((a.at ?? '') < (b.at ?? '') ? -1 : 1))
      .slice(-mostEvents),
    logs: Object.fromEntries([...logs].map(([container, text]) => [container, logOf(text)])),
  };
}

const containerLists = ['initContainerStatuses', 'containerStatuses', 'ephemeralContainerStatuses'];

function containerOf(container: Fields): CapsuleContainer {
  const end = endOf(fieldsOf(container['state']));
  const previousEnd = endOf(fieldsOf(container['lastState']));
  return {
    name: String(container['name']),
    ...words(container, { image: 'image' }),
    restarts: numberOf(container['restartCount']) ?? 0,
    ...(end && { end }),
    ...(previousEnd && { previousEnd }),
  };
}

function endOf(states: Fields): ContainerEnd | undefined {
  const state = (['terminated', 'waiting', 'running'] as const).find((name) => states[name] !== undefined);
  if (!state) return undefined;
  const said = fieldsOf(states[state]);
  const [exitCode, signal] = [numberOf(said['exitCode']), numberOf(said['signal'])];
  return {
    state,
    ...words(said, { reason: 'reason', message: 'message', startedAt: 'startedAt', finishedAt: 'finishedAt' }),
    ...(exitCode !== undefined && { exitCode }),
    ...(signal !== undefined && { signal }),
  };
}

/** The older form of events and the newer one. */
function eventOf(event: Manifest): CapsuleEvent {
  const series = fieldsOf(event['series']);
  const times = [series['lastObservedTime'], event['lastTimestamp'], event['eventTime'], event['firstTimestamp']];
  const at = times.find((time) => typeof time === 'string');
  return {
    type: textOf(event['type']),
    reason: textOf(event['reason']),
    message: textOf(event['message'] ?? event['note']),
    count: numberOf(series['count']) ?? numberOf(event['count']) ?? 1,
    ...(at !== undefined && { at: at as string }),
  };
}

function logOf(text: string): CapsuleLog {
  const all = text.replace(/\n$/, '').split('\n');
  const last = all.slice(-mostLines);
  const lines = text === '' ? [] : redact(last.map(plain).join('\n')).split('\n').map(cut);
  return { lines, omitted: all.length - last.length };
}

/** Without colours and other control codes, which could hide a name from the mask and do things to a terminal. */
function plain(text: string): string {
  return text.replace(
    /\u001b\[[0-9;?]*[A-Za-z]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|(?!\t)[\u0000-\u001f\u007f-\u009f]/g,
    '',
  );
}

function cut(text: string): string {
  if (text.length <= mostCharacters) return text;
  return `${text.slice(0, mostCharacters - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

type Fields = Readonly<Record<string, unknown>>;

/** Texts of fields, by their new names; what is empty is left out. */
function words<K extends string>(
  fields: Fields,
  names: Readonly<Record<K, string>>,
): { readonly [name in K]?: string } {
  const found = Object.entries<string>(names).map(([name, field]) => [name, textOf(fields[field])]);
  return Object.fromEntries(found.filter(([, text]) => text !== '')) as { [name in K]?: string };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? cut(redact(value.split('\n').map(plain).join('\n'))) : '';
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
