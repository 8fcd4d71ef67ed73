import fc from 'fast-check';
import type { LiveObject } from '../../../../src/model/manifests/live-object';
import { archiveKey, logKey, logsOf, parseArchiveKey } from '../../../../src/runtime/store/archive/archive-key';
import { checkKey } from '../../../../src/runtime/store/store-key';
import { standing, workflow, workflowKey } from '../objects';

test('a key names namespace, kind, day of the end, name, uid and time', () => {
  expect(archiveKey('archive', workflow(), standing(workflow()))).toBe(workflowKey);
  expect(parseArchiveKey('archive', workflowKey)).toEqual({
    namespace: 'agents',
    kind: 'Workflow',
    name: 'nightly-x2b7q',
    uid: '0f8b7c66-7a3f-4b0e-9d52-6d1d0b6f1f10',
    day: Date.UTC(2026, 10, 28),
    finishedAt: Date.UTC(2026, 10, 28, 2),
  });
});

test('a retried workflow keeps its uid, and gets a key of its own', () => {
  const again = workflow({}, { status: { phase: 'Failed', finishedAt: '2026-11-28T03:00:00Z' } });
  expect(archiveKey('archive', again, standing(again))).toBe(workflowKey.replace('T020000Z', 'T030000Z'));
});

test('what has not ended is named by its version, on the day of its creation', () => {
  const running = workflow({ labels: {} }, { status: { phase: 'Running', startedAt: '2026-11-27T22:58:00Z' } });
  const key = archiveKey('a/b', running, standing(running));
  expect(key).toBe(
    'a/b/agents/Workflow/2026/11/27/nightly-x2b7q/0f8b7c66-7a3f-4b0e-9d52-6d1d0b6f1f10-unfinished-4711.json.gz',
  );
  expect(parseArchiveKey('a/b', key)).toMatchObject({ finishedAt: undefined, resourceVersion: '4711' });
});

test('what is in no namespace lies apart', () => {
  const global = workflow({ namespace: undefined });
  const key = archiveKey('archive', global, standing(global));
  expect(key).toContain('archive/_cluster/Workflow/');
  expect(parseArchiveKey('archive', key)).toMatchObject({ namespace: undefined, name: 'nightly-x2b7q' });
});

test('logs lie beside their object, by pod and container', () => {
  expect(logKey(workflowKey, { container: 'main' })).toBe(workflowKey.replace('.json.gz', '/main.log.gz'));
  const key = logKey(workflowKey, { pod: 'nightly-x2b7q-main-1', container: 'main' });
  expect(key).toBe(workflowKey.replace('.json.gz', '/nightly-x2b7q-main-1/main.log.gz'));
  expect(key.startsWith(logsOf(workflowKey))).toBe(true);
  expect(parseArchiveKey('archive', key)).toMatchObject({
    name: 'nightly-x2b7q',
    log: { pod: 'nightly-x2b7q-main-1', container: 'main' },
  });
});

test.each([
  ['another prefix', workflowKey.replace('archive/', 'archives/')],
  ['no prefix', workflowKey.slice(8)],
  ['a day that no month has', workflowKey.replace('/11/28/', '/11/31/')],
  ['a day that is not that of the time', workflowKey.replace('/11/28/', '/11/27/')],
  ['a time that no day has', workflowKey.replace('T020000Z', 'T250000Z')],
  ['no time', workflowKey.replace('-20261128T020000Z', '')],
  ['another ending', workflowKey.replace('.gz', '')],
  ['a second spelling of a name', workflowKey.replace('nightly', '%6eightly')],
  ['half an escape', workflowKey.replace('nightly', '%zz')],
  ['a segment too many', workflowKey.replace('agents/', 'agents/x/')],
  ['three segments of a log', workflowKey.replace('.json.gz', '/a/b/c.log.gz')],
])('a key with %s is none of the archive', (_, key) => {
  expect(parseArchiveKey('archive', key)).toBeUndefined();
});

const text = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
  fc.constantFrom('.', '..', 'a/b', '%2E', 'a-unfinished-1', 'x-20261128T020000Z', '-', 'a+b c', '.json.gz', '*'),
);
// The last moment is that of the year 9999.
const time = fc.integer({ min: 0, max: 253_402_300_799_999 });

test('what goes into a key comes out of it, whatever names are like', () => {
  fc.assert(
    fc.property(
      fc.record({ namespace: fc.option(text, { nil: undefined }), kind: text, name: text, uid: text, version: text }),
      fc.option(time, { nil: undefined }),
      fc.option(fc.record({ container: text, pod: fc.option(text, { nil: undefined }) }), { nil: undefined }),
      ({ namespace, kind, name, uid, version }, finishedAt, log) => {
        fc.pre(namespace !== '_cluster');
        const metadata = { name, namespace, uid, resourceVersion: version, creationTimestamp: '2026-11-27T22:58:00Z' };
        const object: LiveObject = { apiVersion: 'v1', kind, metadata };
        const outcome = finishedAt === undefined ? 'Running' : 'Failed';
        const objectKey = archiveKey('archive', object, { outcome, since: finishedAt });
        const key = log ? logKey(objectKey, log) : objectKey;
        expect(() => checkKey(key)).not.toThrow();
        expect(parseArchiveKey('archive', key)).toMatchObject({
          namespace,
          kind,
          name,
          uid,
          finishedAt,
          ...(finishedAt === undefined && { resourceVersion: version }),
          ...(log && { log: JSON.parse(JSON.stringify(log)) }),
        });
        expect(parseArchiveKey('archive', key)?.log === undefined).toBe(log === undefined);
      },
    ),
    { numRuns: 1_000 },
  );
});
