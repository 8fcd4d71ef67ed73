import { resourceAmount } from '../../../src/model/values/resource-amount';

describe('an amount of a resource', () => {
  it.each(['0', '1m', '1500m', '80Gi', '2', '1e3', '-1'])('is read from %s', (text) => {
    expect(resourceAmount(text).toString()).toBe(text);
  });

  it.each([
    ['1500u', '2m'],
    ['1n', '1m'],
    ['0.0001', '1m'],
    ['1.0005', '1001m'],
  ])('that is finer than a thousandth is refused, as servers round %s up to %s', (text, rounded) => {
    expect(() => resourceAmount(text)).toThrow(
      `"${text}" is finer than a thousandth, to which servers round it up: use ${rounded}`,
    );
  });

  it('that is no quantity is refused as one', () => {
    expect(() => resourceAmount('80GB')).toThrow('"80GB" is not a quantity: GB is no suffix; use 80Gi');
  });
});
