import { InvalidValue, describe as line, Problems, quote } from '../../../src/model/values/problems';
import { Quantity } from '../../../src/model/values/quantity';

describe('collecting problems', () => {
  test('nests the paths of properties and list items, and all collectors report into one', () => {
    const problems = Problems.none();
    const containers = problems.at('spec').at('containers');
    containers.at(0).report('image', 'is required');
    containers.report(1, 'is empty');
    containers.at(2).at('limits').invalid('cpu', '2x', 'is no quantity');
    problems.report('', 'has no name');
    containers.report('', 'are too many');
    expect(containers.at(0).all).toBe(problems.all);
    expect(problems.all).toEqual([
      { property: 'spec.containers[0].image', message: 'is required' },
      { property: 'spec.containers[1]', message: 'is empty' },
      { property: 'spec.containers[2].limits.cpu', message: '"2x" is no quantity' },
      { property: '', message: 'has no name' },
      { property: 'spec.containers', message: 'are too many' },
    ]);
  });

  test('reads what is right, records what is wrong and goes on', () => {
    const problems = Problems.none();
    const hard = problems.at('hard');
    expect(hard.read('cpu', '2', Quantity.parse)?.toString()).toBe('2');
    expect(hard.read('memory', '80GB', Quantity.parse)).toBeUndefined();
    expect(hard.read('pods', 'many', Quantity.parse)).toBeUndefined();
    expect(problems.all.map(line)).toEqual([
      'hard.memory "80GB" is not a quantity: GB is no suffix; use 80Gi (binary) or 80G (decimal)',
      'hard.pods "many" is not a quantity: write a number with an optional suffix, e.g. 500m, 2, 80Gi',
    ]);
  });

  test('reads what is absent as absent, without asking the parser', () => {
    const problems = Problems.none();
    const parse = jest.fn();
    expect(problems.read('cpu', undefined, parse)).toBeUndefined();
    expect(problems.read('cpu', null, parse)).toBeUndefined();
    expect(parse).not.toHaveBeenCalled();
    expect(problems.all).toEqual([]);
  });

  test('lets errors pass that are no bad value, since they are ours', () => {
    const broken = (): never => {
      throw new TypeError('broken');
    };
    const problems = Problems.none();
    expect(() => problems.read('cpu', '2', broken)).toThrow(TypeError);
    expect(problems.all).toEqual([]);
  });

  test('keeps warnings apart from problems', () => {
    const problems = Problems.none();
    problems.at('tiers').at(0).warn('share', 'is unused');
    expect(problems.all).toEqual([]);
    expect(problems.warnings).toEqual([{ property: 'tiers[0].share', message: 'is unused' }]);
  });
});

test.each<[unknown, string]>([
  ['a "b"', '"a \\"b\\""'],
  [Number.NaN, 'NaN'],
  [-0.5, '-0.5'],
  [5n, '"5"'],
  [undefined, 'undefined'],
  [null, 'null'],
  [['a', 1], '["a",1]'],
])('the value %p is shown as %s', (value, shown) => {
  expect(quote(value)).toBe(shown);
  expect(new InvalidValue(value, 'is bad').message).toBe(`${shown} is bad`);
});

test('a long value is cut in a message', () => {
  expect(quote('x'.repeat(500))).toBe(`"${'x'.repeat(116)}…`);
  expect(quote('x'.repeat(118))).toHaveLength(120);
});

test('a problem of the object as a whole is a line without a property', () => {
  expect(line({ property: '', message: 'has no name' })).toBe('has no name');
});
