import { type SweepJob, sweepJobs } from '../../../../src/analysis/cluster/retention/sweep-jobs';
import { policy, sweep } from '../../coherence/rules/retention/policies';
import { clusterOf } from '../model';

const pods = policy('apiVersion: v1, kind: Pod, namespaces: [team], keep: {Failed: {for: 1d}}');

function jobsIn(yaml: string): readonly SweepJob[] {
  return sweepJobs(clusterOf(yaml));
}

test('a CronJob sweeps by the policy that it mounts and is told of', () => {
  expect(jobsIn(pods + sweep())).toMatchObject([
    {
      object: { name: 'cleanup' },
      source: { policy: { name: 'team' } },
      mode: 'delete',
      stateNamespace: 'steward-system',
      account: 'cleanup',
      longestInterval: 86_400,
    },
  ]);
  expect(jobsIn(sweep())).toEqual([]);
  expect(jobsIn(pods + sweep({ args: '--mode, delete' }))).toEqual([]);
  expect(jobsIn(pods.replace('namespace: steward-system', 'namespace: other') + sweep())).toEqual([]);
});

test.each([
  ['--policy, /p', 'report'],
  ['--policy=/p, --mode=verify', 'verify'],
  ['--mode, delete, --policy, /p, --mode, report', 'report'],
  ['--policy, /p, --mode, erase', undefined],
  ['--policy, /p, --mode, "$(MODE)"', undefined],
])('of %s the mode is %s', (args, mode) => {
  expect(jobsIn(pods + sweep({ args }))[0]?.mode).toBe(mode);
});

test('state is kept where it is told to be', () => {
  const [job] = jobsIn(pods + sweep({ args: '--policy, /p, --state-namespace, other' }));
  expect(job?.stateNamespace).toBe('other');
});

test('the policy may come with other files in one volume', () => {
  const projected = sweep().replace(
    'configMap: {name: cleanup-policy}',
    'projected: {sources: [{secret: {name: a}}, {configMap: {name: cleanup-policy}}]}',
  );
  expect(jobsIn(pods + projected)).toHaveLength(1);
});

test('without a known schedule, or suspended, it comes at no longestInterval', () => {
  expect(jobsIn(pods + sweep({ suspend: true }))[0]?.longestInterval).toBeUndefined();
  expect(jobsIn(pods + sweep({ schedule: 'at night' }))[0]?.longestInterval).toBeUndefined();
});
