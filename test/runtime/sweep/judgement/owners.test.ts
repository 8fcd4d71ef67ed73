import type { LiveMetadata, LiveObject } from '../../../../src/model/manifests/live-object';
import { type EffectivePolicy, effectivePolicy } from '../../../../src/model/policy/effective-policy';
import { Owners } from '../../../../src/runtime/sweep/judgement/owners';
import { ago, days, hours, live, minutes, now, pod, workflowRule } from '../../../model/policy/sample';
import { refuse, servedForTests } from '../../local-server';

const runRule = { ...workflowRule, name: 'runs', apiVersion: 'agents.platform/v1', kind: 'CodeRun' };
const policy = effectivePolicy({ name: 'team', rules: [workflowRule, runRule] });
const served = [{ apiVersion: 'agents.platform/v1', kind: 'CodeRun', plural: 'coderuns' }];

describe('owners', () => {
  let objects: Readonly<Record<string, LiveObject>> = {};

  const local = servedForTests(({ path }, response) => {
    return objects[path.split('/').slice(-2).join('/')] ?? refuse(response, 404, 'NotFound');
  });

  const workflow = (phase: string, metadata: Partial<LiveMetadata> = {}) =>
    live(
      'argoproj.io/v1alpha1',
      'Workflow',
      { phase, finishedAt: ago(days) },
      { ...metadata, labels: { 'workflows.argoproj.io/completed': phase === 'Running' ? 'false' : 'true' } },
    );
  const ref = (kind: string, name: string, uid: string) => {
    const groups: Readonly<Record<string, string>> = { Workflow: 'argoproj.io/v1alpha1', Job: 'batch/v1' };
    return { apiVersion: groups[kind] ?? 'agents.platform/v1', kind, name, uid };
  };
  const owned = (...ownerReferences: readonly ReturnType<typeof ref>[]) =>
    pod('Succeeded', [minutes], { ownerReferences });
  const keeping = (object: LiveObject) => new Owners(local.client, policy, served).keeping(object, 'delete', now);
  const exempt = { annotations: { preserve: 'true' } };

  it('that have not ended keep what they have not recorded', async () => {
    objects = { 'workflows/w': workflow('Running', { uid: 'w-1' }) };
    const part = owned(ref('Workflow', 'w', 'w-1'));
    expect(await keeping(part)).toEqual({ result: 'unrecorded', reason: 'Workflow w has not ended' });
    const labels = { 'workflows.argoproj.io/completed': 'true' };
    expect(await keeping({ ...part, metadata: { ...part.metadata, labels } })).toBeUndefined();
    objects = { 'workflows/w': workflow('Failed', { uid: 'w-1' }) };
    expect(await keeping(part)).toBeUndefined();
  });

  it('keep nothing that is not theirs: another uid, another group, or gone', async () => {
    objects = { 'workflows/w': workflow('Running', { uid: 'w-2' }) };
    expect(await keeping(owned(ref('Workflow', 'w', 'w-1')))).toBeUndefined();
    const foreign = { ...ref('Workflow', 'w', 'w-2'), apiVersion: 'example.com/v1' };
    expect(await keeping(owned(foreign))).toBeUndefined();
    objects = {};
    expect(await keeping(owned(ref('Workflow', 'w', 'w-1')))).toBeUndefined();
  });

  it('that are exempt keep all their parts, however far up they are', async () => {
    const run = live('agents.platform/v1', 'CodeRun', { phase: 'Succeeded' }, { uid: 'r-1', ...exempt });
    objects = {
      'workflows/w': workflow('Failed', { uid: 'w-1', ownerReferences: [ref('CodeRun', 'r', 'r-1')] }),
      'coderuns/r': run,
    };
    expect(await keeping(owned(ref('Workflow', 'w', 'w-1')))).toEqual({
      result: 'exempt',
      reason: 'is part of CodeRun r: preserve=true',
    });
  });

  it('that are exempt Jobs keep what they made, though they wait for nothing but their pods', async () => {
    const job = (phase: string, metadata: Partial<LiveMetadata> = {}) =>
      live('batch/v1', 'Job', { conditions: [{ type: phase, status: 'True' }] }, { uid: 'j-1', ...metadata });
    const made = {
      ...workflow('Failed'),
      metadata: { ...workflow('Failed').metadata, ownerReferences: [ref('Job', 'j', 'j-1')] },
    };
    objects = { 'jobs/j': job('Complete', exempt) };
    expect(await keeping(made)).toEqual({ result: 'exempt', reason: 'is part of Job j: preserve=true' });
    objects = { 'jobs/j': job('Started') };
    expect(await keeping(made)).toBeUndefined();
  });

  it('keep what is only stopped too where they are exempt, and record nothing of it', async () => {
    const part = owned(ref('Workflow', 'w', 'w-1'));
    const stopping = () => new Owners(local.client, policy, served).keeping(part, 'stop', now);
    objects = { 'workflows/w': workflow('Running', { uid: 'w-1', ...exempt }) };
    expect(await stopping()).toMatchObject({ result: 'exempt' });
    objects = { 'workflows/w': workflow('Running', { uid: 'w-1' }) };
    expect(await stopping()).toBeUndefined();
  });

  it('are looked at once for all their parts', async () => {
    objects = { 'workflows/w': workflow('Failed', { uid: 'w-1' }) };
    const owners = new Owners(local.client, policy, served);
    const part = owned(ref('Workflow', 'w', 'w-1'));
    await Promise.all(Array.from({ length: 10 }, () => owners.keeping(part, 'delete', now)));
    expect(local.server.requests).toHaveLength(1);
    await owners.keeping(part, 'delete', now, 0);
    expect(local.server.requests).toHaveLength(2);
  });

  it('may own one another, and are then asked no more than once each', async () => {
    objects = {
      'workflows/a': workflow('Failed', { uid: 'a-1', ownerReferences: [ref('Workflow', 'b', 'b-1')] }),
      'workflows/b': workflow('Failed', { uid: 'b-1', ownerReferences: [ref('Workflow', 'a', 'a-1')] }),
    };
    expect(await keeping(owned(ref('Workflow', 'a', 'a-1')))).toBeUndefined();
  });

  it('that run keep the work that is part of them, since they may still look at how it ended', async () => {
    objects = { 'coderuns/r': live('agents.platform/v1', 'CodeRun', { phase: 'Running' }, { uid: 'r-1' }) };
    const part = workflow('Succeeded', { ownerReferences: [ref('CodeRun', 'r', 'r-1')] });
    expect(await keeping(part)).toEqual({ result: 'unrecorded', reason: 'CodeRun r has not ended' });
    expect(await keeping(owned(ref('CodeRun', 'r', 'r-1')))).toMatchObject({ result: 'unrecorded' });
    // Whoever has a word of his own for an end would keep them for good.
    objects = { 'coderuns/r': live('agents.platform/v1', 'CodeRun', { phase: 'Cancelled' }, { uid: 'r-1' }) };
    expect(await keeping(part)).toBeUndefined();
    objects = {
      'coderuns/r': live('agents.platform/v1', 'CodeRun', { phase: 'Failed', completedAt: ago(hours) }, { uid: 'r-1' }),
    };
    expect(await keeping(part)).toBeUndefined();
  });

  describe('of what may be left behind', () => {
    const claim = (metadata: Partial<LiveMetadata>) => live('v1', 'PersistentVolumeClaim', {}, metadata);
    const remaining = (metadata: Partial<LiveMetadata>) =>
      new Owners(local.client, policy, served).remaining(claim(metadata));
    const [there, gone] = [ref('Workflow', 'there', 'w-1'), ref('Workflow', 'gone', 'w-0')];
    const label = (name: string) => ({ labels: { 'workflows.argoproj.io/workflow': name } });
    const ofRun = (name: string) => ({ labels: { 'cleanup.cto.dev/run': name } });

    beforeEach(() => {
      objects = {
        'workflows/there': workflow('Failed', { uid: 'w-1' }),
        'coderuns/there': live('agents.platform/v1', 'CodeRun', { phase: 'Running' }, { uid: 'r-1' }),
      };
    });

    it('are gone when each is: those that labels alone tell of, too', async () => {
      expect(await remaining({})).toBe('nothing says what it was made for');
      expect(await remaining({ ownerReferences: [gone] })).toBeUndefined();
      expect(await remaining({ ownerReferences: [gone, there] })).toBe('its owner is there');
      expect(await remaining(label('gone'))).toBeUndefined();
      expect(await remaining(label('there'))).toBe('its owner is there');
      expect(await remaining({ ownerReferences: [gone], ...label('there') })).toBe('its owner is there');
      expect(await remaining(ofRun('there'))).toBe('its owner is there');
      expect(await remaining(ofRun('gone'))).toBeUndefined();
      // Nobody looks at ReplicaSets: one is taken to be there.
      const replicaSet = { ...gone, apiVersion: 'apps/v1', kind: 'ReplicaSet' };
      expect(await remaining({ ownerReferences: [replicaSet] })).toBe('its owner is there');
    });

    it('may be runs of a kind that the policy does not look at: they are taken to be there', async () => {
      const docsRuns = { apiVersion: 'docs.platform/v1', kind: 'DocsRun', plural: 'docsruns' };
      const left = (rules: EffectivePolicy) =>
        new Owners(local.client, rules, [...served, docsRuns]).remaining(claim(ofRun('gone')));
      expect(await left(policy)).toBe(
        'it may be of a DocsRun gone, and the policy does not look at docsruns.docs.platform: name them in its dependents',
      );
      expect(await left({ ...policy, dependents: [docsRuns] })).toBeUndefined();
    });
  });
});
