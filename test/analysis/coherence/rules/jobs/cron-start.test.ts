import { found } from '../../../checked';

const rule = 'CRON-START';

function cronJob({ name = 'report', spec = '', schedule = '@daily' } = {}): string {
  return `
apiVersion: batch/v1
kind: CronJob
metadata: {name: "${name}", namespace: team}
spec: {schedule: "${schedule}", ${spec}}
`;
}

describe(rule, () => {
  test('fires for a name with 53 characters, not with 52', () => {
    expect(found(rule, cronJob({ name: 'a'.repeat(53) }))).toEqual([
      `error CronJob/${'a'.repeat(53)} metadata.name: its name has 53 characters, and the API server refuses a CronJob with more than 52`,
    ]);
    expect(found(rule, cronJob({ name: 'a'.repeat(52) }))).toEqual([]);
    expect(found(rule, cronJob({ name: `{{ .Release.Name }}${'a'.repeat(53)}` }))).toEqual([]);
  });

  test('fires where no start is ever in time', () => {
    expect(found(rule, cronJob({ spec: 'startingDeadlineSeconds: 0' }))).toEqual([
      'error CronJob/report spec.startingDeadlineSeconds: startingDeadlineSeconds is 0: each start is found too late, and no Job ever starts',
    ]);
    expect(found(rule, cronJob({ spec: 'startingDeadlineSeconds: 1' }))).toEqual([]);
    expect(found(rule, cronJob({ spec: 'startingDeadlineSeconds: 0, suspend: true' }))).toEqual([]);
  });

  test('knows that @every counts from the beginning of the deadline', () => {
    const every = (seconds: number) =>
      found(rule, cronJob({ schedule: '@every 5m', spec: `startingDeadlineSeconds: ${seconds}` }));
    expect(every(299)).toEqual([
      'error CronJob/report spec.startingDeadlineSeconds: @every counts its 300 s from the beginning of the 299 s of startingDeadlineSeconds, and so never finds a start in them',
    ]);
    expect(every(300)).toEqual([]);
    expect(found(rule, cronJob({ schedule: '@every 5m' }))).toEqual([]);
  });
});
