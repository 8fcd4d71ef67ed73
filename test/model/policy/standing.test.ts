import * as fc from 'fast-check';
import { outcomes } from '../../../src/model/policy/retention-policy';
import { isEnd, standingOf } from '../../../src/model/policy/standing';
import { timestamp } from '../../../src/model/values/timestamp';
import { ago, days, hours, live, minutes, now, pod, workflow } from './sample';

const created = now - 30 * days;

describe('a pod', () => {
  test('ended with the last of its containers', () => {
    expect(standingOf(pod('Succeeded', [3 * hours, 2 * hours]))).toEqual({
      outcome: 'Succeeded',
      since: now - 2 * hours,
    });
    expect(standingOf(pod('Failed', [2 * hours, 5 * hours]))).toEqual({ outcome: 'Failed', since: now - 2 * hours });
  });

  test.each(['Pending', 'Running'])('that is %s has been since it was made', (phase) => {
    expect(standingOf(pod(phase, [2 * hours]))).toEqual({ outcome: phase, since: created });
  });

  const written = (age: number) => ({
    managedFields: [
      { manager: 'client', time: ago(minutes), apiVersion: 'v1' },
      { manager: 'kubelet', subresource: 'status', time: ago(age), apiVersion: 'v1' },
      { manager: 'kubelet', subresource: 'status', time: ago(age + days), apiVersion: 'v1' },
    ],
  });

  test('without containers, as an evicted one is, ended no later than its status was last written', () => {
    expect(standingOf(pod('Failed', [], written(3 * hours)))).toEqual({ outcome: 'Failed', since: now - 3 * hours });
  });

  test('with a container of which no end is told did not end with those before it', () => {
    const lost = live(
      'v1',
      'Pod',
      {
        phase: 'Failed',
        initContainerStatuses: [{ name: 'init', state: { terminated: { finishedAt: ago(20 * days) } } }],
        containerStatuses: [{ name: 'main', state: { running: { startedAt: ago(20 * days) } } }],
      },
      written(hours),
    );
    expect(standingOf(lost)).toEqual({ outcome: 'Failed', since: now - hours });
  });

  test('of which nothing says when it ended has an outcome that is not known', () => {
    expect(standingOf(pod('Failed', []))).toMatchObject({ outcome: 'Unknown', why: 'Failed, but nothing says when' });
    expect(standingOf(pod('Unknown', [hours]))).toMatchObject({ outcome: 'Unknown', why: 'phase "Unknown"' });
    expect(standingOf(live('v1', 'Pod', {}))).toMatchObject({ outcome: 'Unknown', why: 'phase is missing' });
  });
});

describe('a Job', () => {
  const job = (status: object, spec: object = {}) => ({ ...live('batch/v1', 'Job', status), spec });
  const condition = (type: string, status: string, age: number) => ({ type, status, lastTransitionTime: ago(age) });

  test('ended when its condition says so', () => {
    expect(standingOf(job({ conditions: [condition('Complete', 'True', hours)] }))).toEqual({
      outcome: 'Succeeded',
      since: now - hours,
    });
    expect(standingOf(job({ conditions: [condition('Failed', 'True', hours)] }))).toMatchObject({ outcome: 'Failed' });
  });

  test('that is about to end runs', () => {
    const status = {
      startTime: ago(2 * hours),
      conditions: [condition('FailureTarget', 'True', hours), condition('Failed', 'False', hours)],
    };
    expect(standingOf(job(status))).toEqual({ outcome: 'Running', since: now - 2 * hours });
  });

  test('without conditions runs since it was made, or is suspended', () => {
    expect(standingOf(job({}))).toEqual({ outcome: 'Running', since: created });
    expect(standingOf(job({}, { suspend: true }))).toMatchObject({ outcome: 'Suspended' });
  });
});

describe('a workflow', () => {
  test.each(['Succeeded', 'Failed', 'Error'])('in phase %s ended at its finishedAt', (phase) => {
    expect(standingOf(workflow(phase, hours))).toEqual({ outcome: phase, since: now - hours });
  });

  test('has ended only when label and phase say so both', () => {
    const labelled = { labels: { 'workflows.argoproj.io/completed': 'false' } };
    expect(standingOf(workflow('Failed', hours, labelled))).toMatchObject({
      outcome: 'Unknown',
      why: 'phase Failed, but no label completed=true',
    });
    expect(standingOf(workflow('Running', hours))).toMatchObject({
      outcome: 'Unknown',
      why: 'label completed=true, but phase "Running"',
    });
  });

  test('that runs may be suspended, and one without phase is still to start', () => {
    const running = live('argoproj.io/v1alpha1', 'Workflow', { phase: 'Running', startedAt: ago(hours) });
    expect(standingOf(running)).toEqual({ outcome: 'Running', since: now - hours });
    expect(standingOf({ ...running, spec: { suspend: true } })).toMatchObject({ outcome: 'Suspended' });
    expect(standingOf(live('argoproj.io/v1alpha1', 'Workflow', {}))).toEqual({ outcome: 'Pending', since: created });
  });

  test('of another group is any kind', () => {
    const other = live('example.com/v1', 'Workflow', { phase: 'Complete', finishedAt: ago(hours) });
    expect(standingOf(other)).toEqual({ outcome: 'Succeeded', since: now - hours });
  });
});

describe('any other kind', () => {
  const run = (status: object) => standingOf(live('agents.platform/v1', 'CodeRun', status));
  const condition = (type: string, status: string, age: number) => ({ type, status, lastTransitionTime: ago(age) });

  test.each([
    [{ phase: 'Succeeded', finishedAt: ago(hours) }, 'Succeeded', hours],
    [{ phase: 'completed', completedAt: ago(hours) }, 'Succeeded', hours],
    [{ phase: 'FAILED', completionTime: ago(hours) }, 'Failed', hours],
    [{ phase: 'Errored', finishedAt: ago(hours) }, 'Error', hours],
    [{ phase: 'Running', startedAt: ago(hours) }, 'Running', hours],
    // As Spark and Ray have it.
    [{ applicationState: { state: 'COMPLETED' }, terminationTime: ago(hours) }, 'Succeeded', hours],
    [{ applicationState: { state: 'RUNNING' }, startedAt: ago(hours) }, 'Running', hours],
    [{ jobStatus: 'FAILED', endTime: ago(hours) }, 'Failed', hours],
    [{ state: { step: 3 }, conditions: [condition('Complete', 'True', hours)] }, 'Succeeded', hours],
    [{ phase: 'Failed', conditions: [condition('Failed', 'True', hours)] }, 'Failed', hours],
    [{ conditions: [condition('Succeeded', 'True', hours)] }, 'Succeeded', hours],
    [{ conditions: [condition('Succeeded', 'False', hours)] }, 'Failed', hours],
    [{ startTime: ago(hours), conditions: [condition('Succeeded', 'Unknown', minutes)] }, 'Running', hours],
  ])('stands as %j says: %s', (status, outcome, age) => {
    expect(run(status)).toEqual({ outcome, since: now - age });
  });

  test('did not end when a condition began not to hold', () => {
    const conditions = [condition('Complete', 'False', 20 * days)];
    expect(run({ phase: 'Failed', conditions })).toMatchObject({
      outcome: 'Unknown',
      why: 'Failed, but nothing says when',
    });
  });

  test('is not known by conditions alone where it has a phase that is none', () => {
    expect(run({ phase: 'Paused', conditions: [condition('Complete', 'True', hours)] })).toMatchObject({
      outcome: 'Unknown',
      why: 'phase "Paused"',
    });
  });
});

/** Whatever anybody may write into a status. */
const words = fc.oneof(
  fc.string(),
  fc.constantFrom('Succeeded', 'succeeded', 'Complete', 'Failed', 'Error', 'constructor', '__proto__', 'toString', ''),
  fc.constantFrom(null, true, 0, [], {}, ['Succeeded']),
);
const times = fc.oneof(
  fc.constantFrom(ago(hours), ago(days), '', 'never', null, 0, '2026-02-30T00:00:00Z'),
  fc.string(),
);
const conditions = fc.array(fc.record({ type: words, status: words, lastTransitionTime: times }), { maxLength: 3 });
const containers = fc.array(fc.record({ state: fc.record({ terminated: fc.record({ finishedAt: times }) }) }));
const statuses = fc.record(
  {
    phase: words,
    finishedAt: times,
    completedAt: times,
    completionTime: times,
    startedAt: times,
    conditions: fc.oneof(conditions, words),
    containerStatuses: fc.oneof(containers, words),
  },
  { requiredKeys: [] },
);
const kinds = fc.constantFrom(
  ['v1', 'Pod'] as const,
  ['batch/v1', 'Job'] as const,
  ['argoproj.io/v1alpha1', 'Workflow'] as const,
  ['agents.platform/v1', 'CodeRun'] as const,
);
const labels = fc.constantFrom({}, { 'workflows.argoproj.io/completed': 'true' });

describe('of any status', () => {
  const all = fc.record({ kind: kinds, status: statuses, labels });
  const standing = ({
    kind: [apiVersion, kind],
    status,
    labels: given,
  }: {
    kind: readonly [string, string];
    status: object;
    labels: object;
  }) => standingOf(live(apiVersion, kind, status, { labels: given as Record<string, string> }));

  test('the outcome is a known one, and an end has its time', () => {
    fc.assert(
      fc.property(all, (given) => {
        const { outcome, since } = standing(given);
        expect(outcomes).toContain(outcome);
        if (isEnd(outcome)) expect(since).toEqual(expect.any(Number));
      }),
      { numRuns: 2_000 },
    );
  });

  test('a word that is not known never makes an end', () => {
    const known = /^(succeeded|completed?|failed|error(ed)?)$/i;
    fc.assert(
      fc.property(all, words, (given, phase) => {
        fc.pre(!(typeof phase === 'string' && known.test(phase)));
        const status = { ...given.status, phase, conditions: [] };
        const { outcome } = standing({ ...given, status });
        // A Job has no phase, and is judged by its conditions.
        expect(isEnd(outcome)).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  test('an end has a time that is written there', () => {
    fc.assert(
      fc.property(all, (given) => {
        const { outcome, since = 0 } = standing(given);
        if (!isEnd(outcome)) return;
        const written = JSON.stringify(given.status).match(/\d{4}-\d{2}-\d{2}T[^"]+/g) ?? [];
        expect(written.map((text) => timestamp(text))).toContain(since);
      }),
      { numRuns: 2_000 },
    );
  });
});
