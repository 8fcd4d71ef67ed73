import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { parse } from 'yaml';
import { writeYaml } from '../../../src/model/manifests/yaml-writer';
import { troublesomeMap, troublesomeValue } from './trouble';

const documents = fc.oneof({ arbitrary: troublesomeMap, weight: 9 }, troublesomeValue);
const count = 10_000;

describe('what is written means the same', () => {
  test('to readers of YAML 1.1 and of YAML 1.2', () => {
    fc.assert(
      fc.property(documents, (value) => {
        const [text, json] = [writeYaml(value), JSON.stringify(value)];
        for (const version of ['1.1', '1.2'] as const) expect(JSON.stringify(parse(text, { version }))).toBe(json);
      }),
      { numRuns: count },
    );
  }, 120_000);

  const python = spawnSync('python3', ['-c', 'import yaml'], { encoding: 'utf8' });
  const name = 'to PyYAML';
  if (python.status === 0) test(name, comparePython, 300_000);
  else {
    console.info(`skipped, for there is no Python with PyYAML here: ${python.error?.message ?? python.stderr.trim()}`);
    test.skip(name, comparePython);
  }
});

/** Reads both files, and prints what differs. The pure loader is slow; it reads a part, and libyaml's, if there, all. */
const program = `
import json, sys, yaml
text = open(sys.argv[1], encoding='utf-8', newline='').read()
expected = [json.dumps(json.loads(line)) for line in open(sys.argv[2], encoding='utf-8', newline='\\n')]
for loader, most in [(yaml.SafeLoader, 500), (getattr(yaml, 'CSafeLoader', yaml.SafeLoader), len(expected))]:
    read = [value for _, value in zip(range(most), yaml.load_all(text, Loader=loader))]
    if len(read) != most: print('read', len(read), 'documents of', most)
    for index, value in enumerate(read):
        found = json.dumps(value, default=repr)
        if found != expected[index]: print(index, found)
`;

function comparePython(): void {
  const seed = Date.now();
  const values = fc.sample(documents, { numRuns: count, seed });
  const folder = mkdtempSync(join(tmpdir(), 'yaml-writer-'));
  try {
    const [written, expected] = [join(folder, 'written.yaml'), join(folder, 'expected.json')];
    writeFileSync(written, values.map((value) => `---\n${writeYaml(value)}`).join(''));
    writeFileSync(expected, values.map((value) => `${JSON.stringify(value)}\n`).join(''));
    const { stdout, stderr, status } = spawnSync('python3', ['-c', program, written, expected], { encoding: 'utf8' });
    expect({ seed, differing: stdout.slice(0, 2_000), stderr: stderr.slice(-2_000), status }).toEqual({
      seed,
      differing: '',
      stderr: '',
      status: 0,
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('what is written reads well', () => {
  test.each([
    ...[
      '80Gi',
      '500m',
      '10.96.0.1/32',
      '30s',
      '25%',
      'agent-platform',
      'v1',
      'apps/v1',
      '/healthz',
      '_cluster',
      'a#b',
      'a:b',
    ],
    ...[
      'app.kubernetes.io/name',
      'registry.example.com/agent:1.2',
      'https://a.b/c?d=e',
      'Type=Foo',
      "it's",
      'say "hi"',
    ],
    ...[
      'sum by(namespace) (x{a="b"}) > 50',
      'rate(x[5m]) / on(namespace) y',
      'hostname',
      'yesterday',
      'nullable',
      'online',
    ],
  ])('the string %j stands plain', (text) => {
    expect(writeYaml({ a: text })).toBe(`a: ${text}\n`);
    expect(writeYaml([text])).toBe(`- ${text}\n`);
  });

  test.each([
    ['*/5 * * * *', '"*/5 * * * *"'],
    ['0 2 * * *', '"0 2 * * *"'],
    ['{{inputs.parameters.a}}', '"{{inputs.parameters.a}}"'],
    ['(x{a="b"}) > 50', `'(x{a="b"}) > 50'`],
    [`{a="b"} != 'c'`, `'{a="b"} != ''c'''`],
    ['\\d+', "'\\d+'"],
    ['true', '"true"'],
    ['Yes', '"Yes"'],
    ['n', '"n"'],
    ['1', '"1"'],
    ['1.36', '"1.36"'],
    ['1e3', '"1e3"'],
    ['012', '"012"'],
    ['', '""'],
    ['a: b', '"a: b"'],
    ['a #b', '"a #b"'],
    ['😀', '"😀"'],
    ['\u2028\ufeff', '"\\u2028\\ufeff"'],
  ])('the string %j stands as %s', (text, written) => {
    expect(writeYaml({ a: text })).toBe(`a: ${written}\n`);
  });

  test('a script stands as a literal block, in the way it ends', () => {
    const script = '#!/bin/sh\nset -e\n\nif true; then\n  echo "a: b" # c\nfi';
    const lines = ['  #!/bin/sh', '  set -e', '', '  if true; then', '    echo "a: b" # c', '  fi'].join('\n');
    expect(writeYaml({ a: `${script}\n`, b: 1 })).toBe(`a: |\n${lines}\nb: 1\n`);
    expect(writeYaml({ a: script, b: 1 })).toBe(`a: |-\n${lines}\nb: 1\n`);
    expect(writeYaml({ a: `${script}\n\n`, b: 1 })).toBe(`a: |+\n${lines}\n\nb: 1\n`);
  });

  test('maps and lists stand in blocks, a list below its key, keys in the order of the value', () => {
    const value = { b: [{ name: 'x', args: ['a', ['c']] }, [], {}], a: { z: {}, y: null, n: -0, w: 1e21 } };
    expect(writeYaml(value)).toBe(
      [
        'b:',
        '  - name: x',
        '    args:',
        '      - a',
        '      - - c',
        '  - []',
        '  - {}',
        'a:',
        '  z: {}',
        '  "y": null',
        '  "n": 0',
        '  w: 1.0e+21',
        '',
      ].join('\n'),
    );
  });

  test('a key too long for one line gets a question mark', () => {
    const key = 'k'.repeat(200);
    expect(writeYaml([{ [key]: 1, b: { [key]: ['a'] } }])).toBe(
      `- ? "${key}"\n  : 1\n  b:\n    ? "${key}"\n    :\n      - a\n`,
    );
  });
});
