import * as z from 'zod/mini';
import { readBy } from '../../../src/model/documents/read-by';
import { parseText, readAs } from '../../../src/model/documents/typed-document';
import { Duration } from '../../../src/model/values/duration';

const schema = z.strictObject({
  name: z.string().check(z.minLength(1)),
  for: z.optional(readBy(z.union([z.string(), z.number()]), Duration.parse, 'A duration')),
  mode: z.optional(z.enum(['report', 'delete'])),
  count: z.optional(z.int().check(z.minimum(0), z.maximum(9))),
  names: z.optional(z.array(z.string()).check(z.minLength(1))),
  labels: z.optional(z.record(z.string(), z.string())),
  code: z.optional(z.string().check(z.regex(/^[a-z]+$/, 'is no code: write letters'))),
});

function read(source: string) {
  return readAs(schema, parseText(source, 'f.yaml'), 'a sample');
}

function problemsOf(source: string): readonly string[] {
  const { value, problems } = read(source);
  expect(value).toBeUndefined();
  return problems;
}

test('YAML and JSON are read alike', () => {
  const value = { name: 'a', for: '7d', names: ['b'] };
  expect(read('name: a\nfor: 7d\nnames: [b]\n')).toEqual({ value, problems: [] });
  expect(read(JSON.stringify(value))).toEqual({ value, problems: [] });
});

test('all problems are told together, in the order of the text', () => {
  expect(
    problemsOf('code: A1\nfor: soon\nmode: erase\ncount: 10\nnames: []\nlabels: {a: 1}\nname: ""\nnmae: a\n'),
  ).toEqual([
    'f.yaml:1:7: code "A1" is no code: write letters',
    'f.yaml:2:6: for "soon" is not a duration: write e.g. 90s, 15m, 1h30m, 7d, or a number of seconds',
    'f.yaml:3:7: mode "erase" is unknown: use one of report, delete',
    'f.yaml:4:8: count 10 is too large: at most 9',
    'f.yaml:5:8: names is empty: at least 1 is needed',
    'f.yaml:6:13: labels.a 1 is a number, not text: put it in quotes',
    'f.yaml:7:7: name is empty: at least 1 is needed',
    'f.yaml:8:7: nmae is no field of a sample: check its spelling',
  ]);
});

test.each([
  ['', 'f.yaml:1:1: name is required: write text'],
  ['[a]', 'f.yaml:1:1: the file as it is is not a map'],
  ['name: a\nnames: b', 'f.yaml:2:8: names "b" is not a list'],
  ['name: a\nlabels: b', 'f.yaml:2:9: labels "b" is not a map'],
  ['name: a\ncount: 1.5', 'f.yaml:2:8: count 1.5 is not a whole number'],
  ['name: a\ncount: -1', 'f.yaml:2:8: count -1 is too small: at least 0'],
  ['name: {b: 1}', 'f.yaml:1:7: name as it is is not text'],
])('%j has a problem of its own', (source, problem) => {
  expect(problemsOf(source)).toEqual([problem]);
});

test.each([
  ['name: [a', 'f.yaml:1:9: cannot be read: '],
  ['name: a\nname: b', 'f.yaml:2:1: cannot be read: Map keys must be unique'],
  ['name: *nothing', 'f.yaml:1:1: cannot be read: Unresolved alias'],
  ['name: a\n---\nname: b', 'f.yaml:2:1: cannot be read: a second document begins, and a sample is one'],
])('%j is no document', (source, why) => {
  expect(problemsOf(source)).toEqual([expect.stringContaining(why)]);
});

test('aliases that grow without bound are refused', () => {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let level = 1; level < 9; level += 1) {
    lines.push(
      `a${level}: &a${level} [${Array(10)
        .fill(`*a${level - 1}`)
        .join(', ')}]`,
    );
  }
  expect(problemsOf(lines.join('\n'))).toEqual([expect.stringMatching(/^f\.yaml:1:1: cannot be read: .*alias/i)]);
});

test('only what the value type itself refuses becomes a problem; a defect does not hide as one', () => {
  const broken = z.strictObject({
    name: readBy(
      z.string(),
      () => {
        throw new TypeError('a defect');
      },
      'A name',
    ),
  });
  expect(() => readAs(broken, parseText('name: a', 'f.yaml'), 'a sample')).toThrow('a defect');
});
