import fc from 'fast-check';
import { canonical } from '../../../src/model/manifests/canonical';
import { formatPosition, type ReadResult, readYaml } from '../../../src/model/manifests/yaml-reader';
import { writeYaml } from '../../../src/model/manifests/yaml-writer';
import { troublesomeMap, troublesomeText } from './trouble';

const head = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n';
const json = { apiVersion: 'v1', kind: 'Pod' };
const names = ({ manifests }: ReadResult) => manifests.map(({ manifest }) => manifest.metadata.name);
const problems = (result: ReadResult) => result.problems.map((p) => `${formatPosition(p.position)} ${p.message}`);

/** What the field `data` holds when it is written so. */
function data(written: string): unknown {
  const result = readYaml(`${head}data: ${written}\n`, 'a.yaml');
  expect(problems(result)).toEqual([]);
  return result.manifests[0]?.manifest['data'];
}

describe('scalars are read as kubectl reads them', () => {
  test.each<[string, unknown]>([
    ...(['yes', 'Yes', 'on', 'y', 'true', 'TRUE'] as const).map((text): [string, unknown] => [text, true]),
    ...(['no', 'NO', 'off', 'n', 'false'] as const).map((text): [string, unknown] => [text, false]),
    ...(['~', 'null', ''] as const).map((text): [string, unknown] => [text, null]),
    ...(['12:30', '190:20:30', '2026-01-01', '2026-01-01T00:00:00Z', '1.2.3', '"yes"', "'1'"] as const).map(
      (text): [string, unknown] => [text, text.replace(/^["'](.*)["']$/, '$1')],
    ),
    ['0644', 420],
    ['089', 89],
    ['0o644', 420],
    ['-0O17', -15],
    ['0x1F', 31],
    ['0X1F', 31],
    ['0b11', 3],
    ['0B11', 3],
    ['1_000', 1_000],
    ['1e3', 1_000],
    ['.5', 0.5],
    ['80Gi', '80Gi'],
    ['e5', 'e5'],
    ['.', '.'],
    ['-0', 0],
    ['9007199254740993', '9007199254740993'],
    ['!!binary aGk=', 'hi'],
  ])('%j is %j', (written, value) => {
    expect(data(written)).toEqual(value);
  });

  test('anchors, aliases and merge keys are followed', () => {
    expect(data('{a: &x {b: 1, c: 2}, d: *x, e: {<<: *x, c: 3}}')).toEqual({
      a: { b: 1, c: 2 },
      d: { b: 1, c: 2 },
      e: { b: 1, c: 3 },
    });
  });

  test('a quoted << and __proto__ are keys like others', () => {
    expect(Object.entries(data('{"<<": {a: 1}, __proto__: {b: 2}}') as object)).toEqual([
      ['<<', { a: 1 }],
      ['__proto__', { b: 2 }],
    ]);
  });
});

describe('positions', () => {
  const text = [
    '# rendered by hand',
    '---',
    'apiVersion: v1',
    'kind: Pod',
    'metadata:',
    '  name: a # the name',
    'spec:',
    '  containers:',
    '    - name: main',
    '      resources: {limits: {cpu: 2}}',
    '    - name: second',
    '---',
    'kind: List',
    'apiVersion: v1',
    'items:',
    '  - apiVersion: v1',
    '    kind: Namespace',
    '    metadata: {name: b}',
    '',
  ];

  test.each(['\n', '\r\n'])('name the lines of a file whose lines end in %j', (end) => {
    const [pod, namespace] = readYaml(text.join(end), 'dir/a.yaml').manifests;
    const at = (...path: (string | number)[]) => formatPosition(pod!.at(path));
    expect(formatPosition(pod!.position)).toBe('dir/a.yaml:3:1');
    expect(at('metadata', 'name')).toBe('dir/a.yaml:6:3');
    expect(at('spec', 'containers', 0)).toBe('dir/a.yaml:9:7');
    expect(at('spec', 'containers', 0, 'resources', 'limits', 'cpu')).toBe('dir/a.yaml:10:28');
    expect(at('spec', 'containers', 1, 'name')).toBe('dir/a.yaml:11:7');
    expect(formatPosition(namespace!.position)).toBe('dir/a.yaml:16:5');
    expect(formatPosition(namespace!.at(['metadata', 'name']))).toBe('dir/a.yaml:18:16');
  });

  test('of an absent field are those of its nearest parent', () => {
    const [pod] = readYaml(text.join('\n'), 'a.yaml').manifests;
    expect(pod!.at([])).toEqual(pod!.position);
    expect(pod!.at(['status', 'phase'])).toEqual(pod!.position);
    expect(pod!.at(['spec', 'containers', 1, 'image']).line).toBe(11);
    expect(pod!.at(['spec', 'containers', 7, 'image']).line).toBe(8);
    expect(pod!.at(['metadata', 'name', 'first']).line).toBe(6);
  });
});

describe('what a file may hold', () => {
  test('several objects, empty documents and comments', () => {
    const named = (name: string) => head.replace('name: a', `name: ${name}`);
    const result = readYaml(`---\n# none\n---\n${named('a')}---\n---\nnull\n---\n${named('b')}...\n# end\n`, 'a.yaml');
    expect(names(result)).toEqual(['a', 'b']);
    expect(result.problems).toEqual([]);
    expect(readYaml('', 'a.yaml')).toEqual({ manifests: [], problems: [] });
    expect(readYaml('# nothing\n', 'a.yaml')).toEqual({ manifests: [], problems: [] });
  });

  test('lists of any kind, with aliases between their items', () => {
    const list = 'kind: PodList\nitems:\n- {apiVersion: v1, kind: Pod, metadata: &m {name: a}}\n';
    expect(names(readYaml(`${list}- {apiVersion: v1, kind: Pod, metadata: *m}\n`, 'a.yaml'))).toEqual(['a', 'a']);
    expect(readYaml('kind: List\nitems: []\n', 'a.yaml')).toEqual({ manifests: [], problems: [] });
  });

  test('JSON, also with tabs', () => {
    const object = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { list: [1, { b: null }] } };
    const [read] = readYaml(JSON.stringify(object, null, '\t'), 'a.json').manifests;
    expect(read!.manifest).toEqual(object);
    expect(read!.at(['spec', 'list', 1, 'b'])).toEqual({ file: 'a.json', line: 11, column: 5 });
  });
});

describe('what is an object', () => {
  test('one whose name the server makes', () => {
    const workflow = 'apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata:\n  generateName: build-\n';
    const [read] = readYaml(workflow, 'a.yaml').manifests;
    expect(read!.manifest.metadata).toEqual({ generateName: 'build-', name: 'build-*' });
    expect(read!.at(['metadata', 'name']).line).toBe(3);
    expect(names(readYaml(`${workflow}  name: ""\n`, 'a.yaml'))).toEqual(['build-*']);
    expect(names(readYaml(`${workflow}  name: a\n`, 'a.yaml'))).toEqual(['a']);
    expect(names(readYaml(`${workflow}  name: 5\n`, 'a.yaml'))).toEqual([]);
  });

  test('a List only with a sequence of items', () => {
    const list = 'apiVersion: v1\nkind: List\nmetadata: {name: a}\n';
    expect(names(readYaml(`${list}items: {}\n`, 'a.yaml'))).toEqual(['a']);
    expect(names(readYaml(`${list}items: []\n`, 'a.yaml'))).toEqual([]);
    expect(
      names(readYaml(JSON.stringify({ kind: 'List', items: [{ ...json, metadata: { name: 'b' } }] }), 'a')),
    ).toEqual(['b']);
  });

  test('the same object, with its place, in a List read either way', () => {
    const list = `kind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata:\n    name: a\n- {apiVersion: v1, kind: Pod, metadata: {name: b}}\n`;
    const places = (text: string) => {
      return readYaml(text, 'a').manifests.map(({ at }) => formatPosition(at(['metadata', 'name'])));
    };
    expect(places(list)).toEqual(['a:6:5', 'a:7:42']);
    expect(places(`${list}x: &x\n`)).toEqual(['a:6:5', 'a:7:42']);
  });

  test('what is no object is foreign, what is no YAML is unreadable', () => {
    const result = readYaml(`image: a\n---\n{{ a }}\n---\n${head}`, 'a.yaml');
    expect(result.problems.map(({ kind, position }) => [kind, position.line])).toEqual([
      ['foreign', 1],
      ['unreadable', 3],
    ]);
    expect(names(result)).toEqual(['a']);
  });
});

describe('encodings', () => {
  test('a byte order mark is no content', () => {
    const [read] = readYaml(`\ufeff${head}`, 'a.yaml').manifests;
    expect(read!.manifest.apiVersion).toBe('v1');
    expect(read!.position).toEqual({ file: 'a.yaml', line: 1, column: 1 });
  });

  test('lines that end in \\r\\n leave no trace in values', () => {
    const text = `${head}data:\n  a: |\n    x\n\n    y\n  b: "x\n    y"\n  c: z # c\n  d: &x e\n`;
    const [windows] = readYaml(text.replaceAll('\n', '\r\n'), 'a.yaml').manifests;
    expect(windows!.manifest).toEqual(readYaml(text, 'a.yaml').manifests[0]!.manifest);
    expect(windows!.at(['data', 'c']).line).toBe(11);
  });

  test.each(['\0', '\u0007', '\u009f', '\ufffe'])(
    'a document with the character %j is refused, the others are read',
    (character) => {
      const result = readYaml(`${head}---\n${head}data: {a: "${character}"}\n---\n${head}`, 'a.yaml');
      expect(problems(result)).toEqual([
        expect.stringMatching(/^a.yaml:8:12 cannot be read: it holds the control character U\+/),
      ]);
      expect(names(result)).toEqual(['a', 'a']);
    },
  );
});

describe('bounds', () => {
  const nested = (levels: number) => `${head}data: ${'['.repeat(levels)}${']'.repeat(levels)}\n`;

  test.each([
    ['lists', nested],
    [
      'JSON',
      (levels: number) =>
        `{"apiVersion":"v1","kind":"A","metadata":{"name":"a"},"a":${'['.repeat(levels)}${']'.repeat(levels)}}`,
    ],
    [
      'maps',
      (levels: number) => `${head}${Array.from({ length: levels + 1 }, (_, i) => `${' '.repeat(i)}a:\n`).join('')}`,
    ],
    ['dashes', (levels: number) => `${head}data:\n  ${'- '.repeat(levels)}a\n`],
    ['all of YAML', (levels: number) => `${nested(levels)}x: &x\n`],
  ])('%s are read down to 200 levels', (_, text) => {
    expect(names(readYaml(text(199), 'a.yaml'))).toEqual(['a']);
    expect(problems(readYaml(text(200), 'a.yaml'))).toEqual([
      expect.stringContaining('it is nested deeper than 200 levels'),
    ]);
  });

  test.each(['[', '{', '{"a":', '- ', '? ', 'a: ', '[a, '])('a million times %j overflows nothing', (text) => {
    const { problems, manifests } = readYaml(text.repeat(1_000_000), 'a.yaml');
    expect([problems.length, manifests.length]).toEqual([1, 0]);
  });

  test('an anchor may be used more often than not', () => {
    const uses = '  - {<<: *labels, b: *labels}\n'.repeat(500);
    const result = readYaml(`${head}labels: &labels {a: 1, b: 2}\nitems:\n${uses}`, 'a.yaml');
    expect(problems(result)).toEqual([]);
  });

  test('many aliases of a large value', () => {
    const result = readYaml(`${head}a: &a [${'x,'.repeat(10_000)}]\nb: [${'*a,'.repeat(10_000)}]\n`, 'a.yaml');
    expect(problems(result)).toEqual([expect.stringContaining('Excessive alias count')]);
  });

  test('a large document that is not simple', () => {
    const result = readYaml(`${head}a: &a |\n${'  text\n'.repeat(700_000)}---\n${head}`, 'a.yaml');
    expect(problems(result)).toEqual([expect.stringMatching(/^a.yaml:1:1 cannot be read: it has 4\.\d MiB/)]);
    expect(names(result)).toEqual(['a']);
  });

  test('no end of errors', () => {
    const result = readYaml('&a '.repeat(10_000), 'a.yaml');
    expect(result.problems.length).toBe(101);
    expect(result.problems.at(-1)!.message).toBe('cannot be read: it has 9899 more errors');
  });
});

describe('what cannot be read is reported with its place, and the rest is kept', () => {
  const after = `---\n${head}`;
  test.each([
    ['a key twice', `${head}data:\n  a: 1\n  a: 2\n`, 'a.yaml:6:3 cannot be read: Map keys must be unique'],
    ['a tab that indents', `${head}data:\n\ta: 1\n`, 'a.yaml:5:1 cannot be read: '],
    ['an open bracket', `${head}data: [a\n`, 'a.yaml:5:1 cannot be read: '],
    ['an alias to nothing', `${head}data: *b\n`, 'a.yaml:1:1 cannot be read: Unresolved alias'],
    ['a merge of nothing', `${head}data: {<<: *b}\n`, 'a.yaml:1:1 cannot be read: Merge sources'],
    ['a list', '- a\n', 'a.yaml:1:1 is not a Kubernetes object: not a map'],
    ['text', 'hello\n', 'a.yaml:1:1 is not a Kubernetes object: not a map'],
    ['values of a chart', 'image: a\n', 'is not a Kubernetes object: apiVersion and kind and metadata.name missing'],
    ['a number as name', `${head.replace('name: a', 'name: 5')}`, 'is not a Kubernetes object: metadata.name missing'],
    ['an item of a List', 'kind: List\nitems:\n- kind: Pod\n', 'a.yaml:3:3 is not a Kubernetes object: apiVersion and'],
  ])('%s', (_, document, problem) => {
    const result = readYaml(document + after, 'a.yaml');
    expect(problems(result)[0]).toContain(problem);
    expect(result.problems.every(({ message }) => !/\n|at line/.test(message))).toBe(true);
    expect(names(result)).toEqual(['a']);
  });

  test('aliases that grow without bound', () => {
    const nine = (name: string) => `[${Array.from({ length: 9 }, () => `*${name}`).join(', ')}]`;
    const result = readYaml(`${head}a: &a [1]\nb: &b ${nine('a')}\nc: &c ${nine('b')}\nd: ${nine('c')}\n`, 'a.yaml');
    expect(problems(result)).toEqual([expect.stringContaining('Excessive alias count')]);
  });
});

test('a canonical manifest is read as it was written', () => {
  const manifest = fc
    .tuple(troublesomeText, troublesomeMap)
    .map(([name, rest]) => canonical({ ...rest, apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } }));
  fc.assert(
    fc.property(fc.array(manifest, { minLength: 1, maxLength: 3 }), (manifests) => {
      const result = readYaml(manifests.map((one) => `---\n${writeYaml(one)}`).join(''), 'a.yaml');
      expect(problems(result)).toEqual([]);
      expect(result.manifests.map((read) => JSON.stringify(read.manifest))).toEqual(
        manifests.map((one) => JSON.stringify(one)),
      );
    }),
    { numRuns: 1_000 },
  );
}, 60_000);
