import { join } from 'node:path';
import { filesBelow } from '../files';
import { endedAt, endedPod, endedWorkflow } from '../runtime/ended';
import type { Made } from '../runtime/local-cluster';
import { steward } from './run-case';
import { Workstation } from './workstation';

jest.setTimeout(30_000);

const runs = '/apis/agents.example.com/v1/namespaces/agents/coderuns';
const workflows = '/apis/argoproj.io/v1alpha1/namespaces/agents/workflows';
const pods = '/api/v1/namespaces/agents/pods';

describe('steward cleanup', () => {
  let workstation: Workstation;

  beforeAll(async () => {
    workstation = await Workstation.start();
  });
  afterAll(() => workstation.close());
  beforeEach(() => {
    workstation.cluster.clear();
    workstation.cluster.groups = [
      {
        metadata: { name: 'agents.example.com' },
        versions: [
          {
            version: 'v1',
            resources: [{ resource: 'coderuns', responseKind: { kind: 'CodeRun' }, scope: 'Namespaced' }],
          },
        ],
      },
    ];
  });

  const run = (name: string, phase: string): Made => ({
    apiVersion: 'agents.example.com/v1',
    kind: 'CodeRun',
    metadata: { name, namespace: 'agents' },
    status: { phase, finishedAt: endedAt },
  });
  /** One of each kind and end, and some that are too young. */
  const clutter = () => {
    const young = { creationTimestamp: new Date(Date.now() - 3_600_000).toISOString() };
    workstation.cluster.put(
      endedPod('bad', 'Failed'),
      endedPod('good', 'Succeeded'),
      endedPod('young', 'Succeeded', young),
      endedWorkflow('built', 'Succeeded'),
      endedWorkflow('broken', 'Failed'),
      run('coded', 'Succeeded'),
      run('crashed', 'Failed'),
    );
    workstation.cluster.logs.set('bad/main', 'last words\n');
  };
  const cleanup = (...args: readonly string[]) => workstation.steward('cleanup', '-n', 'agents', ...args);
  /** Without what differs from run to run. */
  const lines = (out: string) =>
    out
      .replace(/ \d+d(\d+h)? ago/g, ' long ago')
      .replace(/about .* in etcd/, 'about SIZE in etcd')
      .replace(/^.* calls of the API$/m, 'SOME calls of the API')
      .split('\n');

  it('says what would go and why, and writes nothing unless it is told to delete', async () => {
    clutter();
    const { code, out, err } = await cleanup();
    const [first, second, third, fourth, ...rest] = lines(out);
    expect([code, err]).toEqual([0, 'nothing was deleted: add --delete to do it\n']);
    expect([first, second, third, fourth]).toEqual([
      'reported           agents  CodeRun coded  Succeeded long ago, kept for 1d',
      'reported           agents  Workflow built  Succeeded long ago, kept for 1d',
      'reported           agents  Pod good  Succeeded long ago, kept for 1d',
      'reported           agents  Pod bad  Failed long ago, kept for 1d',
    ]);
    expect(rest).toEqual([
      'policy cleanup, report: 7 objects: 2 not-covered, 4 reported, 1 young',
      'would free 4 objects (1 CodeRun, 1 Workflow, 2 Pod), 2 pods (requests 0 CPU, 0 memory), about SIZE in etcd',
      'SOME calls of the API',
      '',
    ]);
    expect(workstation.cluster.writes).toEqual([]);
  });

  it('deletes runs, then workflows, then pods, succeeded ones first, and keeps beside them what failed pods died of', async () => {
    clutter();
    const { code, err } = await cleanup('--delete');
    expect([code, err]).toEqual([0, '']);
    const deletions = workstation.cluster.writes.filter((write) => write.startsWith('DELETE'));
    expect(deletions).toEqual([
      `DELETE ${runs}/coded`,
      `DELETE ${workflows}/built`,
      `DELETE ${pods}/good`,
      `DELETE ${pods}/bad`,
    ]);
    const selectors = workstation.cluster.server.requests
      .filter(({ path, query }) => path === pods && query.has('fieldSelector'))
      .map(({ query }) => query.get('fieldSelector'));
    expect(selectors).toEqual(['status.phase=Succeeded', 'status.phase=Failed']);
    const left = [...workstation.cluster.objects.values()].map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(left.filter((one) => !one.startsWith('Event')).sort()).toEqual([
      'CodeRun crashed',
      'ConfigMap steward-capsules-cleanup',
      'ConfigMap steward-sweep-cleanup',
      'Pod young',
      'Workflow broken',
    ]);
    expect(await workstation.steward('why', 'bad', '-n', 'agents')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/\nlog of main\n {2}last words\n$/),
    });
  });

  it('writes runs, workflows and what failed pods died of to the folder that is to be the archive', async () => {
    clutter();
    const archive = join(workstation.folder, 'kept');
    const { code, out } = await cleanup('--delete', '--archive', archive, '--format', 'json');
    expect(code).toBe(0);
    const keys = [...filesBelow(archive).keys()].filter((key) => !key.endsWith('.meta'));
    const end = '20200102T030405Z.json.gz';
    expect(keys).toEqual([
      `archive/agents/Capsule/2020/01/02/bad/uid-of-bad-${end}`,
      `archive/agents/CodeRun/2020/01/02/coded/uid-of-coded-${end}`,
      `archive/agents/Workflow/2020/01/02/built/uid-of-built-${end}`,
    ]);
    const decisions = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(decisions.flatMap(({ archive: key }) => key ?? [])).toEqual(keys.slice(1));
    expect(decisions.at(-1).summary).toMatchObject({ mode: 'delete', results: { deleted: 4 }, exitCode: 0 });
  });

  it('goes by another age where one is given', async () => {
    clutter();
    const { out } = await cleanup('--older-than', '30m');
    expect(out).toMatch(/^reported +agents {2}Pod young {2}Succeeded .* ago, kept for 30m$/m);
  });

  it.each<[string, readonly string[], readonly string[]]>([
    [
      'an age that is none, and with it a name that no namespace has',
      ['--older-than', 'soon', '-n', 'Agents'],
      [
        '--namespace "Agents" is not a DNS-1123 label: use a-z, 0-9 and -, not at either end',
        '--older-than "soon" is not a duration: write e.g. 90s, 15m, 1h30m, 7d, or a number of seconds',
      ],
    ],
    [
      'a protected namespace',
      ['-n', 'kube-system'],
      ['--namespace "kube-system" is protected, and no policy deletes in it: leave it out'],
    ],
    ['all namespaces', ['-n', '*'], ['--namespace "*" is no namespace: one at a time is cleared by hand']],
    ['a format that is none', ['--format', 'yaml'], ['--format "yaml" is not one of text, json']],
  ])('refuses %s, and writes nothing', async (_, args, problems) => {
    const err = problems.map((problem) => `error: ${problem}\n`).join('');
    expect(await cleanup('--delete', ...args)).toEqual({ code: 2, out: '', err });
    expect(workstation.cluster.writes).toEqual([]);
  });

  it('needs a namespace', async () => {
    expect(await steward(['cleanup'])).toEqual({
      code: 2,
      out: '',
      err: "error: required option '-n, --namespace <ns>' not specified\n",
    });
  });

  it('explains itself', async () => {
    expect(await steward(['cleanup', '--help'])).toEqual({
      code: 0,
      out: `Usage: steward cleanup [options]

clears one namespace of what has ended; without --delete it only says what would
go

Options:
  -n, --namespace <ns>     the namespace
  --older-than <duration>  how long ago it must have ended (default: "24h")
  --archive <folder>       write runs and workflows there before they are
                           deleted
  --delete                 delete it
  --format <format>        text, or json: a line for each decision, the summary
                           last (default: "text")
  --kubeconfig <file>      default: KUBECONFIG, else ~/.kube/config, else the
                           account of the pod
  --context <name>         context of the kubeconfig (default: its current one)
  -h, --help               display help for command
`,
      err: '',
    });
  });
});
