import { formatLocation, formatPath, isAtLeastAsBad } from '../../../src/analysis/findings/finding';

test.each<[readonly (string | number)[], string]>([
  [[], ''],
  [['spec', 'replicas'], 'spec.replicas'],
  [['spec', 'containers', 0, 'image'], 'spec.containers[0].image'],
  [['spec', 'hard', 'requests.cpu'], 'spec.hard[requests.cpu]'],
  [['metadata', 'labels', 'a.b/c'], 'metadata.labels[a.b/c]'],
  [[0, 'a'], '[0].a'],
  [['a', ''], 'a[]'],
])('%j is written %s', (path, text) => {
  expect(formatPath(path)).toBe(text);
});

test('a location is a file with its line, or a construct', () => {
  expect(formatLocation({ file: 'a.yaml', line: 3, column: 5 })).toBe('a.yaml:3');
  expect(formatLocation({ construct: 'prod/quota' })).toBe('prod/quota');
});

test.each([
  ['error', 'error', true],
  ['error', 'info', true],
  ['warning', 'error', false],
  ['info', 'warning', false],
] as const)('%s is at least as bad as %s: %s', (severity, threshold, expected) => {
  expect(isAtLeastAsBad(severity, threshold)).toBe(expected);
});
