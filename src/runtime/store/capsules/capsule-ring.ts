import type { Manifest } from '../../../model/manifests/manifest';
import type { Capsule } from './capsule';
import { packedCapsule, unpackedCapsule } from './packed-capsule';

/** What the capsules of a ConfigMap take at most, names included; the API server takes 1 MiB. */
export const mostRingBytes = 500_000;
export const mostCapsules = 50;

/** `<when it was taken>.<namespace>.<uid of the pod>`: in the order of time. */
const keyForm = /^\d{8}T\d{9}Z\.[a-z0-9-]+\.(?<uid>.+)$/;

type BinaryData = Readonly<Record<string, string>>;

/**
 * A ConfigMap that keeps the newest capsules, with one more; of a pod that has one already, the new one stays. Older ones
 * go where they are too many or too large together.
 */
export function withCapsule<M extends Manifest>(configMap: M, capsule: Capsule): M {
  const key = keyOf(capsule);
  const packed = packedCapsule(capsule).toString('base64');
  const others = Object.entries(binaryDataOf(configMap))
    .filter(([other]) => keyForm.exec(other)?.groups?.['uid'] !== safe(capsule.metadata.uid))
    .sort(([a], [b]) => (orderOf(a) > orderOf(b) ? -1 : 1));
  let room = mostRingBytes - sizeOf([key, packed]);
  const kept: [string, string][] = [[key, packed]];
  for (const entry of others) {
    room -= sizeOf(entry);
    if (room < 0 || kept.length === mostCapsules) break;
    kept.push(entry);
  }
  return { ...configMap, binaryData: Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1))) };
}

/** The capsules of a ConfigMap, the newest first. What is none is passed over. */
export function capsulesIn(configMap: Manifest): Capsule[] {
  return Object.entries(binaryDataOf(configMap))
    .sort(([a], [b]) => (orderOf(a) > orderOf(b) ? -1 : 1))
    .map(([, packed]) => unpackedCapsule(Buffer.from(packed, 'base64')))
    .filter((capsule) => capsule !== undefined);
}

function keyOf({ takenAt, metadata }: Capsule): string {
  const time = new Date(takenAt).toISOString().replace(/[-:.]/g, '');
  return `${time}.${metadata.namespace ?? 'none'}.${safe(metadata.uid)}`;
}

/** What is not ours is older than everything. */
function orderOf(key: string): string {
  return keyForm.test(key) ? key : '';
}

/** Keys of ConfigMaps hold letters, digits, `-`, `_` and `.`. */
function safe(uid: string): string {
  return uid.replace(/[^A-Za-z0-9_.-]/g, '_').slice(0, 128);
}

function sizeOf([key, packed]: readonly [string, string]): number {
  return key.length + packed.length;
}

function binaryDataOf(configMap: Manifest): BinaryData {
  return (configMap['binaryData'] as BinaryData | undefined) ?? {};
}
