import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import type { LiveObject } from '../../../../src/model/manifests/live-object';
import type { Manifest } from '../../../../src/model/manifests/manifest';
import { Archive } from '../../../../src/runtime/store/archive/archive';
import type { Capsule } from '../../../../src/runtime/store/capsules/capsule';
import { CapsuleArchive } from '../../../../src/runtime/store/capsules/capsule-archive';
import { capsuleOf } from '../../../../src/runtime/store/capsules/capsule-of';
import {
  capsulesIn,
  mostCapsules,
  mostRingBytes,
  withCapsule,
} from '../../../../src/runtime/store/capsules/capsule-ring';
import { mostBytes, packedCapsule, unpackedCapsule } from '../../../../src/runtime/store/capsules/packed-capsule';
import { DirectoryStore } from '../../../../src/runtime/store/folder/directory-store';
import { all, inFolder } from '../objects';

const now = Date.UTC(2026, 10, 28, 3);
const owner = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow', name: 'nightly', uid: 'w', controller: true };

const pod: LiveObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'nightly-main-1',
    namespace: 'agents',
    uid: 'p-1',
    resourceVersion: '9',
    creationTimestamp: '2026-11-28T01:00:00Z',
    labels: { team: 'a' },
    annotations: { secret: 'not kept' },
    ownerReferences: [{ ...owner, uid: 'other', controller: false }, owner],
  },
  spec: { nodeName: 'node-1', containers: [{ name: 'main', env: [{ name: 'TOKEN', value: 'not-kept' }] }] },
  status: {
    phase: 'Failed',
    reason: 'Evicted',
    message: 'node was low on memory; token=abc123',
    initContainerStatuses: [
      {
        name: 'init',
        image: 'i',
        restartCount: 0,
        state: { terminated: { exitCode: 0, reason: 'Completed', finishedAt: '2026-11-28T01:10:00Z' } },
      },
    ],
    containerStatuses: [
      {
        name: 'main',
        image: 'm@sha256:1',
        restartCount: 2,
        state: {
          terminated: {
            exitCode: 137,
            reason: 'OOMKilled',
            message: 'Authorization: Bearer abc.def',
            startedAt: '2026-11-28T01:00:00Z',
            finishedAt: '2026-11-28T02:00:00Z',
          },
        },
        lastState: { terminated: { exitCode: 1, signal: 9 } },
      },
    ],
  },
};

const events: Manifest[] = [
  { reason: 'Later', type: 'Warning', message: 'password=x', count: 3, lastTimestamp: '2026-11-28T02:00:00Z' },
  { reason: 'Newer', note: 'in the newer form', eventTime: '2026-11-28T01:30:00.000000Z', series: { count: 4 } },
  { reason: 'First', type: 'Normal', message: 'pulled', firstTimestamp: '2026-11-28T01:00:00Z' },
].map((event) => ({ apiVersion: 'v1', kind: 'Event', metadata: { name: 'e' }, ...event }));

test('a capsule holds what a pod tells of its failure, and no secret', () => {
  const logs = new Map([
    ['main', 'one\n\u001b[36mtoken\u001b[0m=abc\nlast\n'],
    ['wait', ''],
  ]);
  expect(capsuleOf(pod, events, logs, now)).toEqual({
    apiVersion: 'cdk8s-steward.dev/v1',
    kind: 'Capsule',
    metadata: {
      name: 'nightly-main-1',
      namespace: 'agents',
      uid: 'p-1',
      resourceVersion: '9',
      creationTimestamp: '2026-11-28T01:00:00Z',
      labels: { team: 'a' },
    },
    takenAt: '2026-11-28T03:00:00Z',
    node: 'node-1',
    owner,
    status: {
      phase: 'Failed',
      reason: 'Evicted',
      message: 'node was low on memory; token=***',
      finishedAt: '2026-11-28T02:00:00Z',
      containers: [
        {
          name: 'init',
          image: 'i',
          restarts: 0,
          end: { state: 'terminated', reason: 'Completed', finishedAt: '2026-11-28T01:10:00Z', exitCode: 0 },
        },
        {
          name: 'main',
          image: 'm@sha256:1',
          restarts: 2,
          end: {
            state: 'terminated',
            reason: 'OOMKilled',
            message: 'Authorization: ***',
            exitCode: 137,
            startedAt: '2026-11-28T01:00:00Z',
            finishedAt: '2026-11-28T02:00:00Z',
          },
          previousEnd: { state: 'terminated', exitCode: 1, signal: 9 },
        },
      ],
    },
    events: [
      { type: 'Normal', reason: 'First', message: 'pulled', count: 1, at: '2026-11-28T01:00:00Z' },
      { type: '', reason: 'Newer', message: 'in the newer form', count: 4, at: '2026-11-28T01:30:00.000000Z' },
      { type: 'Warning', reason: 'Later', message: 'password=***', count: 3, at: '2026-11-28T02:00:00Z' },
    ],
    logs: { main: { lines: ['one', 'token=***', 'last'], omitted: 0 }, wait: { lines: [], omitted: 0 } },
  });
});

test('of a log the last 200 lines are kept, each to 1,000 characters', () => {
  const text = Array.from({ length: 250 }, (_, index) => `${index} ${'x'.repeat(2_000)}`).join('\n');
  const { lines, omitted } = capsuleOf(pod, [], new Map([['main', text]]), now).logs['main']!;
  expect([lines.length, omitted]).toEqual([200, 50]);
  expect(lines[0]).toBe(`50 ${'x'.repeat(996)}…`);
  expect(lines.every((line) => line.length <= 1_000)).toBe(true);
});

test('a pod that says nothing has a capsule too', () => {
  const bare = { apiVersion: 'v1', kind: 'Pod', metadata: { ...pod.metadata, ownerReferences: undefined } };
  expect(capsuleOf(bare, [], new Map(), now)).toMatchObject({ status: { containers: [] }, events: [], logs: {} });
});

const noise = (lines: number) => Array.from({ length: lines }, () => randomBytes(400).toString('base64')).join('\n');

test('a capsule that is too large loses its oldest lines, and says how many', () => {
  const logs = new Map(['a', 'b', 'c'].map((container) => [container, `${noise(200)}\nthe last line of ${container}`]));
  const packed = packedCapsule(capsuleOf(pod, events, logs, now));
  expect(packed.length).toBeLessThanOrEqual(mostBytes);
  const { logs: kept, events: stayed } = unpackedCapsule(packed)!;
  for (const [container, { lines, omitted }] of Object.entries(kept)) {
    expect(lines.length).toBeGreaterThan(10);
    expect(lines.length + omitted).toBe(201);
    expect(lines.at(-1)).toBe(`the last line of ${container}`);
  }
  expect(stayed).toHaveLength(3);
});

test('however much a pod has to say, its capsule fits', () => {
  const container = () => ({
    name: randomBytes(20).toString('hex'),
    restartCount: 1,
    state: { waiting: { reason: randomBytes(400).toString('base64'), message: randomBytes(700).toString('base64') } },
  });
  const status = { phase: 'Failed', containerStatuses: Array.from({ length: 200 }, container) };
  const packed = packedCapsule(capsuleOf({ ...pod, status }, events, new Map([['main', noise(200)]]), now));
  expect(packed.length).toBeLessThanOrEqual(mostBytes);
  expect(unpackedCapsule(packed)?.status.containers).toHaveLength(100);
});

const empty: Manifest = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'ring' }, data: { other: 'stays' } };
const taken = (index: number, log = 'x', uid = `p-${index}`): Capsule => ({
  ...capsuleOf(pod, [], new Map([['main', log]]), now + index),
  metadata: { ...pod.metadata, uid, name: `pod-${index}` },
});

test('a ring keeps the newest capsules of as many pods as it may', () => {
  const ring = Array.from({ length: 60 }, (_, index) => taken(index)).reduce(withCapsule, empty);
  expect(capsulesIn(ring).map(({ metadata }) => metadata.name)).toEqual(
    Array.from({ length: mostCapsules }, (_, index) => `pod-${59 - index}`),
  );
  expect(ring['data']).toEqual({ other: 'stays' });
  for (const key of Object.keys(ring['binaryData'] as object)) expect(key).toMatch(/^[-._a-zA-Z0-9]{1,253}$/);
});

test('of one pod the newest capsule is kept', () => {
  const ring = [taken(1, 'old', 'p'), taken(2, 'new', 'p')].reduce(withCapsule, empty);
  expect(capsulesIn(ring).map(({ logs }) => logs['main']?.lines)).toEqual([['new']]);
});

test('a ring of large capsules stays below 500,000 bytes, and the new one is always in it', () => {
  let ring = empty;
  for (let index = 0; index < 12; index++) {
    ring = withCapsule(ring, taken(index, noise(200)));
    const size = Object.entries(ring['binaryData'] as object)
      .flat()
      .join('').length;
    expect(size).toBeLessThanOrEqual(mostRingBytes);
    expect(capsulesIn(ring)[0]?.metadata.name).toBe(`pod-${index}`);
  }
  expect(capsulesIn(ring).length).toBeGreaterThanOrEqual(5);
});

test('what is no capsule is passed over, and goes first', () => {
  const binaryData = { zz: 'AAAA', [`20261128T030000000Z.agents.x`]: Buffer.from('no gzip').toString('base64') };
  const ring = withCapsule({ ...empty, binaryData }, taken(1));
  expect(capsulesIn(ring)).toHaveLength(1);
  const full = Array.from({ length: mostCapsules }, (_, index) => taken(index + 2)).reduce(withCapsule, ring);
  expect(Object.keys(full['binaryData'] as object)).not.toContain('zz');
  expect(capsulesIn(full)).toHaveLength(mostCapsules);
});

test('a ring stays within its bounds for any capsules in any order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ at: fc.nat(50), uid: fc.nat(30), lines: fc.nat(200) }), { maxLength: 40 }),
      (rows) => {
        const capsules = rows.map(({ at, uid, lines }) => taken(at, 'y\n'.repeat(lines), `u-${uid}`));
        const ring = capsules.reduce(withCapsule, empty);
        const kept = capsulesIn(ring);
        expect(kept.length).toBe(new Set(rows.map(({ uid }) => uid)).size);
        const last = rows.at(-1);
        if (last) expect(kept.map(({ metadata }) => metadata.uid)).toContain(`u-${last.uid}`);
        expect(kept.map(({ takenAt }) => Date.parse(takenAt))).toEqual(
          kept.map(({ takenAt }) => Date.parse(takenAt)).sort((a, b) => b - a),
        );
      },
    ),
    { numRuns: 30 },
  );
});

test('in the archive the last capsule of a pod is found by its name', async () => {
  await inFolder(async (folder) => {
    const archive = new Archive(new DirectoryStore(folder), {}, () => now);
    const capsules = new CapsuleArchive(archive);
    const capsule = capsuleOf(pod, events, new Map([['main', 'last words']]), now);
    const later = { ...pod, metadata: { ...pod.metadata, uid: 'p-2' } };
    const { key } = await capsules.save(capsule);
    expect(key).toBe('archive/agents/Capsule/2026/11/28/nightly-main-1/p-1-20261128T020000Z.json.gz');
    expect(await capsules.find({ namespace: 'agents', name: 'nightly-main-1' })).toEqual(capsule);
    await capsules.save(capsuleOf({ ...later, status: { phase: 'Pending' } }, [], new Map(), now));
    expect(await capsules.find({ namespace: 'agents', name: 'nightly-main-1', uid: 'p-2' })).toMatchObject({
      status: { phase: 'Pending' },
    });
    expect(await capsules.find({ namespace: 'agents', name: 'nobody' })).toBeUndefined();
    expect((await all(archive.integrity())).flatMap(({ problems }) => problems)).toEqual([]);
  });
});
