import * as fc from 'fast-check';
import { widestFanOut } from '../../../../src/analysis/cluster/argo/workflow-width';
import { formatPath } from '../../../../src/analysis/findings/finding';
import { objectOf } from '../model';

interface Call {
  readonly template?: string;
  readonly [field: string]: unknown;
}

interface Template {
  readonly name?: string;
  readonly [field: string]: unknown;
}

const pod = { name: 'pod', container: {} };
const big = { name: 'big', container: {} };
const steps = (name: string, groups: readonly (readonly Call[])[], more: object = {}) => ({
  name,
  steps: groups,
  ...more,
});
const dag = (name: string, ...tasks: Call[]) => ({
  name,
  dag: { tasks: tasks.map((task) => ({ template: 'pod', ...task })) },
});
const call = (template: string, more: object = {}): Call => ({ name: template, template, ...more });

/** How wide a workflow of these templates gets, from the last one on. */
function width(templates: readonly Template[], spec: object = {}) {
  const whole = { entrypoint: templates.at(-1)?.name, templates: [pod, big, ...templates], ...spec };
  const { count, pods, field } = widestFanOut(objectOf({ spec: whole }).field('spec'));
  return { count, pods: Object.fromEntries(pods), path: formatPath(field.path) };
}

const count = (templates: readonly Template[], spec: object = {}) => width(templates, spec).count;

describe('steps', () => {
  test('of one group run together, and groups one after the other', () => {
    const all = steps('all', [[call('pod')], [call('pod'), call('pod'), call('big')], [call('big')]]);
    expect(width([all])).toEqual({ count: 3, pods: { pod: 2, big: 1 }, path: 'spec.templates[2].steps[1]' });
  });

  test('may be whole templates', () => {
    const inner = steps('inner', [[call('pod'), call('pod')]]);
    expect(count([inner, steps('all', [[call('inner'), call('pod')]])])).toBe(3);
  });

  test('may be written in place', () => {
    expect(count([steps('all', [[{ name: 'a', inline: { container: {} }, withItems: [1, 2] }]])])).toBe(2);
  });

  test('of nothing run nothing', () => {
    expect([count([steps('all', [])]), count([steps('all', [[]])])]).toEqual([0, 0]);
  });

  test.each([[{ suspend: {} }], [{ http: {} }]])('%j runs no pod', (content) => {
    expect(count([{ name: 'wait', ...content }, steps('all', [[call('wait'), call('pod')]])])).toBe(1);
  });

  test.each([
    ['a template of another object', { templateRef: { name: 'x', template: 'y' } }],
    ['a template that is not there', { template: 'missing' }],
    ['none', {}],
  ])('that call %s make it unknown', (_, one) => {
    expect(count([steps('all', [[{ name: 'a', ...one }, call('pod')]])])).toBeUndefined();
  });
});

describe('loops', () => {
  test.each<[object, number | undefined]>([
    [{ withItems: [1, 2, 3] }, 3],
    [{ withItems: [] }, 0],
    [{ withItems: '{{x}}' }, undefined],
    [{ withParam: '{{x}}' }, undefined],
    [{ withParam: '[1, 2]' }, undefined],
    [{ withSequence: { count: 4 } }, 4],
    [{ withSequence: { count: '4' } }, 4],
    [{ withSequence: { count: '{{x}}' } }, undefined],
    [{ withSequence: { count: -4 } }, undefined],
    [{ withSequence: { start: 3, end: 5 } }, 3],
    [{ withSequence: { start: '5', end: '3' } }, 3],
    [{ withSequence: { end: 3 } }, 4],
    [{ withSequence: { start: '{{x}}', end: 3 } }, undefined],
    [{ withSequence: { start: 3 } }, undefined],
  ])('%j: %s', (loop, expected) => {
    expect(count([steps('all', [[call('pod', loop)]])])).toBe(expected);
  });

  test('inside loops multiply, and the loop is the place', () => {
    const inner = steps('inner', [[call('pod', { withItems: [1, 2] })]]);
    expect(width([inner, steps('all', [[call('inner', { withItems: [1, 2, 3] })]])])).toEqual({
      count: 6,
      pods: { pod: 6 },
      path: 'spec.templates[3].steps[0][0]',
    });
  });

  test('beyond all counting are unknown', () => {
    const nested = Array.from({ length: 40 }, (_, level) =>
      steps(`n${level}`, [
        [call(level === 0 ? 'pod' : `n${level - 1}`, { withSequence: { count: '999999999999999' } })],
      ]),
    );
    expect(count(nested)).toBeUndefined();
    expect(count(nested, { parallelism: 3 })).toBe(3);
  });
});

describe('a graph', () => {
  test('runs together what is equally far from its start', () => {
    const chain = dag('all', { name: 'a' }, { name: 'b', depends: 'a' }, { name: 'c', dependencies: ['b'] });
    expect(count([chain])).toBe(1);
    const fork = dag(
      'all',
      { name: 'a' },
      { name: 'b', depends: 'a.Succeeded' },
      { name: 'c', depends: 'a && a' },
      { name: 'd', depends: '(b || c.Failed) && !a.Skipped' },
    );
    expect(width([fork])).toEqual({ count: 2, pods: { pod: 2 }, path: 'spec.templates[2].dag.tasks' });
  });

  test('leaves out what never starts', () => {
    expect(count([dag('all', { name: 'a', depends: 'b' }, { name: 'b', depends: 'a' }, { name: 'c' })])).toBe(1);
    expect(count([dag('all', { name: 'a', depends: 'missing' }, { name: 'c' })])).toBe(1);
    expect(count([dag('all', { name: 'a', depends: 'a' })])).toBe(0);
  });

  test('of thousands of tasks in a row is read at once', () => {
    const tasks = Array.from({ length: 20_000 }, (_, index) => ({
      name: `t${index}`,
      depends: index === 0 ? '' : `t${index - 1}`,
    }));
    const start = performance.now();
    expect(count([dag('all', ...tasks)])).toBe(1);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

describe('templates that call each other', () => {
  test('in a circle are unknown, but what bounds them is known', () => {
    const self = steps('all', [[call('all'), call('pod')]]);
    expect(count([self])).toBeUndefined();
    expect(count([self], { parallelism: 3 })).toBe(3);
    expect(count([steps('a', [[call('b')]]), steps('b', [[call('a')]])])).toBeUndefined();
  });

  test('deeper than Argo follows are unknown, not the end of the check', () => {
    const chain = (length: number) =>
      Array.from({ length }, (_, level) => steps(`n${level}`, [[call(level === 0 ? 'pod' : `n${level - 1}`)]]));
    expect(count(chain(90))).toBe(1);
    expect(count(chain(20_000))).toBeUndefined();
  });

  test('again and again are looked at once', () => {
    const twice = Array.from({ length: 40 }, (_, level) => {
      const inner = level === 0 ? 'pod' : `n${level - 1}`;
      return steps(`n${level}`, [[call(inner)], [call(inner)]]);
    });
    expect(count(twice)).toBe(1);
  });
});

describe('parallelism', () => {
  const five = steps('all', [[call('pod', { withItems: [1, 2, 3, 4, 5] })]]);

  test.each([
    [3, 3, 'spec.parallelism'],
    [5, 5, 'spec.templates[2].steps[0][0]'],
    [9, 5, 'spec.templates[2].steps[0][0]'],
    [0, 0, 'spec.parallelism'],
    ['{{x}}', 5, 'spec.templates[2].steps[0][0]'],
  ])('of the workflow %s leaves %s', (parallelism, expected, path) => {
    expect(width([five], { parallelism })).toEqual({ count: expected, pods: { pod: 5 }, path });
  });

  test.each([
    [3, 3],
    [9, 5],
    [0, 5],
    [-1, 5],
  ])('of a template %s leaves %s', (parallelism, expected) => {
    expect(count([{ ...five, parallelism }])).toBe(expected);
  });

  test('of a template bounds what it calls, not the pods of these', () => {
    const inner = steps('inner', [[call('pod'), call('pod'), call('pod')]]);
    const all = steps('all', [[call('inner', { withItems: [1, 2, 3, 4] }), call('pod')]], { parallelism: 2 });
    expect(width([inner, all])).toEqual({ count: 6, pods: { pod: 7 }, path: 'spec.templates[3].parallelism' });
  });

  test('bounds what parameters decide', () => {
    const all = steps('all', [[call('pod', { withParam: '{{x}}' })]], { parallelism: 4 });
    expect(width([all])).toEqual({ count: 4, pods: { pod: 4 }, path: 'spec.templates[2].parallelism' });
    expect(count([steps('all', [[{ templateRef: {} }]], { parallelism: 4 })])).toBeUndefined();
  });

  test('of templates at every level', () => {
    const inner = steps('inner', [[call('pod', { withParam: '{{x}}' })]], { parallelism: 3 });
    const all = steps('all', [[call('inner', { withParam: '{{x}}' })]], { parallelism: 2 });
    expect(count([inner, all])).toBe(6);
    expect(count([inner, all], { parallelism: 5 })).toBe(5);
  });
});

describe('without an entrypoint', () => {
  test('nothing is known but the bound', () => {
    expect(count([], { entrypoint: undefined })).toBeUndefined();
    expect(count([], { entrypoint: undefined, parallelism: 2 })).toBe(2);
    expect(count([{ container: {} }], { entrypoint: undefined })).toBeUndefined();
  });
});

test('no text of a workflow makes it throw, or count what is no number', () => {
  const loop = fc.oneof(
    fc.constant({}),
    fc.record({ withItems: fc.array(fc.nat()) }),
    fc.record({ withSequence: fc.record({ count: fc.oneof(fc.integer(), fc.jsonValue()) }) }),
    fc.constant({ withParam: 'x' }),
  );
  const name = fc.constantFrom('a', 'b', 'c', 'pod', undefined, '__proto__');
  const one = fc
    .tuple(name, loop, name)
    .map(([template, repeated, depends]) => ({ name: template, template, depends, ...repeated }));
  const parallelism = fc.oneof(fc.constant(undefined), fc.integer({ max: 9 }), fc.jsonValue());
  const template = fc.record({
    name,
    parallelism,
    steps: fc.oneof(fc.constant(undefined), fc.array(fc.array(one, { maxLength: 3 }), { maxLength: 3 })),
    dag: fc.oneof(fc.constant(undefined), fc.record({ tasks: fc.array(one, { maxLength: 4 }) })),
  });
  fc.assert(
    fc.property(fc.array(template, { maxLength: 5 }), name, parallelism, (templates, entrypoint, most) => {
      const spec = objectOf({ spec: { templates: [...templates, pod], entrypoint, parallelism: most } }).field('spec');
      const found = widestFanOut(spec);
      return found.count === undefined || (Number.isSafeInteger(found.count) && found.count >= 0);
    }),
    { numRuns: 1000 },
  );
});
