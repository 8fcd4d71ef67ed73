import { readFileSync } from 'node:fs';
import { ApiObject, App, Chart, JsonPatch, Testing } from 'cdk8s';
import { KubernetesObject, Namespace, ResourceQuota, StewardApp } from '../../../src';
import { documentsIn, type Loose, problemsOf, rendered } from '../render';

const hard = { pods: 5 };

describe('metadata', () => {
  it('holds exactly the given name, and nothing that was not asked for', () => {
    expect(rendered((scope) => new ResourceQuota(scope, 'q', { name: 'budget', namespace: 'agents', hard }))).toEqual({
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'budget', namespace: 'agents' },
      spec: { hard: { pods: '5' } },
    });
  });

  it('takes namespace and labels of the chart, its own labels first', () => {
    const chart = new Chart(new App(), 'prod', { namespace: 'agents', labels: { team: 'a', tier: 'x' } });
    new ResourceQuota(chart, 'q', { name: 'budget', labels: { team: 'b' }, hard });
    expect(Testing.synth(chart)[0].metadata).toEqual({
      name: 'budget',
      namespace: 'agents',
      labels: { team: 'b', tier: 'x' },
    });
  });

  it('never gives a cluster-scoped kind the namespace of the chart', () => {
    const chart = new Chart(new App(), 'prod', { namespace: 'agents' });
    new Namespace(chart, 'n', { name: 'other' });
    expect(Testing.synth(chart)[0].metadata.namespace).toBeUndefined();
  });

  it('has what is added after construction, in place of what was there', () => {
    const manifest = rendered((scope) => {
      const props = { name: 'budget', namespace: 'agents', labels: { team: 'a' }, hard };
      const quota = new ResourceQuota(scope, 'q', props);
      quota.metadata.addLabel('team', 'b');
      quota.metadata.addAnnotation('example.com/note', 'yes');
      quota.metadata.addFinalizers('example.com/wait');
      return quota;
    });
    expect(manifest.metadata).toEqual({
      name: 'budget',
      namespace: 'agents',
      labels: { team: 'b' },
      annotations: { 'example.com/note': 'yes' },
      finalizers: ['example.com/wait'],
    });
  });

  it('writes the sync wave as Argo CD reads it; an annotation given by hand wins', () => {
    const meta = { name: 'budget', namespace: 'agents', syncWave: -3, hard };
    const wave = 'argocd.argoproj.io/sync-wave';
    const annotations = (more: object) =>
      rendered((scope) => new ResourceQuota(scope, 'q', { ...meta, ...more })).metadata.annotations;
    expect(annotations({})).toEqual({ [wave]: '-3' });
    expect(annotations({ annotations: { [wave]: '7' } })).toEqual({ [wave]: '7' });
  });

  it.each<[string, object, string]>([
    ['a missing name', { name: undefined }, 'name is required: got undefined'],
    [
      'a name that is none',
      { name: 'My Quota' },
      'name "My Quota" is not a DNS-1123 subdomain: use a-z, 0-9, - and ., each part starting and ending with a letter or digit',
    ],
    [
      'a name that is too long',
      { name: 'a'.repeat(254) },
      `name ${`"${'a'.repeat(254)}`.slice(0, 117)}… is not a DNS-1123 subdomain: 254 characters, at most 253 are allowed`,
    ],
    [
      'no namespace',
      { namespace: undefined },
      'namespace is required: ResourceQuota is namespaced; set it here or on the chart',
    ],
    [
      'a namespace that is none',
      { namespace: 'a.b' },
      'namespace "a.b" is not a DNS-1123 label: use a-z, 0-9 and -, not at either end',
    ],
    [
      'a label key',
      { labels: { 'a b': 'x' } },
      'labels "a b" is not a key: use letters, digits, -, _ and ., starting and ending with a letter or digit, with an optional prefix/',
    ],
    [
      'a label value',
      { labels: { team: 'a b' } },
      'labels.team "a b" is not a label value: use empty, or letters, digits, -, _ and ., starting and ending with a letter or digit',
    ],
    [
      'an annotation key',
      { annotations: { '/x': 'y' } },
      'annotations "/x" is not a key: the part before / must be a DNS subdomain, e.g. example.com',
    ],
    ['an annotation value', { annotations: { a: true } }, 'annotations.a true is not a string: write it in quotes'],
    ['a wave in quotes', { syncWave: '1' }, 'syncWave "1" is out of range: use a whole number of at least -2147483648'],
    [
      'a value that YAML cannot hold',
      { labels: { a: new Date(0) } },
      `metadata cannot be rendered: can't render non-simple object of type 'Date'`,
    ],
  ])('reports %s', (_, change, problem) => {
    const props = { name: 'budget', namespace: 'agents', hard, ...change } as Loose;
    expect(problemsOf((scope) => new ResourceQuota(scope, 'q', props))).toEqual([`prod/q: ${problem}`]);
  });

  it('reports settings that are none', () => {
    expect(problemsOf((scope) => new ResourceQuota(scope, 'q', 'budget' as Loose))[0]).toBe(
      'prod/q: "budget" is no map of settings: write { name: … }',
    );
  });
});

describe('an ordinary cdk8s App', () => {
  function build(app: App): Chart {
    const chart = new Chart(app, 'prod', { namespace: 'agents' });
    new Namespace(chart, 'n', { name: 'agents' });
    new ResourceQuota(chart, 'q', { name: 'budget', hard: { 'requests.memory': '1024Mi', pods: 5 } });
    return chart;
  }

  it('renders the same objects as a StewardApp, each way there is', () => {
    const ours = new StewardApp();
    build(ours);
    const expected = documentsIn(ours.synthYaml());
    expect(expected).toHaveLength(2);

    expect(Testing.synth(build(new App()))).toEqual(expected);
    const app = new App();
    build(app);
    expect(documentsIn(app.synthYaml())).toEqual(expected);
    const onDisk = Testing.app();
    build(onDisk);
    onDisk.synth();
    expect(documentsIn(readFileSync(`${onDisk.outdir}/prod.k8s.yaml`, 'utf8'))).toEqual(expected);
  });

  it('throws all problems of all objects together, each with its path', () => {
    const chart = new Chart(new App(), 'prod');
    new ResourceQuota(chart, 'a', { name: 'a', namespace: 'agents', hard: { pods: -1 } });
    new ResourceQuota(chart, 'b', { name: 'B', hard });
    expect(() => Testing.synth(chart)).toThrow(
      [
        'Validation failed with the following errors:',
        '  [prod/a] hard.pods -1 is negative: a limit is 0 or more',
        '  [prod/b] name "B" is not a DNS-1123 subdomain: use a-z, 0-9, - and ., each part starting and ending with a letter or digit',
        '  [prod/b] namespace is required: ResourceQuota is namespaced; set it here or on the chart',
      ].join('\n'),
    );
  });

  it('has toJson throw them too, with the path', () => {
    const quota = new ResourceQuota(new Chart(new App(), 'prod'), 'a', { name: 'a', namespace: 'agents' });
    expect(() => quota.toJson()).toThrow('prod/a: hard is required: name at least one key, or workloads');
  });

  it('finds the object by ApiObject.of', () => {
    const quota = new ResourceQuota(new Chart(new App(), 'prod'), 'a', { name: 'a', namespace: 'agents', hard });
    expect(ApiObject.of(quota)).toBe(quota);
    expect(quota).toBeInstanceOf(ApiObject);
    expect([quota.apiVersion, quota.kind, quota.name]).toEqual(['v1', 'ResourceQuota', 'a']);
  });
});

describe('instanceof KubernetesObject', () => {
  const chart = new Chart(new App(), 'prod', { namespace: 'agents' });

  it.each<[string, unknown, boolean]>([
    ['ours', new ResourceQuota(chart, 'q', { name: 'a', hard }), true],
    ['a plain ApiObject', new ApiObject(chart, 'raw', { apiVersion: 'v1', kind: 'ConfigMap' }), false],
    ['a chart', chart, false],
    ['null', null, false],
    ['text', 'x', false],
  ])('holds for %s: %#', (_, value, expected) => {
    expect(value instanceof KubernetesObject).toBe(expected);
  });
});

describe('warnings', () => {
  it('are those of the settings and those added, without the path', () => {
    const chart = new Chart(new App(), 'prod', { namespace: 'agents' });
    const quota = new ResourceQuota(chart, 'q', { name: 'a', hard });
    quota.addWarning('mind the gap');
    expect(quota.warnings).toEqual(['mind the gap']);
  });
});

describe('addJsonPatch', () => {
  const quota = (...patches: JsonPatch[]) => {
    return rendered((scope) => {
      const made = new ResourceQuota(scope, 'q', { name: 'budget', namespace: 'agents', hard });
      made.addJsonPatch(...patches);
      return made;
    });
  };

  it('changes the object before it becomes canonical', () => {
    expect(quota(JsonPatch.add('/spec/hard/requests.memory', '2048Mi')).spec.hard).toEqual({
      pods: '5',
      'requests.memory': '2Gi',
    });
  });

  it('applies in order', () => {
    const patches = [
      JsonPatch.replace('/spec/hard/pods', '6'),
      JsonPatch.move('/spec/hard/pods', '/spec/hard/services'),
    ];
    expect(quota(...patches).spec.hard).toEqual({ services: '6' });
  });

  it('does not reach the settings', () => {
    const shared = { name: 'budget', namespace: 'agents', hard: { pods: 5 }, scopes: ['NotTerminating'] as const };
    const chart = new Chart(new App(), 'prod');
    const made = new ResourceQuota(chart, 'q', shared);
    made.addJsonPatch(JsonPatch.add('/spec/scopes/-', 'BestEffort'));
    expect(made.toJson().spec).toMatchObject({ scopes: ['BestEffort', 'NotTerminating'] });
    expect(shared.scopes).toEqual(['NotTerminating']);
    expect(made.toJson().spec).toMatchObject({ scopes: ['BestEffort', 'NotTerminating'] });
  });
});
