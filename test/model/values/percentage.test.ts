import { percentage } from '../../../src/model/values/percentage';
import { InvalidValue } from '../../../src/model/values/problems';

test.each([
  ['20%', 20],
  ['0%', 0],
  ['12.5%', 12.5],
  ['150%', 150],
])('%s is %d', (text, share) => {
  expect(percentage(text)).toBe(share);
});

test.each(['20', '', '%', '-5%', '20 %', '.5%', '5.%', '1e2%', '20%%', 20, null])('%p is no share', (value) => {
  expect(() => percentage(value as string)).toThrow(InvalidValue);
  expect(() => percentage(value as string)).toThrow('is not a share: write e.g. "20%"');
});
