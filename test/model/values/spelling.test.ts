import { nearest, suggestion } from '../../../src/model/values/spelling';

const names = ['HPA-OVER-QUOTA', 'HPA-NO-REQUEST', 'PDB-EMPTY', 'QTA-SURGE', 'QTA-SURGE-ROUND'];

describe('names that are spelt like a word', () => {
  it.each([
    ['HPA-OVER-QOUTA', ['HPA-OVER-QUOTA']],
    ['hpa-no-requests', ['HPA-NO-REQUEST']],
    ['QTA-SURG', ['QTA-SURGE', 'QTA-SURGE-ROUND']],
    ['HPA-QUOTA', ['HPA-OVER-QUOTA']],
    ['CLN-STARVED', []],
    ['', []],
  ])('%s', (word, found) => {
    expect(nearest(word, names)).toEqual(found);
  });

  it('are at most as many as wanted', () => {
    expect(nearest('QTA-SURGE', names, 1)).toEqual(['QTA-SURGE']);
  });

  it('are suggested in words, or not at all', () => {
    expect(suggestion('QTA-SURG', names)).toBe('did you mean QTA-SURGE or QTA-SURGE-ROUND?');
    expect(suggestion('nothing', names)).toBe('');
  });
});
