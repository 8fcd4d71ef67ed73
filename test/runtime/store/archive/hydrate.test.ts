import * as zlib from 'node:zlib';
import { ArchiveFailed } from '../../../../src/runtime/store/archive/archive-failed';
import { hydrate } from '../../../../src/runtime/store/archive/hydrate';
import { nodes, workflow } from '../objects';

const json = JSON.stringify(nodes);
const compressed = (packed: Buffer, more: object = {}) =>
  workflow({}, { status: { phase: 'Failed', compressedNodes: packed.toString('base64'), ...more } });
// {"a":{"id":"a","phase":"Succeeded"},"b":{"id":"b","phase":"Failed"}} in one zstd frame, as `zstd` writes it.
const zstd = Buffer.from(
  'KLUv/QRY1QEABAN7ImEiOnsiaWQiOiJhIiwicGhhc2UiOiJTdWNjZWVkZWQifSwiYmJGYWlsZWQifX0CAMAIm0I9AS0PQ9Y=',
  'base64',
);
const hasZstd = 'zstdDecompressSync' in zlib;

test.each([
  ['gzip', zlib.gzipSync(json)],
  ['brotli', zlib.brotliCompressSync(json)],
])('nodes in %s become plain, and nothing else changes', (_, packed) => {
  const object = compressed(packed);
  expect(hydrate(object)).toEqual({ ...object, status: { phase: 'Failed', nodes } });
});

test('nodes in zstd become plain where Node.js knows it, and are refused where not', () => {
  const object = compressed(zstd);
  if (hasZstd) expect(hydrate(object)).toMatchObject({ status: { phase: 'Failed', nodes } });
  else {
    expect(() => hydrate(object)).toThrow(
      `hydration unsupported: its nodes are compressed with zstd, which this Node.js (${process.version}) does not know`,
    );
  }
});

test('plain nodes win over compressed ones, as they do in Argo', () => {
  expect(hydrate(compressed(zlib.gzipSync('{}'), { nodes }))).toMatchObject({ status: { nodes } });
  expect(hydrate(compressed(zlib.gzipSync('{}'), { nodes }))['status']).not.toHaveProperty('compressedNodes');
  expect(hydrate(compressed(zlib.gzipSync(json), { nodes: {} }))).toMatchObject({ status: { nodes } });
});

test.each([
  ['a workflow with plain nodes', workflow()],
  ['a workflow without status', workflow({}, { status: undefined })],
  ['an empty text', compressed(Buffer.alloc(0))],
  ['another kind with such a field', { ...compressed(Buffer.from('x')), kind: 'CodeRun' }],
  ['a Workflow of another group', { ...compressed(Buffer.from('x')), apiVersion: 'example.com/v1' }],
])('%s stays as it is', (_, object) => {
  expect(hydrate(object)).toBe(object);
});

test.each([
  ['offloaded nodes', workflow({}, { status: { offloadNodeStatusVersion: 'fnv:784644508' } }), "in Argo's database"],
  ['a cut gzip', compressed(zlib.gzipSync(json).subarray(0, 30)), 'cannot be read as gzip'],
  ['bytes that nothing wrote', compressed(Buffer.from([1, 2, 3, 4])), 'cannot be read as brotli'],
  ['nodes that are no JSON', compressed(zlib.gzipSync('nodes')), 'cannot be read as gzip'],
  ['a list', compressed(zlib.gzipSync('[1]')), 'its compressed nodes are no nodes'],
  ['a number', workflow({}, { status: { compressedNodes: 7 } }), 'status.compressedNodes is no text'],
  ['more than memory holds', compressed(zlib.gzipSync(Buffer.alloc(2 ** 27 + 1))), 'cannot be read as gzip'],
])('%s: refused, so that the object stays', (_, object, why) => {
  expect(() => hydrate(object)).toThrow(ArchiveFailed);
  expect(() => hydrate(object)).toThrow(`hydration unsupported: `);
  expect(() => hydrate(object)).toThrow(why);
});
