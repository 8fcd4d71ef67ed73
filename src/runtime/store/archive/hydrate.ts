import * as zlib from 'node:zlib';
import type { LiveObject } from '../../../model/manifests/live-object';
import { groupOf } from '../../../model/manifests/manifest';
import { ArchiveFailed } from './archive-failed';

type Unpack = (packed: Buffer, options: { readonly maxOutputLength: number }) => Buffer;

/** Nodes of the largest workflows take some MiB. */
const longest = 128 * 2 ** 20;

/**
 * An Argo workflow with its nodes in plain form, as `status.nodes`. Large ones are stored compressed; the nodes of still
 * larger ones are in a database, and the object without them is no record of what ran. Anything else stays as it is.
 *
 * @throws ArchiveFailed when the nodes cannot be had
 */
export function hydrate(object: LiveObject): LiveObject {
  const status = object['status'];
  const isWorkflow = object.kind === 'Workflow' && groupOf(object.apiVersion) === 'argoproj.io';
  if (!isWorkflow || typeof status !== 'object' || status === null) return object;
  const { compressedNodes, ...rest } = status as Readonly<Record<string, unknown>>;
  if (rest['offloadNodeStatusVersion']) {
    throw refusal(`its nodes are in Argo's database (offloadNodeStatusVersion ${rest['offloadNodeStatusVersion']})`);
  }
  if (compressedNodes === undefined || compressedNodes === '') return object;
  // As Argo does: what is there in plain form is newer.
  if (Object.keys(rest['nodes'] ?? {}).length > 0) return { ...object, status: rest };
  if (typeof compressedNodes !== 'string') throw refusal('status.compressedNodes is no text');
  return { ...object, status: { ...rest, nodes: nodesIn(Buffer.from(compressedNodes, 'base64')) } };
}

/** Brotli has no mark of its own: it is what is neither of the others (Argo 4.1 does the same). */
function nodesIn(packed: Buffer): unknown {
  const [algorithm, unpack] = packed.subarray(0, 2).equals(Buffer.from([0x1f, 0x8b]))
    ? (['gzip', zlib.gunzipSync] as const)
    : packed.subarray(0, 4).equals(Buffer.from([0x28, 0xb5, 0x2f, 0xfd]))
      ? // Node.js has it since 22.15.
        (['zstd', (zlib as { readonly zstdDecompressSync?: Unpack }).zstdDecompressSync] as const)
      : (['brotli', zlib.brotliDecompressSync] as const);
  if (!unpack) {
    throw refusal(`its nodes are compressed with ${algorithm}, which this Node.js (${process.version}) does not know`);
  }
  let nodes: unknown;
  try {
    nodes = JSON.parse(unpack(packed, { maxOutputLength: longest }).toString());
  } catch (error) {
    throw refusal(`its nodes cannot be read as ${algorithm}: ${(error as Error).message}`);
  }
  const isMap = typeof nodes === 'object' && nodes !== null && !Array.isArray(nodes);
  if (!isMap) throw refusal('its compressed nodes are no nodes');
  return nodes;
}

function refusal(why: string): ArchiveFailed {
  return new ArchiveFailed('hydration', `hydration unsupported: ${why}`);
}
