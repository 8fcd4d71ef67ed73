import {
  Composer,
  CST,
  type Document,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  type ParsedNode,
  Parser,
  type ScalarTag,
} from 'yaml';
import { deepest } from './cursor';
import { NodeValues } from './node-values';
import { type Scalar, scalarValue } from './scalar-value';
import type { Failure } from './source-document';

/** A document as the `yaml` package reads it: all of YAML, with the place of every node and every error explained. */
export type FullDocument =
  | { readonly failures: readonly Failure[]; readonly root?: undefined; readonly values?: undefined }
  /** An empty document is null. */
  | { readonly failures: readonly []; readonly root: ParsedNode | null; readonly values: NodeValues };

/** Characters of one document: the package takes up to two seconds and 200 MB for each million. */
const longest = 4 * 2 ** 20;

/** Reads the documents of a text, one unless it holds directives; offsets count from its start. */
export function readFull(text: string): FullDocument[] {
  if (text.length > longest) {
    const size = `${(text.length / 2 ** 20).toFixed(1)} MiB`;
    return [
      failed(
        0,
        `it has ${size}, and only simple documents may have more than 4: no anchors, tags or errors, no 8 million values`,
      ),
    ];
  }
  const tokens = tokensOf(text);
  if (typeof tokens === 'number') return [failed(tokens, `it is nested deeper than ${deepest} levels`)];
  const documents = withoutTraces(() => [...new Composer(options).compose(tokens)]);
  return documents.map((document) => full(document as Document.Parsed<ParsedNode>));
}

/** Where the field at this path stands; for one that is absent, where its nearest parent does. */
export function locateNode(object: ParsedNode, path: readonly (string | number)[]): number {
  let offset = object.range[0];
  let node: unknown = object;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (!pair) return offset;
      offset = (pair.key as ParsedNode).range[0];
      node = pair.value;
    } else if (isSeq(node) && typeof step === 'number' && node.items[step] !== undefined) {
      node = node.items[step];
      offset = (node as ParsedNode).range[0];
    } else {
      return offset;
    }
  }
  return offset;
}

function full(document: Document.Parsed<ParsedNode>): FullDocument {
  const { contents, errors } = document;
  if (errors.length === 0) return { failures: [], root: contents, values: new NodeValues(document) };
  return { failures: errors.map(({ pos, message }) => ({ offset: pos[0], message: firstLine(message) })) };
}

function failed(offset: number, message: string): FullDocument {
  return { failures: [{ offset, message }] };
}

/** The tokens of the text, or where it is nested too deep: the package would go on until the stack overflows. */
function tokensOf(text: string): CST.Token[] | number {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > deepest && parser.stack.filter(CST.isCollection).length > deepest)
      return parser.offset - 1;
  }
  for (const token of parser.end()) tokens.push(token);
  return tokens;
}

/** The package makes an `Error` of every syntax error; ten thousands of stack traces would fill the memory. */
function withoutTraces<T>(read: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return read();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

const core = 'tag:yaml.org,2002:';

/** Reads a scalar of an explicit tag, unless its text means another type. */
function typed(type: string, accepts: (value: Scalar) => boolean): ScalarTag {
  return {
    tag: `${core}${type}`,
    resolve: (text, onError) => {
      const value = scalarValue(text);
      if (accepts(value)) return value;
      onError(`"${text}" is no !!${type}`);
      return text;
    },
  };
}

/** Every scalar that is neither quoted nor tagged. */
const untagged: ScalarTag = {
  tag: 'tag:cdk8s-steward.dev:untagged',
  default: true,
  test: /^/,
  resolve: (text, onError) => {
    const value = scalarValue(text);
    if (value === undefined) onError(`${text} is no number of JSON, and kubectl refuses it`);
    return value;
  },
};

/** kubectl takes the bytes for text, whatever they are. */
const binary: ScalarTag = {
  tag: `${core}binary`,
  resolve: (text, onError) => {
    const content = text.replaceAll('\n', '');
    const isBase64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(content);
    if (!isBase64) onError('!!binary holds no base64');
    return Buffer.from(content, 'base64').toString('utf8');
  },
};

const options = {
  version: '1.1',
  schema: 'failsafe',
  // Looked for by NodeValues, since the package compares each key with all before it.
  uniqueKeys: false,
  logLevel: 'silent',
  customTags: [
    untagged,
    typed('int', (value) => Number.isInteger(value) || (typeof value === 'string' && /^-?\d{16,19}$/.test(value))),
    typed('float', (value) => typeof value === 'number'),
    typed('bool', (value) => typeof value === 'boolean'),
    typed('null', (value) => value === null),
    binary,
  ],
} as const satisfies ConstructorParameters<typeof Composer>[0];

function firstLine(message: string): string {
  return message.split('\n')[0] ?? message;
}
