import { type Document, isMap, isSeq, LineCounter, parseDocument } from 'yaml';
import type * as z from 'zod/mini';
import { formatPosition } from '../manifests/yaml/source-text';
import { quote } from '../values/problems';

const nouns: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
};

/** A text that was parsed, and may be right or wrong. */
export interface ParsedText {
  readonly document: Document.Parsed;
  /** `file:line:column` of an offset in the text. */
  place(offset: number): string;
}

/** Parses YAML or JSON; what is wrong with it is told when it is read. */
export function parseText(source: string, file: string): ParsedText {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines });
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return formatPosition({ file, line: Math.max(line, 1), column: Math.max(col, 1) });
  };
  return { document, place };
}

/** A value, or why the text holds none: one line each, with `file:line:column`. */
export interface ReadValue<T> {
  readonly value?: T;
  readonly problems: readonly string[];
}

/**
 * What a text holds, by a schema; all its problems are reported together, in the order of the text.
 *
 * @param noun what messages call the whole: `a cluster profile`
 */
export function readAs<T>(schema: z.ZodMiniType<T>, { document, place }: ParsedText, noun: string): ReadValue<T> {
  if (document.errors.length > 0) {
    return {
      problems: document.errors.map(({ pos, code, message }) => {
        const why = code === 'MULTIPLE_DOCS' ? `a second document begins, and ${noun} is one` : message.split('\n')[0];
        return `${place(pos[0])}: cannot be read: ${why}`;
      }),
    };
  }
  let value: unknown;
  try {
    value = document.toJS() ?? {};
  } catch (error) {
    // Aliases that lead nowhere, or grow without bound.
    return { problems: [`${place(0)}: cannot be read: ${error instanceof Error ? error.message : String(error)}`] };
  }
  const result = schema.safeParse(value);
  if (result.success) return { value: result.data, problems: [] };

  const offsetOf = (path: readonly PropertyKey[]): number => {
    for (let length = path.length; length >= 0; length -= 1) {
      const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
      const range = (node as { range?: readonly number[] } | null)?.range;
      if (range) return range[0] ?? 0;
    }
    return 0;
  };
  const found = result.error.issues.flatMap((issue) => {
    // An unknown field is reported at the field, not at the map around it.
    const paths = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    return paths.map((path) => ({ path, offset: offsetOf(path), why: explain(issue, document.getIn(path), noun) }));
  });
  const inOrder = found.sort((a, b) => a.offset - b.offset);
  return { problems: inOrder.map(({ path, offset, why }) => `${place(offset)}: ${property(path)} ${why}`) };
}

/** The messages of our own value types begin with the value; the library's have none. */
function explain(issue: z.core.$ZodIssue, got: unknown, noun: string): string {
  const value = isMap(got) || isSeq(got) ? 'as it is' : quote(withoutPassword(got));
  switch (issue.code) {
    case 'custom':
      return issue.message ?? `${value} is not allowed`;
    case 'unrecognized_keys':
      return `is no field of ${noun}: check its spelling`;
    case 'invalid_type':
      if (got === undefined) return `is required: write ${nounOf(issue.expected)}`;
      return typeof got === 'number' && issue.expected === 'string'
        ? `${value} is a number, not text: put it in quotes`
        : `${value} is not ${nounOf(issue.expected)}`;
    case 'invalid_format':
      return `${value} ${issue.message}`;
    case 'invalid_value':
      return `${value} is unknown: use one of ${issue.values.join(', ')}`;
    case 'too_small':
      if (isSeq(got) || got === '') return `is empty: at least ${issue.minimum} is needed`;
      return `${value} is too small: at least ${issue.minimum}`;
    case 'too_big':
      return `${value} is too large: at most ${issue.maximum}`;
    default:
      return got === undefined ? 'is required' : `${value} is not allowed here`;
  }
}

/** A URL is shown without who signs in by it. */
function withoutPassword(value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/:\/\/[^/\s]*@/, '://***@') : value;
}

function nounOf(expected: string): string {
  return nouns[expected] ?? `of type ${expected}`;
}

function property(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'the file';
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? String(step) : `${text}.${String(step)}`;
  }, '');
}
