import type { LiveObject } from '../../../model/manifests/live-object';
import { isEnd, type Standing } from '../../../model/policy/standing';
import { formatTimestamp, timestamp } from '../../../model/values/timestamp';

/** What a key of the archive says of what it names. */
export interface ArchiveKey {
  /** Undefined for what is in no namespace. */
  readonly namespace: string | undefined;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  /** The day of its end or, where it has not ended, of its creation; the first moment in UTC, milliseconds since 1970. */
  readonly day: number;
  /** Milliseconds since 1970; undefined for what had not ended. */
  readonly finishedAt: number | undefined;
  /** Only for what had not ended. */
  readonly resourceVersion?: string;
  /** Only for logs: of which container, and of which of the object's pods where it is not a pod itself. */
  readonly log?: { readonly container: string; readonly pod?: string };
}

const objectEnding = '.json.gz';
const logEnding = '.log.gz';
/** No namespace has this name. */
const noNamespace = '_cluster';

/**
 * `<prefix>/<namespace>/<kind>/<yyyy>/<mm>/<dd>/<name>/<uid>-<finishedAt>.json.gz`. A workflow that is retried keeps its
 * uid: with the time of its end each try has a key of its own.
 */
export function archiveKey(prefix: string, { kind, metadata }: LiveObject, { outcome, since }: Standing): string {
  const { namespace, name, uid, resourceVersion, creationTimestamp } = metadata;
  const finishedAt = isEnd(outcome) ? since : undefined;
  const time = finishedAt ?? timestamp(creationTimestamp) ?? 0;
  const end =
    finishedAt === undefined ? `unfinished-${encodePart(resourceVersion).replaceAll('-', '%2D')}` : compact(finishedAt);
  const [year, month, day] = new Date(time).toISOString().slice(0, 10).split('-');
  const path = [encodePart(namespace ?? noNamespace), encodePart(kind), year, month, day, encodePart(name)];
  return `${prefix}/${path.join('/')}/${encodePart(uid)}-${end}${objectEnding}`;
}

/** Where the log of a container lies, by the key of the object that it ran for. */
export function logKey(objectKey: string, { pod, container }: NonNullable<ArchiveKey['log']>): string {
  const parts = pod === undefined ? [container] : [pod, container];
  return `${logsOf(objectKey)}${parts.map(encodePart).join('/')}${logEnding}`;
}

/** What the keys of an object's logs begin with. */
export function logsOf(objectKey: string): string {
  return `${objectKey.slice(0, -objectEnding.length)}/`;
}

const form = new RegExp(
  [
    /^(?<namespace>[^/]+)\/(?<kind>[^/]+)\/(?<date>\d{4}\/\d\d\/\d\d)\/(?<name>[^/]+)\//,
    /(?<uid>[^/]+)-(?:(?<end>\d{8}T\d{6}(?:\.\d{3})?Z)|unfinished-(?<version>[^/-]+))/,
    /(?:\.json\.gz|\/(?:(?<pod>[^/]+)\/)?(?<container>[^/]+)\.log\.gz)$/,
  ]
    .map(({ source }) => source)
    .join(''),
);

/** Reads a key; undefined for one that this archive does not write. */
export function parseArchiveKey(prefix: string, key: string): ArchiveKey | undefined {
  const { groups } = (key.startsWith(`${prefix}/`) && form.exec(key.slice(prefix.length + 1))) || {};
  if (!groups) return undefined;
  const day = timestamp(groups['date']!.replaceAll('/', '-'));
  const finishedAt = groups['end'] === undefined ? undefined : expand(groups['end']);
  const isDated = groups['end'] === undefined || (finishedAt !== undefined && dayOf(finishedAt) === day);
  const names = ['namespace', 'kind', 'name', 'uid', 'version', 'pod', 'container'];
  const texts = Object.fromEntries(names.map((name) => [name, decode(groups[name])]));
  const { namespace, kind, name, uid, version, pod, container } = texts;
  const isWhole = names.every((one) => (groups[one] === undefined) === (texts[one] === undefined));
  if (day === undefined || !isDated || !isWhole || !namespace || !kind || !name || !uid) return undefined;
  return {
    namespace: namespace === noNamespace ? undefined : namespace,
    kind,
    name,
    uid,
    day,
    finishedAt,
    ...(version !== undefined && { resourceVersion: version }),
    ...(container !== undefined && { log: { container, ...(pod !== undefined && { pod }) } }),
  };
}

function dayOf(time: number): number {
  return Math.floor(time / 86_400_000) * 86_400_000;
}

/** `20261128T020000Z`, with milliseconds only where there are some. */
function compact(time: number): string {
  return formatTimestamp(time).replace(/[-:]/g, '');
}

function expand(text: string): number | undefined {
  return timestamp(text.replace(/^(....)(..)(..T..)(..)/, '$1-$2-$3:$4:'));
}

/** A part of a key. Names of Kubernetes stay as they are, but for `:`. */
export function encodePart(text: string): string {
  return encodeURIComponent(text).replace(/^\.{1,2}$/, (dots) => '%2E'.repeat(dots.length));
}

/** Undefined for what `encodePart` does not write, so that no object has two keys. */
function decode(text: string | undefined): string | undefined {
  try {
    const decoded = decodeURIComponent(text ?? '');
    return encodePart(decoded) === text?.replaceAll('%2D', '-') ? decoded : undefined;
  } catch {
    return undefined;
  }
}
