import { readAmounts, statedAmounts } from '../../../src/analysis/cluster/resources';
import { objectOf, text } from './model';

const read = (amounts: unknown) => readAmounts(objectOf({ amounts }).field('amounts'));

test('amounts are read by value, and rounded up to a thousandth', () => {
  const { amounts, isReadable } = read({ cpu: '0.0001', memory: '1024Ki', pods: 3 });
  expect([text(amounts), isReadable]).toEqual([{ cpu: '1m', memory: '1Mi', pods: '3' }, true]);
});

test.each([['1GB'], [true], [[]], [-1], ['-1Gi']])(
  'with %j among them they are not readable, and it is left out',
  (value) => {
    const { amounts, isReadable } = read({ cpu: value, memory: '1' });
    expect([text(amounts), isReadable]).toEqual([{ memory: '1' }, false]);
  },
);

test.each([null, 3, 'cpu', [], undefined])('%j states none', (value) => {
  expect(read(value)).toEqual({ amounts: {}, isReadable: true });
});

test('what every object has is no resource', () => {
  const amounts = JSON.parse('{"constructor": 1, "toString": 1, "__proto__": 1, "cpu": 1, "memory": null}');
  expect(text(read(amounts).amounts)).toEqual({ cpu: '1' });
});

test('less than nothing is stated all the same, for who tells that it is wrong', () => {
  const { amounts, isReadable } = statedAmounts(objectOf({ amounts: { cpu: -1 } }).field('amounts'));
  expect([text(amounts), isReadable]).toEqual([{ cpu: '-1' }, true]);
});
