import { CronJob, type CronJobProps } from '../../../src';
import { problemsOf, rendered } from '../render';

const pod = { containers: [{ name: 'a', image: 'registry.example.com/a:1' }] };
const props: CronJobProps = { name: 'nightly', namespace: 'a', schedule: '0 2 * * *', pod };
const problemsWith = (more: object) => problemsOf((scope) => new CronJob(scope, 'c', { ...props, ...more }));

it('runs one at a time, is not tried again, and is kept from running for ever', () => {
  expect(rendered((scope) => new CronJob(scope, 'c', props)).spec).toEqual({
    schedule: '0 2 * * *',
    timeZone: 'Etc/UTC',
    concurrencyPolicy: 'Forbid',
    startingDeadlineSeconds: 3600,
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 3,
    jobTemplate: {
      spec: {
        activeDeadlineSeconds: 7200,
        backoffLimit: 0,
        template: { spec: { ...pod, restartPolicy: 'Never' } },
      },
    },
  });
});

it('takes what it is told', () => {
  const more = {
    schedule: '@daily',
    timeZone: 'Europe/Berlin',
    suspend: true,
    startingDeadline: '10m',
    deadline: '30m',
    history: 0,
    podLabels: { app: 'a' },
  };
  const { jobTemplate, ...spec } = rendered((scope) => new CronJob(scope, 'c', { ...props, ...more })).spec;
  expect(spec).toMatchObject({
    schedule: '@daily',
    timeZone: 'Europe/Berlin',
    suspend: true,
    startingDeadlineSeconds: 600,
    successfulJobsHistoryLimit: 0,
    failedJobsHistoryLimit: 0,
  });
  expect(jobTemplate.spec.activeDeadlineSeconds).toBe(1800);
  expect(jobTemplate.spec.template.metadata).toEqual({ labels: { app: 'a' } });
});

it('is refused where its Jobs could not be named', () => {
  expect(problemsWith({ name: 'x'.repeat(52) })).toEqual([]);
  expect(problemsWith({ name: 'x'.repeat(53) })).toEqual([
    `prod/c: name "${'x'.repeat(53)}" is too long for a CronJob: 53 characters, at most 52 are allowed`,
  ]);
});

it('is refused where it would miss its starts', () => {
  expect(problemsWith({ startingDeadline: '9s' })).toEqual([
    'prod/c: startingDeadline "9s" is too short: at least 10 s',
  ]);
});

it.each([
  [{ schedule: '0 2 * *' }, 'schedule "0 2 * *" is not a schedule: it has 4 fields, not five'],
  [{ timeZone: 'Mars' }, 'timeZone "Mars" is not a time zone: there is no such IANA zone'],
  [{ deadline: '0s' }, 'deadline "0s" is too short: at least 1 s'],
  [{ pod: { containers: [null] } }, 'pod.containers[0] is required: a list has no gaps'],
])('says what is wrong with %j', (more, problem) => {
  expect(problemsWith(more)[0]).toContain(`prod/c: ${problem}`);
});
