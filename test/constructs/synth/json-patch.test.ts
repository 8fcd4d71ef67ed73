import { App, Chart, JsonPatch } from 'cdk8s';
import { ResourceQuota } from '../../../src';
import { type Loose, problemsOf } from '../render';

const props = { name: 'budget', namespace: 'agents', hard: { pods: 5 } };

it('keeps a field that no schema knows', () => {
  const quota = new ResourceQuota(new Chart(new App(), 'prod'), 'q', props);
  quota.addJsonPatch(JsonPatch.add('/spec/future', { a: [1] }), JsonPatch.add('/metadata/labels', { 'a/b': 'c' }));
  quota.addJsonPatch(JsonPatch.copy('/metadata/labels/a~1b', '/spec/copied'), JsonPatch.test('/spec/copied', 'c'));
  expect(quota.toJson()).toMatchObject({
    metadata: { labels: { 'a/b': 'c' } },
    spec: { future: { a: [1] }, copied: 'c' },
  });
});

it.each<[string, JsonPatch, string]>([
  [
    'removes what is not there',
    JsonPatch.remove('/spec/typo'),
    '{"op":"remove","path":"/spec/typo"} is a JSON patch that matches nothing: there is no /spec/typo',
  ],
  [
    'replaces what is not there',
    JsonPatch.replace('/spec/hard/services', '1'),
    '{"op":"replace","path":"/spec/hard/services","value":"1"} is a JSON patch that matches nothing: there is no /spec/hard/services',
  ],
  [
    'adds below what is not there',
    JsonPatch.add('/spec/a/b', 1),
    '{"op":"add","path":"/spec/a/b","value":1} is a JSON patch that matches nothing: there is no /spec/a',
  ],
  [
    'adds below what is no map',
    JsonPatch.add('/kind/x', 1),
    '{"op":"add","path":"/kind/x","value":1} is a JSON patch that matches nothing: there is no /kind',
  ],
  [
    'moves what is not there',
    JsonPatch.move('/spec/from', '/spec/to'),
    '{"op":"move","from":"/spec/from","path":"/spec/to"} is a JSON patch that matches nothing: there is no /spec/from',
  ],
  [
    'copies what every JavaScript object has',
    JsonPatch.copy('/spec/constructor', '/spec/to'),
    '{"op":"copy","from":"/spec/constructor","path":"/spec/to"} is a JSON patch that matches nothing: there is no /spec/constructor',
  ],
  [
    'expects another value',
    JsonPatch.test('/spec/hard/pods', '6'),
    '{"op":"test","path":"/spec/hard/pods","value":"6"} is a JSON patch that cannot be applied: Test operation failed',
  ],
  [
    'is none',
    { op: 'remove', path: '/spec' } as Loose,
    '{"op":"remove","path":"/spec"} is no JSON patch: make it with JsonPatch.add, remove, replace, …',
  ],
])('reports a patch that %s', (_, patch, problem) => {
  const build = (scope: Chart) => new ResourceQuota(scope, 'q', props).addJsonPatch(patch);
  expect(problemsOf(build)).toEqual([`prod/q: ${problem}`]);
});
