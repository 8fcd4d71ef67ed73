import * as fc from 'fast-check';
import { selectionOf } from '../../../../src/analysis/cluster/retention/label-selection';
import { type LabelSelector, selectorMatches } from '../../../../src/model/values/label-selector';

const closed = () => false;
const open = () => true;

test.each<[LabelSelector, Record<string, string>, string]>([
  [{}, {}, 'yes'],
  [{ matchLabels: { a: '1' } }, { a: '1' }, 'yes'],
  [{ matchLabels: { a: '1' } }, { a: '2' }, 'no'],
  [{ matchLabels: { a: '1' } }, {}, 'maybe'],
  [{ matchLabels: { a: '1', b: '1' } }, { a: '2' }, 'no'],
  [{ matchExpressions: [{ key: 'a', operator: 'DoesNotExist' }] }, {}, 'maybe'],
  [{ matchExpressions: [{ key: 'a', operator: 'DoesNotExist' }] }, { a: '{{name}}' }, 'no'],
  [{ matchExpressions: [{ key: 'a', operator: 'Exists' }] }, { a: '{{name}}' }, 'yes'],
  [{ matchExpressions: [{ key: 'a', operator: 'NotIn', values: ['x'] }] }, { a: '{{name}}' }, 'maybe'],
])('%j selects %j, to which more may come: %s', (selector, labels, selection) => {
  expect(selectionOf(selector, labels, open)).toBe(selection);
});

const keys = fc.constantFrom('a', 'b', 'c');
const values = fc.constantFrom('1', '2');
const labelSets = fc.dictionary(keys, values);
const selectors = fc.record({
  matchLabels: labelSets,
  matchExpressions: fc.array(
    fc.oneof(
      fc.record({
        key: keys,
        operator: fc.constantFrom('In' as const, 'NotIn' as const),
        values: fc.array(values, { minLength: 1, maxLength: 2 }),
      }),
      fc.record({ key: keys, operator: fc.constantFrom('Exists' as const, 'DoesNotExist' as const) }),
    ),
    { maxLength: 2 },
  ),
});

test('of labels that are all known it is what the server says', () => {
  fc.assert(
    fc.property(selectors, labelSets, (selector, labels) => {
      return selectionOf(selector, labels, closed) === (selectorMatches(selector, labels) ? 'yes' : 'no');
    }),
  );
});

test('what is sure stays so, whatever labels come', () => {
  fc.assert(
    fc.property(selectors, labelSets, labelSets, (selector, labels, later) => {
      const selection = selectionOf(selector, labels, open);
      const matches = selectorMatches(selector, { ...later, ...labels });
      return selection === 'maybe' || matches === (selection === 'yes');
    }),
  );
});
