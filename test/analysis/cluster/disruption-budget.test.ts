import * as fc from 'fast-check';
import type { DisruptionBudget } from '../../../src/analysis/cluster/disruption-budget';
import { namespaceOf } from './model';

const pod = (name: string, labels: string) =>
  `{apiVersion: v1, kind: Pod, metadata: {name: ${name}, labels: ${labels}}, spec: {containers: [{name: a}]}}\n---\n`;

function budget(spec: string, manifests = ''): DisruptionBudget {
  const yaml = `${manifests}{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: a}, spec: {${spec}}}`;
  return namespaceOf(yaml).budgets[0]!;
}

describe('of healthy pods may go', () => {
  test.each<[string, number, number | undefined]>([
    ['minAvailable: 1', 3, 2],
    ['minAvailable: 3', 3, 0],
    ['minAvailable: 4', 3, 0],
    ['minAvailable: 50%', 3, 1],
    ['minAvailable: 1%', 1, 0],
    ['minAvailable: 99%', 100, 1],
    ['minAvailable: 100%', 100, 0],
    ['minAvailable: 0', 3, 3],
    ['minAvailable: 0%', 3, 3],
    ['maxUnavailable: 1', 3, 1],
    ['maxUnavailable: 5', 3, 3],
    ['maxUnavailable: 1%', 3, 1],
    ['maxUnavailable: 34%', 3, 2],
    ['maxUnavailable: 0', 3, 0],
    ['maxUnavailable: 0%', 3, 0],
    ['maxUnavailable: 1', 0, 0],
    ['', 3, 0],
    ['minAvailable: half', 3, undefined],
    ['minAvailable: -1', 3, undefined],
    ['maxUnavailable: "1"', 3, undefined],
    ['maxUnavailable: null, minAvailable: 1', 3, 2],
  ])('with {%s}, of %s: %s', (spec, replicas, allowed) => {
    expect(budget(spec).allowedAt(replicas)).toBe(allowed);
  });

  test('never fewer than none, nor more than there are; and never fewer with more pods', () => {
    const bound = fc.oneof(
      fc.nat(50).map(String),
      fc.integer({ min: 0, max: 100 }).map((share) => `${share}%`),
    );
    const field = fc.constantFrom('minAvailable', 'maxUnavailable');
    fc.assert(
      fc.property(field, bound, fc.nat(60), (name, value, replicas) => {
        const one = budget(`${name}: ${value}`);
        const [now, next] = [one.allowedAt(replicas)!, one.allowedAt(replicas + 1)!];
        return now >= 0 && now <= replicas && next >= now;
      }),
      { numRuns: 200 },
    );
  });
});

describe('a budget protects', () => {
  const pods = pod('a', '{app: api, tier: web}') + pod('b', '{app: api}') + pod('c', '{}');

  test.each([
    ['selector: {matchLabels: {app: api}}', ['a', 'b']],
    ['selector: {matchLabels: {app: api, tier: web}}', ['a']],
    ['selector: {matchLabels: {app: web}}', []],
    ['selector: {matchExpressions: [{key: tier, operator: Exists}]}', ['a']],
    ['selector: {matchLabels: {app: api}, matchExpressions: [{key: tier, operator: DoesNotExist}]}', ['b']],
    ['selector: {matchExpressions: [{key: app, operator: NotIn, values: [api]}]}', ['c']],
    ['selector: {}', ['a', 'b', 'c']],
    ['minAvailable: 1', []],
    ['selector: null', []],
    ['selector: {matchExpressions: [{key: app, operator: Like, values: [api]}]}', []],
  ])('with %s: %j', (spec, names) => {
    expect(budget(spec, pods).protects.map(({ object }) => object.name)).toEqual(names);
  });

  test('everything only with a selector that asks for nothing', () => {
    expect(budget('selector: {}').selectsEverything).toBe(true);
    expect(budget('selector: {matchLabels: {}}').selectsEverything).toBe(true);
    expect(budget('selector: {matchLabels: {a: b}}').selectsEverything).toBe(false);
    expect(budget('').selectsEverything).toBe(false);
  });
});
