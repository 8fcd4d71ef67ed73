import { found } from '../../../checked';

const rule = 'CRON-TTL-HISTORY';

function cronJob(spec: string, job = ''): string {
  return `
apiVersion: batch/v1
kind: CronJob
metadata: {name: report, namespace: team}
spec: {${spec}, jobTemplate: {spec: {${job} template: {spec: {containers: [{name: main, resources: {requests: {cpu: 500m}}}]}}}}}
`;
}

describe(rule, () => {
  test('fires where Jobs are gone before there are as many', () => {
    const at = (ttl: number) =>
      found(rule, cronJob('schedule: "@hourly", successfulJobsHistoryLimit: 3', `ttlSecondsAfterFinished: ${ttl},`));
    expect(at(7200)).toEqual([
      'warning CronJob/report spec.jobTemplate.spec.ttlSecondsAfterFinished: a Job is deleted 7200 s after it finished, so that no more than 2 are ever kept, not the 3 of successfulJobsHistoryLimit',
    ]);
    expect(at(7201)).toEqual([]);
  });

  test('knows that a history of one needs no time', () => {
    const at = (ttl: number) =>
      found(rule, cronJob('schedule: "@daily", failedJobsHistoryLimit: 1', `ttlSecondsAfterFinished: ${ttl},`));
    expect(at(1)).toEqual([]);
    expect(at(0)).toEqual([expect.stringContaining('none is ever kept, not the 1 of failedJobsHistoryLimit')]);
  });

  test('does not take a default for a wish', () => {
    expect(found(rule, cronJob('schedule: "@daily"', 'ttlSecondsAfterFinished: 60,'))).toEqual([]);
  });

  test('fires where the history keeps nothing that could grow old', () => {
    const limits = (failed: number) =>
      `schedule: "@daily", successfulJobsHistoryLimit: 0, failedJobsHistoryLimit: ${failed}`;
    expect(found(rule, cronJob(limits(0), 'ttlSecondsAfterFinished: 60,'))).toEqual([
      'warning CronJob/report spec.jobTemplate.spec.ttlSecondsAfterFinished: both history limits are 0, so that Jobs are deleted as they finish, not 60 s later',
    ]);
    expect(found(rule, cronJob(limits(1), 'ttlSecondsAfterFinished: 60,'))).toEqual([]);
  });

  test('is silent without a lifetime', () => {
    expect(found(rule, cronJob('schedule: "@hourly", successfulJobsHistoryLimit: 30'))).toEqual([]);
  });
});
