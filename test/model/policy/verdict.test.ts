import * as fc from 'fast-check';
import type { LiveMetadata } from '../../../src/model/manifests/live-object';
import { exemptionUntil, knownMarks, ttlAnnotation } from '../../../src/model/policy/exemption';
import type { LegalHold, RetentionPolicy, RetentionRule } from '../../../src/model/policy/retention-policy';
import { leastAge, span, type Verdict, verdictOf } from '../../../src/model/policy/verdict';
import { ago, days, hours, live, minutes, now, pod, podRule, policyOf, ruleOf, seconds, workflow } from './sample';

/** What is said of a workflow in phase Failed, which is kept 3 days. */
function verdict(
  age: number,
  metadata: Partial<LiveMetadata> = {},
  rule: Partial<RetentionRule> = {},
  more: Partial<RetentionPolicy> = {},
): Verdict {
  const policy = policyOf(rule, more);
  return verdictOf(policy, ruleOf(policy), workflow('Failed', age, metadata), now);
}

function keeping(given: Verdict): string {
  return given.isDue ? 'due' : given.keeping;
}

test('an object is due when it is as old as its rule says, to the second', () => {
  expect(verdict(3 * days - seconds)).toMatchObject({
    isDue: false,
    keeping: 'young',
    reason: 'Failed 2d23h ago, kept for 3d',
  });
  expect(verdict(3 * days)).toMatchObject({
    isDue: true,
    reason: 'Failed 3d ago, kept for 3d',
    standing: { outcome: 'Failed', since: now - 3 * days },
    retention: { for: 3 * days, action: 'delete' },
  });
});

test('an object that is being deleted is left alone, and told when it is stuck', () => {
  const deleting = (age: number) => ({ deletionTimestamp: ago(age), finalizers: ['example.com/wait'] });
  expect(verdict(9 * days, deleting(14 * minutes))).toMatchObject({ keeping: 'terminating' });
  expect(verdict(9 * days, deleting(2 * hours))).toMatchObject({
    keeping: 'stuck',
    reason: 'is being deleted for 2h, held by example.com/wait',
  });
});

describe('an exemption', () => {
  test.each(knownMarks.map(({ key }) => key))('%s keeps, however old', (key) => {
    expect(verdict(900 * days, { annotations: { [key]: 'true' } })).toMatchObject({
      keeping: 'exempt',
      reason: `${key}=true`,
    });
  });

  test('that has expired keeps no longer, and is told', () => {
    const annotations = { preserve: 'true', [exemptionUntil]: '2026-11-01' };
    expect(verdict(9 * days, { annotations })).toMatchObject({
      isDue: true,
      notes: ['exemption has expired: preserve=true (until 2026-11-01T00:00:00Z)'],
    });
  });

  test('whose end cannot be read keeps, and is told', () => {
    const given = verdict(9 * days, { annotations: { preserve: 'true', [exemptionUntil]: 'soon' } });
    expect(given).toMatchObject({ keeping: 'exempt', notes: [expect.stringContaining('"soon" is no date')] });
  });
});

describe('a time of its own', () => {
  const own = (written: string) => ({ annotations: { [ttlAnnotation]: written } });

  test('counts instead of the rule’s, shorter or longer', () => {
    expect(verdict(2 * hours, own('3600'))).toMatchObject({
      isDue: true,
      reason: 'Failed 2h ago, kept for 1h by cleanup.cto.dev/ttl-seconds',
    });
    expect(verdict(9 * days, own('864000'))).toMatchObject({
      keeping: 'young',
      reason: 'Failed 9d ago, kept for 10d by cleanup.cto.dev/ttl-seconds',
    });
    expect(verdict(900 * days, own('forever'))).toMatchObject({
      keeping: 'young',
      reason: 'Failed 900d ago, kept for good by cleanup.cto.dev/ttl-seconds',
    });
  });

  test('is counted from an end, and says nothing of what still runs', () => {
    const policy = policyOf({ keep: { Running: { for: '14d', action: 'delete' } } });
    const running = live(
      'argoproj.io/v1alpha1',
      'Workflow',
      { phase: 'Running', startedAt: ago(2 * hours) },
      own('3600'),
    );
    expect(keeping(verdictOf(policy, ruleOf(policy), running, now))).toBe('young');
  });

  test('without end keeps what has not ended too', () => {
    const policy = policyOf({ keep: { Running: { for: '14d', action: 'delete' } } });
    const running = (written: string) =>
      live('argoproj.io/v1alpha1', 'Workflow', { phase: 'Running', startedAt: ago(90 * days) }, own(written));
    expect(keeping(verdictOf(policy, ruleOf(policy), running('forever'), now))).toBe('young');
    expect(keeping(verdictOf(policy, ruleOf(policy), running('3600'), now))).toBe('due');
  });
});

describe('what others manage', () => {
  const hook = { annotations: { 'argocd.argoproj.io/hook': 'PostSync' } };

  test('is theirs, unless the rule says otherwise', () => {
    expect(verdict(9 * days, hook)).toMatchObject({ keeping: 'managed', reason: 'belongs to Argo CD (a hook)' });
    expect(verdict(9 * days, hook, { managed: true }).isDue).toBe(true);
  });
});

test("what Argo's own archive is not done with is kept", () => {
  const archiving = (status: string) => ({ labels: { 'workflows.argoproj.io/workflow-archiving-status': status } });
  expect(keeping(verdict(9 * days, archiving('Pending')))).toBe('archiving');
  expect(keeping(verdict(9 * days, archiving('Archived')))).toBe('due');
});

test('a pod that its Job has not counted is kept', () => {
  const policy = policyOf(podRule);
  const counted = (finalizers: string[]) =>
    verdictOf(policy, ruleOf(policy), pod('Failed', [9 * days], { finalizers }), now);
  expect(keeping(counted(['batch.kubernetes.io/job-tracking']))).toBe('unrecorded');
  expect(keeping(counted([]))).toBe('due');
});

describe('what the rule does not name', () => {
  const policy = policyOf({ keep: { Failed: { for: '3d' } } });
  const of = (status: object, labels: Record<string, string> = {}) =>
    verdictOf(policy, ruleOf(policy), live('argoproj.io/v1alpha1', 'Workflow', status, { labels }), now);

  test.each([
    ['not-covered', workflow('Succeeded', 90 * days)],
    ['not-covered', workflow('Error', 90 * days)],
  ])('is %s when it has ended', (expected, object) => {
    expect(keeping(verdictOf(policy, ruleOf(policy), object, now))).toBe(expected);
  });

  test('is unfinished or uncertain when it has not, however old', () => {
    expect(keeping(of({ phase: 'Running', startedAt: ago(900 * days) }))).toBe('unfinished');
    expect(keeping(of({}))).toBe('unfinished');
    expect(of({ phase: 'Sleeping' })).toMatchObject({ keeping: 'uncertain', reason: 'phase "Sleeping"' });
    expect(keeping(of({ phase: 'Failed', finishedAt: ago(90 * days) }))).toBe('uncertain');
  });
});

test('what has not ended goes when the rule names it and its action', () => {
  const running = live('argoproj.io/v1alpha1', 'Workflow', { phase: 'Running', startedAt: ago(15 * days) });
  const actionFor = (keep: RetentionRule['keep']) => {
    const policy = policyOf({ keep });
    const given = verdictOf(policy, ruleOf(policy), running, now);
    return given.isDue ? given.retention.action : given.keeping;
  };
  expect(actionFor({ Running: { for: '14d' } })).toBe('report');
  expect(actionFor({ Running: { for: '14d', action: 'stop' } })).toBe('stop');
  expect(actionFor({ Running: { for: '14d', action: 'delete' } })).toBe('delete');
  expect(actionFor({ Running: { for: '16d', action: 'delete' } })).toBe('young');
});

describe('a legal hold', () => {
  const holds = (...legalHolds: LegalHold[]) => ({ legalHolds });

  test('keeps what a rule would delete, by the longest that applies', () => {
    const three = holds(
      { reason: 'audit', for: '30d' },
      { reason: 'SOX', for: '90d' },
      { reason: 'elsewhere', namespaces: ['other'] },
    );
    expect(verdict(9 * days, {}, {}, three)).toMatchObject({
      keeping: 'legal-hold',
      reason: 'Failed 9d ago, must be kept at least 90d: SOX',
    });
    expect(verdict(90 * days - seconds, {}, {}, three)).toMatchObject({ keeping: 'legal-hold' });
    expect(verdict(90 * days, {}, {}, three).isDue).toBe(true);
  });

  test('without a time keeps for good', () => {
    expect(verdict(900 * days, {}, {}, holds({ reason: 'case 17' }, { reason: 'SOX', for: '3650d' }))).toMatchObject({
      reason: 'Failed 900d ago, must be kept for good: case 17',
    });
  });

  test('is for what it selects', () => {
    const selecting = holds({ reason: 'case 17', selector: { matchLabels: { case: '17' } } });
    expect(keeping(verdict(9 * days, { labels: { case: '17' } }, {}, selecting))).toBe('legal-hold');
    expect(keeping(verdict(9 * days, { labels: { case: '18' } }, {}, selecting))).toBe('due');
  });

  test('does not stop a report: nothing is lost by it', () => {
    const reporting = { keep: { Failed: { for: '3d', action: 'report' } } } as const;
    expect(verdict(9 * days, {}, reporting, holds({ reason: 'case 17' }))).toMatchObject({ isDue: true });
  });
});

describe('whatever an object is', () => {
  const phases = ['Succeeded', 'Failed', 'Error', 'Running', 'Pending', 'Sleeping', ''];
  const age = fc.integer({ min: -2 * days, max: 200 * days });
  const seldom = <T>(arbitrary: fc.Arbitrary<T>) =>
    fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
  const objects = fc
    .record({
      phase: fc.constantFrom(...phases),
      age,
      isCompleted: fc.nat(4).map((one) => one > 0),
      annotations: seldom(
        fc.dictionary(
          fc.constantFrom(...knownMarks.map(({ key }) => key), ttlAnnotation, exemptionUntil, 'other'),
          fc.constantFrom('true', 'false', '0', '3600', 'forever', '2026-11-01', '2027-01-01', ''),
          { minKeys: 1, maxKeys: 3 },
        ),
      ),
      finalizers: seldom(fc.subarray(['batch.kubernetes.io/job-tracking', 'example.com/other'])),
      archiving: seldom(fc.constantFrom('Pending', 'Archived')),
      deleted: seldom(age),
    })
    .map(({ phase, age: old, isCompleted, annotations, finalizers, archiving, deleted }) => {
      const labels = {
        ...(isCompleted && { 'workflows.argoproj.io/completed': 'true' }),
        ...(archiving && { 'workflows.argoproj.io/workflow-archiving-status': archiving }),
      };
      const metadata = {
        annotations,
        finalizers,
        labels,
        ...(deleted !== undefined && { deletionTimestamp: ago(deleted) }),
      };
      const status = { phase, startedAt: ago(old + hours), finishedAt: ago(old) };
      return live('argoproj.io/v1alpha1', 'Workflow', status, metadata);
    });
  const lasting = fc.integer({ min: 0, max: 100 }).map((count) => `${count}d`);
  const policies = fc
    .record({
      keep: fc.record(
        {
          Succeeded: fc.record({ for: lasting }),
          Failed: fc.record({ for: lasting }),
          Error: fc.record({ for: lasting, action: fc.constantFrom('delete' as const, 'report' as const) }),
          Running: fc.record({ for: lasting, action: fc.constantFrom('delete' as const, 'stop' as const) }),
          Unknown: fc.record({ for: lasting }),
        },
        { requiredKeys: ['Failed'] },
      ),
      legalHolds: fc.array(fc.record({ reason: fc.constant('law'), for: lasting }, { requiredKeys: ['reason'] }), {
        maxLength: 3,
      }),
    })
    .map(({ keep, legalHolds }) => policyOf({ keep }, { legalHolds }));
  const runs = { numRuns: 3_000 };

  test('once it is due it stays due', () => {
    let wasDue = 0;
    fc.assert(
      fc.property(policies, objects, fc.nat(400 * days), (policy, object, later) => {
        const rule = ruleOf(policy);
        const isDue = (time: number) => verdictOf(policy, rule, object, time).isDue;
        if (!isDue(now)) return true;
        wasDue += 1;
        return isDue(now + later);
      }),
      runs,
    );
    expect(wasDue).toBeGreaterThan(100);
  });

  test('it is not due while it is exempt, young, unfinished, or held by law', () => {
    let wasDue = 0;
    fc.assert(
      fc.property(policies, objects, (policy, object) => {
        const given = verdictOf(policy, ruleOf(policy), object, now);
        if (!given.isDue) return;
        wasDue += 1;
        const { annotations = {}, deletionTimestamp, labels = {} } = object.metadata;
        const { phase, finishedAt, startedAt } = object['status'] as Record<string, string>;
        const marks = knownMarks.filter(({ key }) => !['false', '0', undefined].includes(annotations[key]));
        const hasExpired = annotations[exemptionUntil] === '2026-11-01';
        const isStillRunning = phase === 'Running';
        const old = now - Date.parse((isStillRunning ? startedAt : finishedAt) ?? '');
        const kept = given.retention.for;
        const own = annotations[ttlAnnotation];

        expect(deletionTimestamp).toBeUndefined();
        expect(marks.length === 0 || hasExpired).toBe(true);
        expect(labels['workflows.argoproj.io/workflow-archiving-status']).not.toBe('Pending');
        if (own === undefined && given.standing.outcome !== 'Unknown') expect(old).toBeGreaterThanOrEqual(kept);
        expect(own === undefined || /^\d+$/.test(own)).toBe(true);
        if (given.retention.action !== 'delete') return;
        expect(['Succeeded', 'Failed', 'Error', 'Running']).toContain(phase);
        if (!isStillRunning) expect(labels['workflows.argoproj.io/completed']).toBe('true');
        for (const hold of policy.legalHolds) expect(old).toBeGreaterThanOrEqual(hold.for);
      }),
      runs,
    );
    expect(wasDue).toBeGreaterThan(100);
  });

  test('another legal hold never makes it due', () => {
    fc.assert(
      fc.property(policies, objects, lasting, (policy, object, more) => {
        const [hold] = policyOf({}, { legalHolds: [{ reason: 'more', for: more }] }).legalHolds;
        const stricter = { ...policy, legalHolds: [...policy.legalHolds, ...(hold ? [hold] : [])] };
        const isDue = (one: typeof policy) => verdictOf(one, ruleOf(one), object, now).isDue;
        return isDue(policy) || !isDue(stricter);
      }),
      runs,
    );
  });

  test('metadata alone never promises less time than the whole object has', () => {
    fc.assert(
      fc.property(policies, objects, (policy, object) => {
        const rule = ruleOf(policy);
        if (!verdictOf(policy, rule, object, now).isDue) return true;
        // What is listed is younger than it is only when its clock is wrong.
        const status = object['status'] as Record<string, string>;
        const started = Date.parse(status['startedAt'] ?? '');
        return now - started >= leastAge(rule, object.metadata.annotations);
      }),
      runs,
    );
  });
});

test.each([
  [0, '0s'],
  [999, '0s'],
  [8 * seconds, '8s'],
  [12 * minutes, '12m'],
  [12 * minutes + 5 * seconds, '12m5s'],
  [3 * days + 4 * hours + 5 * minutes, '3d4h'],
  [3 * days + 5 * minutes, '3d'],
  [-90 * seconds, '-1m30s'],
  [Number.POSITIVE_INFINITY, 'ever'],
])('%d ms is %s', (millis, text) => {
  expect(span(millis)).toBe(text);
});
