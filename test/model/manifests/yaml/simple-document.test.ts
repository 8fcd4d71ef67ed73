import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { Document, isScalar } from 'yaml';
import { locateNode, readFull } from '../../../../src/model/manifests/yaml/full-document';
import { locateSimple, readSimple } from '../../../../src/model/manifests/yaml/simple-document';
import { writeYaml } from '../../../../src/model/manifests/yaml-writer';
import { troublesomeMap } from '../trouble';
import { declined, simple } from './forms';

type Path = readonly (string | number)[];

/**
 * Reads the first document of a text with both readers, and fails unless they agree on its value and on every place.
 * Undefined when the quick one declines.
 */
function agreed(text: string): { value: unknown } | undefined {
  const quick = readSimple(text, 0);
  if (!quick) return undefined;
  const read = text.slice(0, quick.end);
  const indented = withQuotedLinesIndented(read);
  const [full, ...others] = readFull(indented);
  expect(others).toEqual([]);
  if (quick.value === null) {
    // The package sees an error in `...` without a document before it, or no document at all.
    const content = full?.root;
    expect(isScalar(content) ? content.value : (content ?? null)).toBe(null);
    return { value: null };
  }
  expect(full?.failures).toEqual([]);
  const root = full!.root!;
  const value = full!.values!.of(root);
  expect(full!.values!.failures).toEqual([]);
  // The order of keys counts too.
  expect(JSON.stringify(quick.value)).toBe(JSON.stringify(value));
  expect(quick.value).toEqual(value);
  if (indented !== read) return { value };
  for (const path of pathsOf(value)) {
    expect([path, locateSimple(text, quick.offset, path)]).toEqual([path, locateNode(root, path)]);
  }
  itemsOf(value).forEach((item, index) => {
    const offset = locateNode(root, ['items', index]);
    expect(quick.places.of(itemsOf(quick.value), index)).toBe(offset);
    if (typeof item !== 'object' || item === null) return;
    for (const path of pathsOf(item)) {
      expect([path, locateSimple(text, offset, path)]).toEqual([path, locateNode(root, ['items', index, ...path])]);
    }
  });
  return { value };
}

/**
 * The package refuses quoted lines that are no deeper than what they belong to, go-yaml and the quick reader take them;
 * what they begin with is not part of the value, so both can be asked about lines that are deep enough.
 */
function withQuotedLinesIndented(text: string): string {
  let indented = text;
  for (let left = text.split('\n').length; left > 0; left -= 1) {
    const failures = readFull(indented).flatMap((document) => document.failures);
    const failure = failures.find(({ message }) => message.startsWith('Missing closing'));
    if (failure === undefined || indented[failure.offset] !== '\n') break;
    const line = failure.offset + 1;
    indented = indented.slice(0, line) + ' '.repeat(80) + indented.slice(line);
  }
  return indented;
}

function* pathsOf(value: unknown, path: Path = []): Generator<Path> {
  yield path;
  if (typeof value !== 'object' || value === null) return;
  const steps = Array.isArray(value) ? value.keys() : Object.keys(value);
  for (const step of steps) yield* pathsOf((value as Record<string | number, unknown>)[step], [...path, step]);
}

function itemsOf(value: unknown): readonly unknown[] {
  const { items } = value as { items?: unknown };
  return Array.isArray(items) ? items : [];
}

describe('reads as the reader of all of YAML does', () => {
  test.each(simple)('%j', (text) => {
    expect(agreed(text)).toBeDefined();
    agreed(`---\n${text}`);
    agreed(text.trimEnd());
  });
});

test.each(declined)('declines %j', (text) => {
  expect(readSimple(text, 0)).toBeUndefined();
});

// go-yaml reads these as well, the package does not.
test.each([
  ['a: "x\ny"\nb: 1\n', { a: 'x y', b: 1 }],
  ["a:\n  b: 'x\n  y\n\n z'\n  c: 1\n", { a: { b: 'x y\nz', c: 1 } }],
  ["a:\n- b: ['\n x\n']\n", { a: [{ b: [' x '] }] }],
])('reads quoted lines that are not indented: %j', (text, value) => {
  expect(agreed(text)?.value).toEqual(value);
});

test('reads one document after the other', () => {
  const text = '# first\n---\na: 1\n--- # second\n- b\n...\n# none\n...\n---\n---\n{c: 1}\n';
  const values: unknown[] = [];
  for (let start = 0; start < text.length; ) {
    const { value, end } = readSimple(text, start)!;
    values.push(value);
    start = end;
  }
  expect(values).toEqual([{ a: 1 }, ['b'], null, null, { c: 1 }]);
});

const styles = fc.record({
  collectionStyle: fc.constantFrom('any' as const, 'block' as const, 'flow' as const),
  defaultStringType: fc.constantFrom('PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED'),
  defaultKeyType: fc.constantFrom('PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE'),
  blockQuote: fc.constantFrom(true as const, 'literal' as const, 'folded' as const),
  indent: fc.integer({ min: 1, max: 4 }),
  indentSeq: fc.boolean(),
  lineWidth: fc.constantFrom(0, 20, 80),
  flowCollectionPadding: fc.boolean(),
});

test('whatever is printed, in any style', () => {
  let simpleOnes = 0;
  fc.assert(
    fc.property(troublesomeMap, styles, (map, style) => {
      const printed = new Document(map, { version: '1.1' }).toString(style);
      if (agreed(printed)) simpleOnes += 1;
    }),
    { numRuns: 400 },
  );
  expect(simpleOnes).toBeGreaterThan(150);
});

test('whatever our own writer writes, but for long keys and spaces at the end of a block', () => {
  fc.assert(
    fc.property(troublesomeMap, (map) => {
      const written = writeYaml(map);
      const read = agreed(written);
      if (read) expect(read.value).toEqual(map);
      else expect(written).toMatch(/^ *(?:- )*\? |\n +\n/m);
    }),
    { numRuns: 400 },
  );
});

test('JSON as JSON', () => {
  fc.assert(
    fc.property(troublesomeMap, fc.constantFrom(undefined, 2, '\t'), (map, indent) => {
      expect(agreed(JSON.stringify(map, undefined, indent))?.value).toEqual(map);
    }),
    { numRuns: 300 },
  );
});

const repository = join(__dirname, '../../../..');

function rendered(): string[] {
  const folder = join(repository, 'dist/prod/agent-platform');
  return readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
}

/** A few lines of a file that people or tools wrote, with something done to them. */
const edited = fc
  .tuple(
    fc.constantFrom(...rendered(), ...simple),
    fc.nat(40),
    fc.integer({ min: 1, max: 15 }),
    fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        removed: fc.integer({ min: 0, max: 3 }),
        inserted: fc.constantFrom(
          ...[
            '\n',
            ' ',
            '  ',
            '\t',
            ':',
            ': ',
            '- ',
            '#',
            ' #',
            "'",
            '"',
            '[',
            ']',
            '{',
            '}',
            ',',
            '|',
            '>',
            '|-',
            '>+',
          ],
          ...['&a', '*a', '!', '%', '@', '---\n', '\n---\n', '\n...\n', '\\', '~', '<<: ', '? ', '.inf', 'yes', '\n\n'],
          ...['\n  ', '\n ', '\n  # c\n', '\n# c\n', 'a: b', '1', 'é', '\u2028', '"":', '[]', '{}', '|2', ''],
        ),
      }),
      { maxLength: 4 },
    ),
  )
  .map(([text, first, length, edits]) => {
    const lines = text.split('\n');
    const start = first % lines.length;
    return edits.reduce(
      (changed, { at, removed, inserted }) => {
        const offset = Math.floor(at * changed.length);
        return changed.slice(0, offset) + inserted + changed.slice(offset + removed);
      },
      `${lines.slice(start, start + length).join('\n')}\n`,
    );
  });

test('after any edit, or declines', () => {
  let read = 0;
  fc.assert(
    fc.property(edited, (text) => {
      if (agreed(text)) read += 1;
    }),
    { numRuns: 1_500 },
  );
  expect(read).toBeGreaterThan(300);
});
