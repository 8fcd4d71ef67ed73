import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import {
  Environment,
  type Layout,
  Layouts,
  LimitRange,
  Namespace,
  PriorityClass,
  ResourceQuota,
  StewardApp,
  SynthesisError,
} from '../../../src';
import { documentsIn, type Loose, warningsOf } from '../render';

/** Objects that do not care when they are constructed. */
const parts: Readonly<Record<string, (scope: Environment) => unknown>> = {
  namespace: (scope) => new Namespace(scope, 'ns', { name: 'agents' }),
  quota: (scope) => new ResourceQuota(scope, 'q', { name: 'q', namespace: 'agents', hard: { pods: 1 } }),
  other: (scope) => new ResourceQuota(scope, 'o', { name: 'q', namespace: 'other', hard: { pods: 2 } }),
  high: (scope) => new PriorityClass(scope, 'h', { name: 'high', value: 2 }),
  low: (scope) => new PriorityClass(scope, 'l', { name: 'low', value: 1 }),
};

function app(outdir: string, names: readonly string[] = Object.keys(parts), layout?: Layout): StewardApp {
  const made = new StewardApp({ outdir, layout });
  const environment = new Environment(made, 'prod');
  for (const name of names) parts[name]?.(environment);
  return made;
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'steward-'));
});

function filesIn(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

const quotaFile = 'prod/agents/resource-quota-q.yaml';

describe('synth', () => {
  it('writes every file, and tells which', () => {
    const { written, deleted, unchanged } = app(folder).write();
    expect([...written]).toEqual(filesIn(folder));
    expect([written.length, deleted, unchanged]).toEqual([5, [], 0]);
  });

  it('writes nothing the second time', () => {
    app(folder).synth();
    const before = statSync(join(folder, quotaFile), { bigint: true });
    expect(app(folder).write()).toEqual({ written: [], deleted: [], unchanged: 5 });
    expect(statSync(join(folder, quotaFile), { bigint: true }).mtimeNs).toEqual(before.mtimeNs);
  });

  it('may be asked twice of one app', () => {
    const made = app(folder);
    made.synth();
    expect(made.write()).toEqual({ written: [], deleted: [], unchanged: 5 });
  });

  it('deletes its stale files and the folders they leave empty, and keeps those of others', () => {
    app(folder).synth();
    writeFileSync(join(folder, 'prod/agents/notes.yaml'), 'by: hand\n');
    const { deleted } = app(folder, ['namespace']).write();
    expect([...deleted].sort()).toEqual([
      'prod/_cluster/priority-class-high.yaml',
      'prod/_cluster/priority-class-low.yaml',
      quotaFile,
      'prod/other/resource-quota-q.yaml',
    ]);
    expect(filesIn(folder)).toEqual(['prod/_cluster/namespace-agents.yaml', 'prod/agents/notes.yaml']);
    expect(existsSync(join(folder, 'prod/other'))).toBe(false);
  });

  it('refuses to overwrite a file of others, and leaves all as it was', () => {
    mkdirSync(join(folder, 'prod/agents'), { recursive: true });
    writeFileSync(join(folder, quotaFile), 'by: hand\n');
    expect(() => app(folder).synth()).toThrow(
      `${join(folder, quotaFile)} is in the way: it does not start with "# rendered by cdk8s-steward"`,
    );
    expect(filesIn(folder)).toEqual([quotaFile]);
  });

  it('leaves the disk untouched when anything is wrong', () => {
    app(folder).synth();
    const text = readFileSync(join(folder, quotaFile), 'utf8');
    const failing = app(folder, ['namespace', 'high']);
    new ResourceQuota(failing.node.findChild('prod') as Environment, 'bad', { name: 'bad', namespace: 'agents' });
    expect(() => failing.synth()).toThrow(SynthesisError);
    expect(filesIn(folder)).toHaveLength(5);
    expect(readFileSync(join(folder, quotaFile), 'utf8')).toBe(text);
  });

  it('does not even make the folder when anything is wrong', () => {
    const outdir = join(folder, 'dist');
    const failing = new StewardApp({ outdir });
    new ResourceQuota(new Environment(failing, 'prod'), 'q', { name: 'q', namespace: 'agents' });
    expect(() => failing.synth()).toThrow(SynthesisError);
    expect(existsSync(outdir)).toBe(false);
  });
});

describe('a SynthesisError', () => {
  const failing = (count: number) => {
    const made = new StewardApp();
    const environment = new Environment(made, 'prod');
    for (let index = 0; index < count; index += 1) {
      new ResourceQuota(environment, `q${index}`, { name: `q${index}`, namespace: 'agents' });
    }
    return made;
  };

  it.each([
    [1, 'nothing was written, 1 problem to mend first:\n  prod/q0: hard is required'],
    [2, 'nothing was written, 2 problems to mend first:\n  prod/q0: hard is required'],
  ])('lists %i in its message', (count, message) => {
    expect(() => failing(count).render()).toThrow(message);
  });

  it('is thrown by every way to render', () => {
    const made = failing(1);
    for (const render of [() => made.synth(), () => made.write(), () => made.render(), () => made.synthYaml()]) {
      expect(render).toThrow(SynthesisError);
    }
  });
});

it.each([
  ['a file per object', Layouts.filePerObject({ kustomization: true })],
  ['a file per namespace', Layouts.filePerNamespace()],
])('renders the same files (%s), whatever the order of construction', (_, layout) => {
  const expected = app(folder, Object.keys(parts), layout).render();
  const orders = fc.shuffledSubarray(Object.keys(parts), { minLength: Object.keys(parts).length });
  fc.assert(
    fc.property(orders, (order) => {
      expect([...app(folder, order, layout).render()]).toEqual([...expected]);
    }),
  );
});

it('streams every object in the order of the files', () => {
  const text = app(folder).synthYaml();
  expect(text.startsWith('---\napiVersion: v1\nkind: Namespace\n')).toBe(true);
  expect(documentsIn(text).map(({ metadata }) => metadata.name)).toEqual(['agents', 'high', 'low', 'q', 'q']);
});

it('renders an object once per synthesis, and anew in the next', () => {
  const produced: number[] = [];
  let pods = 1;
  const made = new StewardApp();
  const hard = {
    get pods() {
      produced.push(pods);
      return pods;
    },
  };
  const quota = new ResourceQuota(new Environment(made, 'prod'), 'q', {
    name: 'q',
    namespace: 'agents',
    hard,
  } as Loose);
  expect(quota.toJson().spec).toEqual({ hard: { pods: '1' } });
  const reads = produced.length;
  made.render();
  expect(produced).toHaveLength(2 * reads);
  pods = 2;
  expect(made.render().get(quotaFile)).toContain('pods: "2"');
});

it('prints warnings to standard error, each with its path, only when all is right', () => {
  const limits = (scope: Environment) => {
    const container = { max: { cpu: 4 } };
    new LimitRange(scope, 'limits', { name: 'l', namespace: 'agents', container }).addWarning('mind the gap');
  };
  expect(warningsOf(limits)).toEqual([
    'warning: prod/limits: mind the gap\n',
    expect.stringMatching(/^warning: prod\/limits: spec\.limits\[0\]\.max\.cpu LR-IMPLICIT-MAX: /),
  ]);
  const failing = (scope: Environment) => {
    limits(scope);
    new ResourceQuota(scope, 'q', { name: 'q', namespace: 'agents' });
  };
  expect(() => warningsOf(failing)).toThrow(SynthesisError);
});

it('writes to dist unless told, as cdk8s does', () => {
  expect(new StewardApp().outdir).toBe('dist');
});
