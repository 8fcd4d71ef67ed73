import { managerOf } from '../../../src/model/policy/manager';
import { live } from './sample';

const job = (metadata: object) => live('batch/v1', 'Job', {}, metadata);

describe('Argo CD', () => {
  const tracked = (id: string) => job({ annotations: { 'argocd.argoproj.io/tracking-id': id } });

  test('manages the object that its id names', () => {
    expect(managerOf(tracked('prod:batch/Job:team/one'))).toBe('Argo CD (application prod)');
    const core = live(
      'v1',
      'ConfigMap',
      {},
      { annotations: { 'argocd.argoproj.io/tracking-id': 'prod:/ConfigMap:team/one' } },
    );
    expect(managerOf(core)).toBe('Argo CD (application prod)');
  });

  test.each(['prod:batch/CronJob:team/nightly', 'prod:batch/Job:other/one', 'prod:batch/Job:team/two', 'prod', ''])(
    'does not manage what only bears the id of another: %j',
    (id) => {
      expect(managerOf(tracked(id))).toBeUndefined();
    },
  );

  test('manages its hooks', () => {
    expect(managerOf(job({ annotations: { 'argocd.argoproj.io/hook': 'PreSync' } }))).toBe('Argo CD (a hook)');
  });
});

test('Helm manages its hooks, and what its release is written on together with its label', () => {
  expect(managerOf(job({ annotations: { 'helm.sh/hook': 'pre-install' } }))).toBe('Helm (a hook)');
  const annotations = { 'meta.helm.sh/release-name': 'agents' };
  const labels = { 'app.kubernetes.io/managed-by': 'Helm' };
  expect(managerOf(job({ annotations, labels }))).toBe('Helm (release agents)');
  // Charts write the label on pods too, which Helm does not manage.
  expect(managerOf(job({ labels }))).toBeUndefined();
});

test.each(['kustomize', 'helm'])('Flux manages by its %s controller', (controller) => {
  expect(managerOf(job({ labels: { [`${controller}.toolkit.fluxcd.io/name`]: 'apps' } }))).toBe(
    `Flux (${controller} apps)`,
  );
});

test('a CronJob manages its Jobs, and a Job nothing', () => {
  const owner = { apiVersion: 'batch/v1', kind: 'CronJob', name: 'nightly', uid: 'u' };
  expect(managerOf(job({ ownerReferences: [owner] }))).toBe('CronJob nightly');
  expect(managerOf(job({ ownerReferences: [{ ...owner, kind: 'CodeRun' }] }))).toBeUndefined();
  const pod = live('v1', 'Pod', {}, { ownerReferences: [{ ...owner, kind: 'Job' }] });
  expect(managerOf(pod)).toBeUndefined();
  expect(managerOf(job({}))).toBeUndefined();
});
