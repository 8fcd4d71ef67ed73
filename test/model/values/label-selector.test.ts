import fc from 'fast-check';
import {
  type LabelRequirement,
  type LabelSelector,
  readLabelSelector,
  selectorMatches,
  selectsEverything,
} from '../../../src/model/values/label-selector';
import { describe as line, Problems } from '../../../src/model/values/problems';

function problemsOf(selector: unknown): string[] {
  const problems = Problems.none();
  readLabelSelector(selector as LabelSelector, problems.at('selector'));
  return problems.all.map(line);
}

const matches = (requirement: LabelRequirement, labels: Record<string, string>) =>
  selectorMatches({ matchExpressions: [requirement] }, labels);

describe('reading a label selector', () => {
  test('keeps what is right, and leaves out empty parts', () => {
    const selector = {
      matchLabels: { app: 'agent' },
      matchExpressions: [{ key: 'tier', operator: 'Exists' as const }],
    };
    expect(readLabelSelector(selector, Problems.none())).toEqual(selector);
    expect(readLabelSelector({ matchLabels: {}, matchExpressions: [] }, Problems.none())).toEqual({});
  });

  test('reports every problem with its path', () => {
    const found = problemsOf({
      matchLabels: { 'a b': 'x', app: 'a b' },
      matchExpressions: [
        { key: 'tier', operator: 'Is', values: ['a'] },
        { key: 'tier', operator: 'In' },
        { key: 'tier', operator: 'NotIn', values: ['ok', 'a b'] },
        { key: '-', operator: 'Exists', values: ['a'] },
        { key: 'tier', operator: 'DoesNotExist', values: [] },
      ],
    });
    expect(found).toEqual([
      expect.stringMatching(/^selector\.matchLabels "a b" is not a key/),
      expect.stringMatching(/^selector\.matchLabels\.app "a b" is not a label value/),
      'selector.matchExpressions[0].operator "Is" is no operator: use one of In, NotIn, Exists, DoesNotExist',
      'selector.matchExpressions[1].values is required with In',
      expect.stringMatching(/^selector\.matchExpressions\[2\]\.values\[1\] "a b" is not a label value/),
      expect.stringMatching(/^selector\.matchExpressions\[3\]\.key "-" is not a key/),
      'selector.matchExpressions[3].values ["a"] is not allowed with Exists: leave it out',
    ]);
  });
});

describe('matching', () => {
  test.each<[LabelRequirement['operator'], boolean, boolean, boolean]>([
    ['In', true, false, false],
    ['NotIn', false, true, true],
    ['Exists', true, true, false],
    ['DoesNotExist', false, false, true],
  ])('%s holds for a listed value: %p, another value: %p, an absent key: %p', (operator, listed, other, absent) => {
    const requirement = { key: 'tier', operator, values: ['gold', 'silver'] };
    expect(matches(requirement, { tier: 'silver' })).toBe(listed);
    expect(matches(requirement, { tier: 'bronze' })).toBe(other);
    expect(matches(requirement, { app: 'gold' })).toBe(absent);
  });

  test('all requirements must hold', () => {
    const selector: LabelSelector = {
      matchLabels: { app: 'agent', team: 'a' },
      matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }],
    };
    expect(selectorMatches(selector, { app: 'agent', team: 'a', more: '' })).toBe(true);
    expect(selectorMatches(selector, { app: 'agent' })).toBe(false);
    expect(selectorMatches(selector, { app: 'agent', team: 'a', tier: '' })).toBe(false);
  });

  const key = fc.constantFrom('app', 'tier', 'constructor', 'toString');
  const value: fc.Arbitrary<string> = fc.constantFrom('', 'a', 'b', 'c');
  const labels = fc.dictionary(key, value, { noNullPrototype: true });
  const values = fc.array(value, { minLength: 1 });

  test('In and NotIn are complements, and so are Exists and DoesNotExist', () => {
    fc.assert(
      fc.property(key, values, labels, (of, listed, has) => {
        const holds = (operator: LabelRequirement['operator']) => matches({ key: of, operator, values: listed }, has);
        expect(holds('In')).toBe(!holds('NotIn'));
        expect(holds('Exists')).toBe(!holds('DoesNotExist'));
        expect(holds('Exists')).toBe(Object.hasOwn(has, of));
        expect(holds('In')).toBe(Object.hasOwn(has, of) && listed.includes(has[of] as string));
      }),
    );
  });

  test('an empty selector, and only one, selects every object', () => {
    expect(selectsEverything({})).toBe(true);
    expect(selectsEverything({ matchLabels: {}, matchExpressions: [] })).toBe(true);
    expect(selectsEverything({ matchLabels: { app: '' } })).toBe(false);
    expect(selectsEverything({ matchExpressions: [{ key: 'app', operator: 'Exists' }] })).toBe(false);
    fc.assert(fc.property(labels, (has) => selectorMatches({}, has)));
  });
});
