import { found } from '../../../checked';
import { quota } from './manifests';

const rule = 'JOB-PARALLEL';

function job(spec: string): string {
  return `
apiVersion: batch/v1
kind: Job
metadata: {name: report, namespace: team}
spec: {${spec}, template: {spec: {containers: [{name: report, resources: {requests: {cpu: 500m}}}]}}}
`;
}

describe(rule, () => {
  test('is silent where the pods fill the quota', () => {
    expect(found(rule, quota('cpu: "2"') + job('parallelism: 4'))).toEqual([]);
  });

  test('fires one pod above', () => {
    expect(found(rule, quota('cpu: "2"') + job('parallelism: 5'))).toEqual([
      'error Job/report spec.parallelism: 5 pods at once of Job team/report do not fit the quota team: at most 4 do',
    ]);
  });

  test('knows that completions end it, and that suspended Jobs make none', () => {
    expect(found(rule, quota('cpu: "2"') + job('parallelism: 5, completions: 4'))).toEqual([]);
    expect(found(rule, quota('cpu: "2"') + job('parallelism: 5, suspend: true'))).toEqual([]);
  });

  test('reads the Jobs of a CronJob', () => {
    const cron = `
apiVersion: batch/v1
kind: CronJob
metadata: {name: report, namespace: team}
spec:
  jobTemplate: {spec: {parallelism: 5, template: {spec: {containers: [{name: report}]}}}}
`;
    expect(found(rule, quota('pods: "5"') + cron)).toEqual([]);
    expect(found(rule, quota('pods: "4"') + cron)).toEqual([
      'error CronJob/report spec.jobTemplate.spec.parallelism: 5 pods at once of CronJob team/report do not fit the quota team: at most 4 do',
    ]);
    expect(found(rule, quota('pods: "4"', { namespace: 'other' }) + cron)).toEqual([]);
  });
});
