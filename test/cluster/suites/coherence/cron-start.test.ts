import { findingsIn } from '../../../analysis/checked';
import { Bench } from '../../bench/bench';

describe('a CronJob whose starting deadline is too short never starts', () => {
  const bench = Bench.shared();
  afterAll(() => bench.close());

  it.each([
    { schedule: '* * * * *', deadline: 0, starts: false },
    { schedule: '* * * * *', deadline: 30, starts: true },
  ])('$schedule with $deadline s', async ({ schedule, deadline, starts }) => {
    const namespace = await bench.namespace('cron-start');
    const cronJob = {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'c', namespace },
      spec: {
        schedule,
        startingDeadlineSeconds: deadline,
        jobTemplate: {
          spec: {
            template: {
              spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'steward.test/none' }] },
            },
          },
        },
      },
    };
    const found = findingsIn(JSON.stringify(cronJob)).filter(({ rule }) => rule === 'CRON-START');
    expect(found.some(({ severity }) => severity === 'error')).toBe(!starts);
    await bench.client.create(cronJob);
    // The next full minute, and as long again for the controller to notice.
    await new Promise((resolve) => setTimeout(resolve, (60 - (new Date().getSeconds() % 60) + 15) * 1_000));
    expect((await bench.list('batch/v1', 'Job', namespace)).length > 0).toBe(starts);
  });
});
