import { found } from '../../../checked';

const rule = 'CRON-OVERLAP';

function cronJob(spec: string, job = ''): string {
  return `
apiVersion: batch/v1
kind: CronJob
metadata: {name: report, namespace: team}
spec: {${spec}, jobTemplate: {spec: {${job} template: {spec: {containers: [{name: main, resources: {requests: {cpu: 500m}}}]}}}}}
`;
}

describe(rule, () => {
  test('fires where a run may outlast the time to the next', () => {
    expect(found(rule, cronJob('schedule: "0 * * * *"', 'activeDeadlineSeconds: 3601,'))).toEqual([
      'warning CronJob/report spec.concurrencyPolicy: a run may take 3601 s and the next starts after 3600 s, so that up to 2 run at once',
    ]);
    expect(found(rule, cronJob('schedule: "0 * * * *"', 'activeDeadlineSeconds: 3600,'))).toEqual([]);
  });

  test('takes the shortest time between two starts', () => {
    expect(found(rule, cronJob('schedule: "0 2,3 * * *"', 'activeDeadlineSeconds: 3601,'))).toHaveLength(1);
    expect(found(rule, cronJob('schedule: "0 2 * * *"', 'activeDeadlineSeconds: 3601,'))).toEqual([]);
  });

  test.each(['concurrencyPolicy: Forbid', 'concurrencyPolicy: Replace', 'suspend: true'])(
    'is silent with %s',
    (spec) => {
      expect(found(rule, cronJob(`schedule: "0 * * * *", ${spec}`, 'activeDeadlineSeconds: 7200,'))).toEqual([]);
    },
  );

  test('fires for Allow in so many words without a deadline', () => {
    expect(found(rule, cronJob('schedule: "0 * * * *", concurrencyPolicy: Allow'))).toEqual([
      'warning CronJob/report spec.concurrencyPolicy: concurrencyPolicy is Allow and nothing ends a run, so that any number of them may pile up',
    ]);
    expect(found(rule, cronJob('schedule: "0 * * * *"'))).toEqual([]);
  });

  test('is silent where the schedule is not known', () => {
    expect(found(rule, cronJob('schedule: "{{ .schedule }}"', 'activeDeadlineSeconds: 7200,'))).toEqual([]);
  });
});
