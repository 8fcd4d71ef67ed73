import { readSweepFlags } from '../../../../src/runtime/sweep/options';
import { Progress } from '../../../../src/runtime/sweep/output/progress';
import { runSweep } from '../../../../src/runtime/sweep/run';
import { endedPod } from '../../ended';
import { LocalCluster } from '../../local-cluster';
import { podRule } from '../sweeps';

/** The lines that a terminal shows after all this was written to it. */
function screen(written: readonly string[]): string[] {
  const lines = written.join('').split('\n');
  return lines.map((line) => line.split('\r\u001b[K').at(-1) ?? '');
}

describe('the line that says how far a sweep is', () => {
  const written: string[] = [];
  let now = 0;
  let progress: Progress;

  beforeEach(() => {
    written.length = 0;
    now = Date.UTC(2026, 10, 28);
    progress = new Progress(
      (text) => written.push(text),
      () => now,
    );
  });

  it('tells the namespace, what was looked at and what of it is due, in one line', () => {
    progress.add(true, 'agents');
    expect(screen(written)).toEqual(['agents: 1 looked at, 1 due']);
    now += 200;
    progress.add(false, 'builds');
    expect(screen(written)).toEqual(['builds: 2 looked at, 1 due']);
  });

  it('is written no more than five times a second, and counts what comes between', () => {
    for (let add = 0; add < 1_000; add += 1, now += 1) progress.add(add % 2 === 0, 'agents');
    expect(written).toHaveLength(5);
    expect(screen(written)).toEqual(['agents: 801 looked at, 401 due']);
  });

  it('makes room for what else is written, and comes back after it', () => {
    progress.add(true, 'agents');
    progress.clear();
    written.push('deleted  agents  Pod a\n');
    expect(screen(written)).toEqual(['deleted  agents  Pod a', '']);
    now += 200;
    progress.add(true, 'agents');
    expect(screen(written)).toEqual(['deleted  agents  Pod a', 'agents: 2 looked at, 2 due']);
  });

  it('leaves a terminal alone before it was ever there', () => {
    progress.clear();
    expect(written).toEqual([]);
  });
});

describe('a sweep that a person watches', () => {
  let cluster: LocalCluster;

  beforeAll(async () => {
    cluster = await LocalCluster.start();
  });
  afterAll(() => cluster.server.close());

  /** All that comes to the terminal, and what of it is an error's. */
  async function watched(format: string, isWatched: boolean): Promise<{ shown: string[]; err: string[] }> {
    const young = new Date(Date.now() - 3_600_000).toISOString();
    cluster.clear();
    cluster.put(
      endedPod('a', 'Failed'),
      endedPod('b', 'Failed', { creationTimestamp: young }),
      endedPod('c', 'Failed'),
    );
    // So late that the line has come back when it is decided.
    cluster.fault = async ({ path }) => {
      if (path.endsWith('/pods/c')) await new Promise((resolve) => setTimeout(resolve, 300));
    };
    const [shown, err]: [string[], string[]] = [[], []];
    const policy = { name: 'night', rules: [podRule] };
    await runSweep(policy, readSweepFlags({ policy: 'p', format, qps: '0', workers: '1' }).request, {
      access: { server: cluster.server.url, token: async () => 'secret' },
      output: {
        out: (text) => shown.push(text),
        err: (text) => err.push(text) && shown.push(text),
        isWatched,
      },
      ownNamespaces: [],
      signal: new AbortController().signal,
    });
    return { shown, err };
  }

  it('sees how far it is, and in the end only what was found', async () => {
    const { shown, err } = await watched('text', true);
    const states = shown.map((_, index) => screen(shown.slice(0, index + 1)).at(-1));
    expect(states.filter((state) => state?.startsWith('agents'))).toEqual([
      'agents: 1 looked at, 1 due',
      'agents: 3 looked at, 2 due',
    ]);
    expect(err.join('')).not.toContain('\n');
    expect(screen(shown).map((line) => line.split('  ').slice(0, 3).join(' '))).toEqual([
      expect.stringMatching(/^reported/),
      expect.stringMatching(/^reported/),
      'policy night, report: 3 objects: 2 reported, 1 young',
      expect.stringMatching(/^would free 2 objects/),
      expect.stringMatching(/ calls of the API$/),
      '',
    ]);
  });

  it.each<[string, string, boolean]>([
    ['who reads JSON', 'json', true],
    ['nobody', 'text', false],
  ])('sees no such line where it is for %s', async (_, format, isWatched) => {
    expect((await watched(format, isWatched)).err).toEqual([]);
  });
});
