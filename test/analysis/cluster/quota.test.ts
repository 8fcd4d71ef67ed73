import type { PodTemplate } from '../../../src/analysis/cluster/pod-template';
import { chargeKey, Quota } from '../../../src/analysis/cluster/quota';
import { formatPath } from '../../../src/analysis/findings/finding';
import { Quantity } from '../../../src/model/values/quantity';
import { objectOf, text, workloadOf } from './model';

function quota(hard: object, scopes: object = {}): Quota {
  return new Quota(objectOf({ kind: 'ResourceQuota', spec: { hard, ...scopes } }));
}

function charge(amounts: Readonly<Record<string, string | number>>) {
  return Object.fromEntries(Object.entries(amounts).map(([key, amount]) => [key, Quantity.parse(amount)]));
}

const short = (one: Quota, amounts: Readonly<Record<string, string | number>>) =>
  one.shortfalls(charge(amounts)).map(({ key, hard, needed, field }) => {
    return `${key} ${formatPath(field.path)}: ${needed} > ${hard}`;
  });

describe('keys', () => {
  test.each([
    ['cpu', 'requests.cpu'],
    ['memory', 'requests.memory'],
    ['ephemeral-storage', 'requests.ephemeral-storage'],
    ['count/pods', 'pods'],
    ['limits.cpu', 'limits.cpu'],
    ['count/jobs.batch', 'count/jobs.batch'],
  ])('%s is charged as %s', (key, charged) => {
    expect(chargeKey(key)).toBe(charged);
  });

  test.each([
    [{ cpu: '2', 'requests.cpu': '3' }, 'spec.hard.cpu', '2'],
    [{ 'requests.cpu': '2', cpu: '3' }, 'spec.hard[requests.cpu]', '2'],
    [{ cpu: '2', 'requests.cpu': '2000m' }, 'spec.hard.cpu', '2'],
  ])('of %j the tightest spelling holds', (hard, path, amount) => {
    const one = quota(hard);
    expect(text(one.hard)).toEqual({ 'requests.cpu': amount });
    expect(formatPath(one.field('requests.cpu').path)).toBe(path);
  });

  test('that every container must state are those of CPU and memory, however they are spelt', () => {
    const hard = {
      cpu: '1',
      'limits.memory': '1',
      pods: '1',
      'requests.nvidia.com/gpu': '1',
      'ephemeral-storage': '1',
    };
    expect(quota(hard).mustState).toEqual(['requests.cpu', 'limits.memory']);
  });
});

describe('a charge', () => {
  test('that is as large as the quota fits, and no thousandth more', () => {
    expect(short(quota({ cpu: '2' }), { 'requests.cpu': '2000m' })).toEqual([]);
    expect(short(quota({ cpu: '2' }), { 'requests.cpu': '2001m' })).toEqual(['cpu spec.hard.cpu: 2001m > 2']);
  });

  test('is compared with pods and count/pods alike', () => {
    expect(short(quota({ 'count/pods': '2', pods: '3' }), { pods: 3 })).toEqual([
      'count/pods spec.hard[count/pods]: 3 > 2',
    ]);
  });

  test('is not compared with what only claims and other objects count', () => {
    expect(short(quota({ 'count/jobs.batch': '0', persistentvolumeclaims: '0' }), { pods: 3 })).toEqual([]);
  });
});

describe('what fits', () => {
  test.each<[object, Record<string, string>, Record<string, string>, number | undefined]>([
    [{ cpu: '2', pods: '10' }, { 'requests.cpu': '500m', pods: '1' }, {}, 4],
    [{ cpu: '2', pods: '3' }, { 'requests.cpu': '500m', pods: '1' }, {}, 3],
    [{ cpu: '2', 'count/pods': '3' }, { 'requests.cpu': '500m', pods: '1' }, {}, 3],
    [{ pods: '5', 'count/pods': '3' }, { pods: '1' }, { pods: '1' }, 2],
    [{ 'count/pods': '5', pods: '3' }, { pods: '1' }, { pods: '1' }, 2],
    [{ cpu: '2' }, { 'requests.cpu': '500m' }, { 'requests.cpu': '1750m' }, 0],
    [{ cpu: '2' }, { 'requests.cpu': '500m' }, { 'requests.cpu': '9' }, 0],
    [{ cpu: '0' }, { 'requests.cpu': '500m' }, {}, 0],
    [{ 'limits.cpu': '2' }, { 'requests.cpu': '500m' }, {}, undefined],
    [{ cpu: '2' }, { 'requests.cpu': '0' }, {}, undefined],
    [{}, { 'requests.cpu': '1' }, {}, undefined],
  ])('%j holds of %j beside %j: %s', (hard, each, others, fit) => {
    expect(quota(hard).fit(charge(each), charge(others))).toBe(fit);
  });
});

test('a quota with a limit that is no amount is not readable, and keeps the others', () => {
  const one = quota({ cpu: '2 cores', memory: '1Gi', pods: -1 });
  expect([one.isReadable, text(one.hard)]).toEqual([false, { 'requests.memory': '1Gi' }]);
});

describe('scopes', () => {
  function pod(spec: string): PodTemplate {
    return workloadOf(`{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: a}], ${spec}}}`)
      .templates[0]!;
  }
  const requests = 'resources: {requests: {cpu: "1"}}';
  const affinity = (term: string) =>
    `affinity: {podAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{podAffinityTerm: ${term}}]}}`;

  test.each([
    ['Terminating', 'activeDeadlineSeconds: 5', true],
    ['Terminating', '', false],
    ['NotTerminating', 'activeDeadlineSeconds: 5', false],
    ['NotTerminating', '', true],
    ['BestEffort', '', true],
    ['BestEffort', requests, false],
    ['NotBestEffort', requests, true],
    ['NotBestEffort', '', false],
    ['PriorityClass', 'priorityClassName: high', true],
    ['PriorityClass', '', false],
    ['CrossNamespacePodAffinity', affinity('{namespaces: [other]}'), true],
    ['CrossNamespacePodAffinity', affinity('{namespaceSelector: {}}'), true],
    ['CrossNamespacePodAffinity', affinity('{topologyKey: zone}'), false],
    ['VolumeAttributesClass', '', false],
    ['Unheard', '', false],
  ])('%s of a pod with %s: %s, in either form', (name, spec, isCovered) => {
    expect(quota({}, { scopes: [name] }).covers(pod(spec))).toBe(isCovered);
    const scopeSelector = { matchExpressions: [{ scopeName: name, operator: 'Exists' }] };
    expect(quota({}, { scopeSelector }).covers(pod(spec))).toBe(isCovered);
  });

  test.each([
    ['In', ['high', 'low'], 'high', true],
    ['In', ['low'], 'high', false],
    ['In', ['low'], '', false],
    ['NotIn', ['low'], 'high', true],
    ['NotIn', ['high'], 'high', false],
    ['NotIn', ['high'], '', true],
    ['DoesNotExist', [], '', true],
    ['DoesNotExist', [], 'high', false],
  ])('PriorityClass %s %j of "%s": %s', (operator, values, name, isCovered) => {
    const scopeSelector = { matchExpressions: [{ scopeName: 'PriorityClass', operator, values }] };
    expect(quota({}, { scopeSelector }).covers(pod(name === '' ? '' : `priorityClassName: ${name}`))).toBe(isCovered);
  });

  test('must all hold, those of both forms', () => {
    const scopeSelector = { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: ['high'] }] };
    const one = quota({}, { scopes: ['NotBestEffort'], scopeSelector });
    expect(one.covers(pod(`${requests}, priorityClassName: high`))).toBe(true);
    expect(one.covers(pod(requests))).toBe(false);
    expect(one.covers(pod('priorityClassName: high'))).toBe(false);
  });

  test('none counts every pod', () => {
    expect(quota({}).covers(pod(''))).toBe(true);
  });
});
