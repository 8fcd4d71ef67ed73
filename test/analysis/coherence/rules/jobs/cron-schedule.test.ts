import { findingsIn, found } from '../../../checked';

const rule = 'CRON-SCHEDULE';

function cronJob(spec: string): string {
  return `
apiVersion: batch/v1
kind: CronJob
metadata: {name: report, namespace: team}
spec: {${spec}}
`;
}

describe(rule, () => {
  test('fires for a time zone in the schedule', () => {
    expect(found(rule, cronJob('schedule: "CRON_TZ=Europe/Berlin 0 2 * * *"'))).toEqual([
      'error CronJob/report spec.schedule: "CRON_TZ=Europe/Berlin 0 2 * * *" is not a schedule: CronJobs refuse TZ= and CRON_TZ=; set the time zone in its own property',
    ]);
  });

  test.each([
    ['60 2 * * *', '59 2 * * *'],
    ['0 2 * * 7', '0 2 * * 6'],
    ['0 0 2 * * *', '0 2 * * *'],
    ['0 2 L * *', '0 2 28 * *'],
    ['@every 1h30', '@every 1h30m'],
    ['@fortnightly', '@weekly'],
    ['*/0 * * * *', '*/1 * * * *'],
  ])('refuses %s, not %s', (wrong, right) => {
    expect(found(rule, cronJob(`schedule: "${wrong}"`))).toEqual([expect.stringMatching(/^error /)]);
    expect(found(rule, cronJob(`schedule: "${right}"`))).toEqual([]);
  });

  test.each([
    ['0 25 * * *', 'mend it; "0 2 * * *" is every day at 2:00'],
    ['0 0 2 * * *', 'write five fields, e.g. "0 2 * * *"'],
  ])('says what to do about %s', (wrong, fix) => {
    expect(findingsIn(cronJob(`schedule: "${wrong}"`)).find((finding) => finding.rule === rule)?.fix).toBe(fix);
  });

  test.each(['*-5 * * * *', '+5 * * * *', '0 1,,2 * * *', ', * * * *', '@every -5m', '@every 0'])(
    'only warns of %s, which the server takes',
    (schedule) => {
      expect(found(rule, cronJob(`schedule: "${schedule}"`))).toEqual([expect.stringMatching(/^warning /)]);
    },
  );

  test.each([
    ['europe/berlin', 'Europe/Berlin'],
    ['+01:00', 'Etc/GMT-1'],
    ['Local', 'Etc/UTC'],
    ['', 'UTC'],
  ])('refuses the time zone %j, not %s', (wrong, right) => {
    const at = (zone: string) => found(rule, cronJob(`schedule: "@daily", timeZone: "${zone}"`));
    expect(at(wrong)).toEqual([expect.stringMatching(/^error CronJob\/report spec.timeZone: /)]);
    expect(at(right)).toEqual([]);
  });

  test('needs a schedule', () => {
    expect(found(rule, cronJob('suspend: true'))).toEqual(['error CronJob/report spec.schedule: there is no schedule']);
  });

  test('leaves placeholders alone', () => {
    expect(found(rule, cronJob('schedule: "{{ .Values.schedule }}", timeZone: "${ZONE}"'))).toEqual([]);
  });
});
