import fc from 'fast-check';

/** Strings that some reader of YAML takes for something else. */
const resolved = [
  'yes No on OFF y n true False null Null ~ NaN .nan .inf -.Inf << = 0 -0 1 +1 012 0o17 0x1F 0b11 1_000 1e3 1E3 1.5 .5 5.',
  '- + . 1.2.3 12:30 190:20:30 2026-01-01 2026-01-01T00:00:00Z 80Gi 500m 10.96.0.1/32 5% --- ... : ? # | > |- % , [ ] { }',
  `a: :a a#b #a &a *a !a @a \`a\` {a} [a] ' " \\ it's \\n __proto__ constructor https://a.b/c?d=e#f 😀 👩‍👩‍👧 ä 中`,
].flatMap((line) => line.split(' '));

const phrases = [
  '- a',
  '--- a',
  'a: b',
  ': ',
  'a #b',
  '? x',
  '!!str a',
  '%YAML 1.1',
  '{{ a }}',
  'a, b',
  '2026-1-1 1:00:00',
];
const code = [
  '*/5 * * * *',
  'sum by(namespace) (x{a="b"}) > 50',
  'sh -c "exit 1"',
  '#!/bin/sh\nset -e\n\necho "a: b" # c\n',
];
const blank = [
  '',
  ' ',
  ' a',
  'a ',
  '\t',
  '\ta',
  'a\t',
  '\n',
  '\r',
  '\r\n',
  '\u0085',
  '\u00a0',
  '\u2028',
  '\u2029',
  '\ufeff',
];
const rare = [
  '\u0000',
  '\u0007',
  '\u001b[0m',
  '\u007f',
  '\u009f',
  '\ud7ff',
  '\ue000',
  '\ufffe',
  '\uffff',
  '\u{10ffff}',
];
const lines = [
  'a\nb',
  'a\nb\n',
  'a\n\nb\n\n\n',
  '\na',
  ' a\nb',
  'a\n  b\n c',
  'a \nb',
  'a\n \nb',
  'a\n\tb',
  'a\n  ',
  'a\n\t',
];
const marks = ['a\r\nb\r\n', 'a\n---\nb', 'a\n...\nb', 'a\n# b\n', 'a\n%b', 'x'.repeat(300), 'x y '.repeat(90)];
const words = [...resolved, ...phrases, ...code, ...blank, ...rare, ...lines, ...marks];

const word = fc.constantFrom(...words);
const anything = fc.string({ unit: 'binary', maxLength: 20 });
/** One troublesome thing beside another; long ones with every character escaped. */
const composed = fc.array(fc.oneof(word, fc.constantFrom(' ', '\n', ': ', ' #', 'a', '1', '"', "'"), anything), {
  maxLength: 6,
});
const long = fc
  .tuple(anything, fc.integer({ min: 1, max: 400 }))
  .map(([piece, times]) => piece.repeat(times).slice(0, 1_500));

export const troublesomeText: fc.Arbitrary<string> = fc
  .oneof({ arbitrary: word, weight: 4 }, { arbitrary: composed.map((parts) => parts.join('')), weight: 3 }, anything, {
    arbitrary: long,
    weight: 1,
  })
  .filter((text) => !/\p{Surrogate}/u.test(text));

const number = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value)),
  fc.constantFrom(0, 0.1, 1e21, -1e21, 1e-7, 1.5e300, 5e-324, 123456789012345680000),
);

/** Any JSON value, made of troublesome strings and keys. */
export const troublesomeValue: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'medium' },
    troublesomeText,
    fc.oneof(number, fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), { maxLength: 4 }),
    tie('map'),
  ),
  // fromEntries, since an assignment to __proto__ makes no key.
  map: fc
    .array(fc.tuple(troublesomeText, tie('value')), { maxLength: 5 })
    .map((entries) => Object.fromEntries(entries)),
})).value;

/** Maps of such values, which is what documents are. */
export const troublesomeMap: fc.Arbitrary<Record<string, unknown>> = fc
  .array(fc.tuple(troublesomeText, troublesomeValue), { minLength: 1, maxLength: 5 })
  .map((entries) => Object.fromEntries(entries));
