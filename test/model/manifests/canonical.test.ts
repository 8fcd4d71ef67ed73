import fc from 'fast-check';
import { kindOf } from '../../../src/model/kinds/registry';
import { canonical, canonicalValue } from '../../../src/model/manifests/canonical';
import { InvalidValue } from '../../../src/model/values/problems';
import { troublesomeMap } from './trouble';

function render(apiVersion: string, kind: string, rest: Record<string, unknown>): Record<string, unknown> {
  const {
    apiVersion: _,
    kind: __,
    metadata,
    ...content
  } = canonical({ apiVersion, kind, metadata: { name: 'a' }, ...rest }, kindOf(apiVersion, kind));
  expect(metadata).toEqual({ name: 'a' });
  return content;
}

describe('quantities are canonical', () => {
  const given = { cpu: 2, memory: '1024Mi', 'nvidia.com/gpu': '1.0' };
  const rendered = { cpu: '2', memory: '1Gi', 'nvidia.com/gpu': '1' };

  test.each<[string, string, (resources: unknown) => Record<string, unknown>]>([
    ['v1', 'ResourceQuota', (hard) => ({ spec: { hard } })],
    ['v1', 'LimitRange', (max) => ({ spec: { limits: [{ type: 'Container', max, default: max, min: max }] } })],
    [
      'apps/v1',
      'Deployment',
      (limits) => ({
        spec: { template: { spec: { containers: [{ name: 'm', resources: { limits } }], overhead: limits } } },
      }),
    ],
    [
      'autoscaling.k8s.io/v1',
      'VerticalPodAutoscaler',
      (minAllowed) => ({ spec: { resourcePolicy: { containerPolicies: [{ containerName: '*', minAllowed }] } } }),
    ],
    [
      'argoproj.io/v1alpha1',
      'Workflow',
      (limits) => ({
        spec: { templates: [{ name: 't', container: { resources: { limits } }, steps: [[{ name: 's' }]] }] },
      }),
    ],
    [
      'argoproj.io/v1alpha1',
      'WorkflowTemplate',
      (requests) => ({ spec: { templates: [{ name: 't', script: { resources: { requests } } }] } }),
    ],
  ])('in %s %s', (apiVersion, kind, place) => {
    expect(render(apiVersion, kind, place(given))).toEqual(place(rendered));
  });

  test('wherever a metric or a volume holds one, but not in text beside it', () => {
    const target = (averageValue: unknown) => ({ type: 'AverageValue', averageValue });
    const metrics = (value: unknown) => ({ spec: { metrics: [{ type: 'Pods', pods: { target: target(value) } }] } });
    expect(render('autoscaling/v2', 'HorizontalPodAutoscaler', metrics('1000m'))).toEqual(metrics('1'));
    const data = { data: { memory: '1024Mi', cpu: '1000m' } };
    expect(render('v1', 'ConfigMap', data)).toEqual(data);
  });

  test('while text that is no quantity stays, for a template may fill it in', () => {
    const quota = { spec: { hard: { cpu: '{{cpu}}', memory: '80GB' } } };
    expect(render('v1', 'ResourceQuota', quota)).toEqual(quota);
  });

  test('and a number elsewhere stays a number', () => {
    expect(render('apps/v1', 'Deployment', { spec: { replicas: 3 } })).toEqual({ spec: { replicas: 3 } });
  });
});

describe('what is absent, empty and unordered', () => {
  test('fields without a value are dropped, empty maps, lists and strings are kept', () => {
    const spec = {
      a: null,
      b: undefined,
      c: {},
      d: [],
      e: '',
      f: 0,
      g: false,
      h: { i: null },
      j: [null, undefined, { k: null }],
    };
    expect(Object.keys(canonicalValue(spec) as object)).toEqual(['c', 'd', 'e', 'f', 'g', 'h', 'j']);
    expect(canonicalValue(spec)).toEqual({ c: {}, d: [], e: '', f: 0, g: false, h: {}, j: [null, null, {}] });
  });

  test('keys are sorted after apiVersion, kind and metadata', () => {
    const object = canonical({
      spec: { b: 1, a: { d: 1, c: 2 } },
      data: {},
      metadata: { namespace: 'n', name: 'a', labels: { z: '', b: '' } },
      kind: 'Foo',
      apiVersion: 'v1',
    });
    expect(JSON.stringify(object)).toBe(
      '{"apiVersion":"v1","kind":"Foo","metadata":{"labels":{"b":"","z":""},"name":"a","namespace":"n"},' +
        '"data":{},"spec":{"a":{"c":2,"d":1},"b":1}}',
    );
  });

  test('lists whose order means nothing are sorted, others keep their order', () => {
    const rules = [
      { verbs: ['watch', 'get'], resources: ['pods', 'jobs'], apiGroups: ['batch', ''] },
      { verbs: ['get'] },
    ];
    expect(render('rbac.authorization.k8s.io/v1', 'Role', { rules })).toEqual({
      rules: [{ verbs: ['get', 'watch'], resources: ['jobs', 'pods'], apiGroups: ['', 'batch'] }, { verbs: ['get'] }],
    });
    const hpa = { spec: { metrics: [{ type: 'Resource' }, { type: 'External' }] } };
    expect(render('autoscaling/v2', 'HorizontalPodAutoscaler', hpa)).toEqual(hpa);
    const pod = { spec: { containers: [{ name: 'b', args: ['z', 'a'] }, { name: 'a' }] } };
    expect(render('v1', 'Pod', pod)).toEqual(pod);
    const quota = { spec: { scopes: ['NotTerminating', 'BestEffort'] } };
    expect(render('v1', 'ResourceQuota', quota)).toEqual({ spec: { scopes: ['BestEffort', 'NotTerminating'] } });
  });
});

describe('what JSON over UTF-8 cannot hold is refused with its path', () => {
  class Agent {}
  test.each<[string, unknown, string]>([
    ['a date', new Date(0), '"Date"'],
    ['a map object', new Map(), '"Map"'],
    ['a class instance', new Agent(), '"Agent"'],
    ['NaN', Number.NaN, '"NaN"'],
    ['infinity', Number.NEGATIVE_INFINITY, '"-Infinity"'],
    ['a function', () => 1, '"() => 1"'],
    ['a bigint', 5n, '"5"'],
    ['a symbol', Symbol('s'), '"Symbol(s)"'],
    ['half a surrogate pair', '😀'.slice(0, 1), '"\\ud83d"'],
  ])('%s', (_, value, shown) => {
    const why = value === '😀'.slice(0, 1) ? 'it holds half a surrogate pair' : 'use strings, numbers, maps and lists';
    const error = `${shown} at spec.hard.cpu cannot be rendered: ${why}`;
    expect(() => render('v1', 'ResourceQuota', { spec: { hard: { cpu: value } } })).toThrow(InvalidValue);
    expect(() => render('v1', 'ResourceQuota', { spec: { hard: { cpu: value } } })).toThrow(error);
    expect(() => render('v1', 'Foo', { spec: { a: ['', [{ b: value }]] } })).toThrow(
      `${shown} at spec.a[1][0].b cannot`,
    );
    expect(() => canonicalValue(value)).toThrow(`${shown} at (the value itself) cannot be rendered`);
  });

  test('a key with half a surrogate pair', () => {
    expect(() => canonicalValue({ a: { '\udc00': 1 } })).toThrow('"\\udc00" at a.\udc00 cannot be rendered');
  });
});

describe('any object', () => {
  const deepFreeze = (value: unknown): unknown => {
    if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze);
    return value;
  };

  test('stays as it is, and its canonical form is its own canonical form', () => {
    const kind = kindOf('rbac.authorization.k8s.io/v1', 'Role');
    const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'a' } };
    fc.assert(
      fc.property(troublesomeMap, troublesomeMap, (spec, rest) => {
        const input = { ...rest, ...role, rules: [{ ...spec, verbs: ['b', 'a', 'b'] }] };
        const before = JSON.stringify(input);
        const once = canonical(deepFreeze(input) as Record<string, unknown>, kind);
        expect(JSON.stringify(input)).toBe(before);
        expect(JSON.stringify(canonical(once, kind))).toBe(JSON.stringify(once));
      }),
      { numRuns: 1_000 },
    );
  });

  test('keeps its own key __proto__, as a ConfigMap may hold one', () => {
    const data = canonicalValue(JSON.parse('{"__proto__": {"a": null, "b": 1}, "a": 1}'));
    expect(JSON.stringify(data)).toBe('{"__proto__":{"b":1},"a":1}');
  });

  test('may have no prototype', () => {
    expect(canonicalValue(Object.assign(Object.create(null), { a: 1 }))).toEqual({ a: 1 });
  });
});
