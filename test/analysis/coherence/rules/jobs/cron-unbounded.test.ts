import { found } from '../../../checked';

const rule = 'CRON-UNBOUNDED';

function cronJob({ spec = '', job = '', pod = '', resources = '{}', limits = '' } = {}): string {
  return `
apiVersion: batch/v1
kind: CronJob
metadata: {name: report, namespace: team}
spec:
  schedule: "@daily"
  ${spec}
  jobTemplate: {spec: {${job} template: {spec: {${pod} containers: [{name: main, resources: ${resources}}]}}}}
${limits}`;
}

const some = '{limits: {memory: 1Gi}}';

describe(rule, () => {
  test('fires once, and says what is missing', () => {
    expect(found(rule, cronJob())).toEqual([
      'warning CronJob/report spec: no concurrencyPolicy, no activeDeadlineSeconds and no resources: when a run hangs, others pile up beside it, each as large as its node',
    ]);
    expect(found(rule, cronJob({ resources: some }))).toEqual([
      'warning CronJob/report spec: no concurrencyPolicy and no activeDeadlineSeconds: when a run hangs, others pile up beside it',
    ]);
  });

  test.each([
    { spec: 'concurrencyPolicy: Forbid' },
    { job: 'activeDeadlineSeconds: 60,' },
    { pod: 'activeDeadlineSeconds: 60,' },
    { spec: 'suspend: true' },
  ])('is silent with %j', (bound) => {
    expect(found(rule, cronJob(bound))).toEqual([]);
  });

  test('knows the defaults of a LimitRange', () => {
    const limits = `---
apiVersion: v1
kind: LimitRange
metadata: {name: defaults, namespace: team}
spec: {limits: [{type: Container, default: {memory: 1Gi}}]}
`;
    expect(found(rule, cronJob({ limits }))).toEqual([expect.not.stringContaining('no resources')]);
  });
});
