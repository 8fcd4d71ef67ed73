import * as fc from 'fast-check';
import { isPlaceholder } from '../../../../../src/analysis/cluster/placeholder';
import { readPolicy } from '../../../../../src/model/policy/policy-file';
import { found } from '../../../checked';
import { argo, defaults, policyMap, sweep } from './policies';

const rule = 'POL-INVALID';
const good = `
name: team
rules: [{name: one, apiVersion: v1, kind: Pod, namespaces: [team], keep: {Failed: {for: 3d}}}]
`;
const place =
  'ConfigMap/cleanup-policy data[policy.yaml]: ConfigMap steward-system/cleanup-policy holds no retention policy';

test('a policy that can be read is fine', () => {
  expect(found(rule, policyMap(good))).toEqual([]);
});

test('what is wrong is told with its place in the text', () => {
  expect(found(rule, policyMap(good.replace('3d', '3 days')))).toEqual([
    `error ${place}: policy.yaml:2:89: rules[0].keep.Failed.for "3 days" is not a duration: write e.g. 90s, 15m, 1h30m, 7d, or a number of seconds`,
  ]);
  expect(found(rule, policyMap('name: a\nrules: []\nmore: 1'))).toEqual([`error ${place}: 2 problems`]);
});

test.each([
  ['no YAML', 'name: [', /policy.yaml:2:1: Flow sequence in block collection must .* end with a \]/],
  ['nested without end', `name: ${'['.repeat(50_000)}${']'.repeat(50_000)}`, /nested deeper than 200 levels/],
  [
    'aliases without bound',
    `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefgh'].map((to, index) => `${to}: &${to} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(',')}]`).join('\n')}`,
    /policy.yaml:1:1: Excessive alias count/,
  ],
  [
    'two documents',
    `${good.trim()}\n---\n${good.trim()}`,
    /policy.yaml:3:1: cannot be read: a second document begins, and a retention policy is one$/,
  ],
])('a text that is %s is told, and nothing breaks', (_, text, why) => {
  const [line, ...more] = found(rule, policyMap(text));
  expect(more).toEqual([]);
  expect(line).toMatch(/^error /);
  expect(line).toMatch(why);
});

test('a text that is too long for a ConfigMap is not read', () => {
  expect(found(rule, policyMap(`name: a # ${'x'.repeat(2 ** 20)}`))).toEqual([
    `error ${place}: policy.yaml is larger than a ConfigMap may be`,
  ]);
});

test('without the key it is a warning, without the label nothing', () => {
  const map = (labels: string, data: string) =>
    `{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: b, labels: {${labels}}}, data: {${data}}}`;
  const label = 'cdk8s-steward.dev/policy: team';
  expect(found(rule, map(label, 'other.yaml: "name: a"'))).toEqual([
    'warning ConfigMap/a data[policy.yaml]: ConfigMap b/a holds no retention policy: there is no text under policy.yaml',
  ]);
  expect(found(rule, map('', 'policy.yaml: "name: a"'))).toEqual([]);
  expect(found(rule, map(label, 'policy.yaml: "name: ${TEAM}"'))).toEqual([]);
});

test('whatever stands in a policy, the check ends, and tells it or takes it', () => {
  const fields = [
    'name',
    'rules',
    'timeZone',
    'exemptions',
    'holdWindows',
    'legalHolds',
    'budgets',
    'archive',
    'other',
  ];
  const ofRule = ['name', 'kind', 'namespaces', 'selector', 'keep', 'managed', 'budget'];
  const change = (names: readonly string[]) => fc.dictionary(fc.constantFrom(...names), fc.jsonValue({ maxDepth: 3 }));
  const others =
    sweep() + argo('ttlStrategy: {secondsAfterCompletion: 60}') + defaults('podGC: {strategy: OnPodCompletion}');
  const only = { name: 'one', apiVersion: 'v1', kind: 'Pod', namespaces: ['team'], keep: { Failed: { for: '3d' } } };
  fc.assert(
    fc.property(change(fields), change(ofRule), (changed, inRule) => {
      const text = JSON.stringify({ name: 'team', rules: [{ ...only, ...inRule }], ...changed });
      const { problems } = readPolicy(text, 'policy.yaml');
      expect(found(rule, policyMap(text) + others)).toHaveLength(problems.length > 0 && !isPlaceholder(text) ? 1 : 0);
    }),
    { numRuns: 200 },
  );
});
