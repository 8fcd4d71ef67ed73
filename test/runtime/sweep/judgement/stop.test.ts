import { howItStops, stopOf } from '../../../../src/runtime/sweep/judgement/stop';
import { ago, live, minutes, now } from '../../../model/policy/sample';

const job = (spec: object) => ({ ...live('batch/v1', 'Job', { startTime: ago(10 * minutes) }), spec });
const workflow = (spec: object) => ({ ...live('argoproj.io/v1alpha1', 'Workflow', { phase: 'Running' }), spec });

test('a Workflow is shut down, a Job gets a deadline', () => {
  expect([stopOf({ kind: 'Workflow' }), stopOf({ kind: 'Job' })]).toEqual([
    { shutdown: 'Stop' },
    { activeDeadlineSeconds: 1 },
  ]);
});

test.each<[ReturnType<typeof live>, string | undefined]>([
  [workflow({}), undefined],
  [workflow({ shutdown: 'Terminate' }), 'was told to end: shutdown Terminate'],
  [workflow(stopOf({ kind: 'Workflow' })), 'was told to end: shutdown Stop'],
  [job({}), undefined],
  [job({ activeDeadlineSeconds: 3_600 }), undefined],
  [job(stopOf({ kind: 'Job' })), 'was told to end: its deadline of 1 s is over'],
])('what was told to end is known by it (%#)', (object, told) => {
  expect(howItStops(object, now - 10 * minutes, now)).toBe(told);
});
