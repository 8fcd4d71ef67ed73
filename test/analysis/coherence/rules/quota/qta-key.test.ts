import { found } from '../../../checked';
import { quota } from './manifests';

const rule = 'QTA-KEY';

describe(rule, () => {
  test.each([
    'requests.cpu: "1"',
    'pods: 0',
    'hugepages-2Mi: 1Gi',
    'requests.nvidia.com/gpu: "1"',
    'count/jobs.batch: "1"',
    'nvidia.com/gpu: "1"',
    // The server rounds nothing here, and asks no whole number either.
    'requests.nvidia.com/gpu: 500m',
    'requests.cpu: 500m',
    '"{{ .Values.key }}": "1"',
    'pods: "${PODS}"',
  ])('is silent about %s', (hard) => {
    expect(found(rule, quota(hard))).toEqual([]);
  });

  test.each([
    ['requests.gpu: "1"', 'spec.hard[requests.gpu]: requests.gpu is no resource that a quota can limit'],
    ['limits.storage: 1Gi', 'spec.hard[limits.storage]: limits.storage is no resource that a quota can limit'],
    ['storage: 1Gi', 'spec.hard.storage: storage is no resource that a quota can limit'],
    [
      'count/jobs/batch: "1"',
      'spec.hard[count/jobs/batch]: count/jobs/batch is no quota key: a key is a name, or a domain / and a name',
    ],
    ['requests.cpu: "-1m"', 'spec.hard[requests.cpu]: requests.cpu is -1m, less than nothing'],
    ['pods: 1500m', 'spec.hard.pods: pods is 1500m, but it counts things'],
    ['count/jobs.batch: "0.5"', 'spec.hard[count/jobs.batch]: count/jobs.batch is 500m, but it counts things'],
  ])('fires for %s', (hard, message) => {
    expect(found(rule, quota(hard))).toEqual([`error ResourceQuota/team ${message}`]);
  });
});
