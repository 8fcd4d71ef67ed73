import fc from 'fast-check';
import type { LiveObject } from '../../../../src/model/manifests/live-object';
import { type RestoreOptions, restoredManifest } from '../../../../src/runtime/store/archive/restore';
import { workflow } from '../objects';

const owner = { apiVersion: 'argoproj.io/v1alpha1', kind: 'CronWorkflow', name: 'nightly', uid: 'u-1' };

function manifestOf(object: LiveObject, options?: RestoreOptions) {
  const restored = restoredManifest(object, options);
  if ('refusal' in restored) throw new Error(restored.refusal);
  return restored.manifest;
}

function live(apiVersion: string, kind: string, spec: object, more: object = {}): LiveObject {
  const { managedFields: _, labels: __, ...metadata } = workflow().metadata;
  return { apiVersion, kind, metadata: { ...metadata, ...more }, spec, status: { phase: 'Bound' } };
}

test('a workflow comes back as it was written, without what servers and controllers added', () => {
  const archived = workflow(
    {
      generation: 12,
      generateName: 'nightly-',
      selfLink: '/apis/…',
      deletionTimestamp: '2026-11-30T00:00:00Z',
      deletionGracePeriodSeconds: 0,
      labels: {
        team: 'a',
        'workflows.argoproj.io/completed': 'true',
        'workflows.argoproj.io/phase': 'Failed',
        'workflows.argoproj.io/workflow-archiving-status': 'Archived',
      },
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}', note: 'kept' },
      finalizers: ['workflows.argoproj.io/artifact-gc', 'example.com/own'],
      ownerReferences: [owner],
    },
    { spec: { entrypoint: 'main', shutdown: 'Terminate' } },
  );
  expect(manifestOf(archived)).toEqual({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: {
      name: 'nightly-x2b7q',
      namespace: 'agents',
      labels: { team: 'a' },
      annotations: { note: 'kept' },
      finalizers: ['example.com/own'],
    },
    spec: { entrypoint: 'main' },
  });
});

test('owners that are still there stay owners', () => {
  const archived = workflow({ ownerReferences: [owner, { ...owner, uid: 'u-2' }] });
  const { metadata } = manifestOf(archived, { hasOwner: ({ uid }) => uid === 'u-1' });
  expect(metadata['ownerReferences']).toEqual([owner]);
});

test('what is empty afterwards is left out', () => {
  const archived = workflow({ labels: { 'workflows.argoproj.io/completed': 'true' }, finalizers: ['orphan'] });
  expect(Object.keys(manifestOf(archived).metadata).sort()).toEqual(['name', 'namespace']);
});

test('a Job loses the selector and the labels that were made from its uid', () => {
  const generated = {
    'controller-uid': 'u',
    'batch.kubernetes.io/controller-uid': 'u',
    'job-name': 'j',
    'batch.kubernetes.io/job-name': 'j',
  };
  const template = { metadata: { creationTimestamp: null, labels: { ...generated, app: 'x' } }, spec: { a: 1 } };
  const spec = { selector: { matchLabels: generated }, template, backoffLimit: 1 };
  const job = live('batch/v1', 'Job', spec, { labels: generated });
  expect(manifestOf(job)).toMatchObject({
    spec: { backoffLimit: 1, template: { metadata: { labels: { app: 'x' } }, spec: { a: 1 } } },
  });
  expect(manifestOf(job)['spec']).not.toHaveProperty('selector');
  expect(manifestOf(job).metadata).not.toHaveProperty('labels');
  const manual = { ...spec, manualSelector: true };
  expect(manifestOf(live('batch/v1', 'Job', manual))['spec']).toEqual(manual);
});

test('labels of Jobs on other kinds are the user’s own', () => {
  const labels = { 'job-name': 'mine' };
  expect(manifestOf(workflow({ labels })).metadata.labels).toEqual(labels);
});

test('a pod is scheduled anew, and a claim bound anew', () => {
  expect(manifestOf(live('v1', 'Pod', { nodeName: 'n', containers: [] }))['spec']).toEqual({ containers: [] });
  const annotations = { 'pv.kubernetes.io/bind-completed': 'yes', 'volume.kubernetes.io/selected-node': 'n' };
  const claim = live('v1', 'PersistentVolumeClaim', { volumeName: 'pv', accessModes: [] }, { annotations });
  expect(manifestOf(claim)).toMatchObject({ spec: { accessModes: [] } });
  expect(manifestOf(claim)['spec']).not.toHaveProperty('volumeName');
  expect(manifestOf(claim).metadata).not.toHaveProperty('annotations');
});

test.each([
  ['argoproj.io/v1alpha1', 'Workflow'],
  ['argoproj.io/v1alpha1', 'CronWorkflow'],
  ['batch/v1', 'Job'],
  ['batch/v1', 'CronJob'],
])('a %s %s can be created suspended', (apiVersion, kind) => {
  expect(manifestOf(live(apiVersion, kind, { a: 1 }), { suspended: true })['spec']).toEqual({ a: 1, suspend: true });
});

test.each([
  ['v1', 'Pod'],
  ['agents.platform/v1', 'CodeRun'],
  ['example.com/v1', 'Workflow'],
])('a %s %s cannot, and says so', (apiVersion, kind) => {
  expect(restoredManifest(live(apiVersion, kind, {}), { suspended: true })).toEqual({
    refusal: `a ${kind} cannot be created suspended: write its manifest, and create it when it may run`,
  });
});

test('a capsule is no pod', () => {
  expect(restoredManifest(live('cdk8s-steward.dev/v1', 'Capsule', {}))).toEqual({
    refusal: 'a failure capsule tells of a pod, and is none',
  });
});

test('what has no spec has none afterwards', () => {
  const { spec: _, ...configMap } = live('v1', 'ConfigMap', {}, {});
  expect(manifestOf({ ...configMap, data: { a: 'b' } } as LiveObject)).toEqual({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'nightly-x2b7q', namespace: 'agents' },
    data: { a: 'b' },
  });
});

const labels = fc.dictionary(
  fc.constantFrom(
    'team',
    'job-name',
    'controller-uid',
    'workflows.argoproj.io/completed',
    'workflows.argoproj.io/phase',
  ),
  fc.string(),
);

test('to restore what was restored changes nothing, and the archived object is left as it is', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('Workflow', 'Job', 'Pod', 'PersistentVolumeClaim', 'CodeRun'),
      labels,
      fc.option(labels, { nil: undefined }),
      fc.subarray(['workflows.argoproj.io/artifact-gc', 'example.com/own', 'foregroundDeletion']),
      fc.dictionary(
        fc.constantFrom('selector', 'shutdown', 'nodeName', 'volumeName', 'suspend', 'other'),
        fc.jsonValue(),
      ),
      fc.boolean(),
      (kind, some, more, finalizers, fields, suspended) => {
        const groups: Readonly<Record<string, string>> = { Workflow: 'argoproj.io/v1alpha1', Job: 'batch/v1' };
        const spec = { ...fields, ...(more && { template: { metadata: { labels: more } } }) };
        const object = live(groups[kind] ?? 'v1', kind, spec, { labels: some, finalizers });
        const before = JSON.stringify(object);
        const options = { suspended: suspended && groups[kind] !== undefined };
        const once = manifestOf(object, options);
        expect(manifestOf(once as LiveObject, options)).toEqual(once);
        expect(JSON.stringify(object)).toBe(before);
        for (const field of ['uid', 'resourceVersion', 'creationTimestamp', 'managedFields']) {
          expect(once.metadata).not.toHaveProperty(field);
        }
        expect(once).not.toHaveProperty('status');
      },
    ),
  );
});
