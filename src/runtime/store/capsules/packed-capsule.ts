import { canonicalJson } from '../canonical-json';
import { gunzip, gzip } from '../gzip';
import { type Capsule, mostLines } from './capsule';

/** Bytes that a packed capsule may have. */
export const mostBytes = 64 * 2 ** 10;

/** A capsule in at most 64 KiB: what does not fit loses its oldest lines, and at last its events and messages. */
export function packedCapsule(capsule: Capsule): Buffer {
  for (const smaller of smallerAndSmaller(capsule)) {
    const packed = gzip(canonicalJson(smaller));
    if (packed.length <= mostBytes) return packed;
  }
  const { name, uid } = capsule.metadata;
  throw new Error(
    `the capsule of pod ${name} (${uid}) does not fit ${mostBytes} bytes, even without all that is said in it`,
  );
}

/** Undefined for bytes that hold no capsule. */
export function unpackedCapsule(packed: Buffer): Capsule | undefined {
  try {
    const capsule = JSON.parse(gunzip(packed).toString()) as Capsule | null;
    return capsule?.kind === 'Capsule' && typeof capsule.metadata?.uid === 'string' ? capsule : undefined;
  } catch {
    return undefined;
  }
}

function* smallerAndSmaller(capsule: Capsule): Generator<Capsule> {
  yield capsule;
  for (let lines = mostLines / 2; lines >= 1; lines = Math.floor(lines / 2)) yield withLines(capsule, lines);
  const silent = { ...withLines(capsule, 0), events: [] };
  yield silent;
  const { containers, ...status } = capsule.status;
  const brief = containers.slice(0, 100).map(({ name, restarts }) => ({ name, restarts }));
  const { labels: _, ...metadata } = silent.metadata;
  yield { ...silent, metadata, logs: {}, status: { ...status, containers: brief } };
}

function withLines(capsule: Capsule, most: number): Capsule {
  const logs = Object.entries(capsule.logs).map(([container, { lines, omitted }]) => {
    const kept = most === 0 ? [] : lines.slice(-most);
    return [container, { lines: kept, omitted: omitted + lines.length - kept.length }];
  });
  return { ...capsule, logs: Object.fromEntries(logs) };
}
