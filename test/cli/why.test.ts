import { join } from 'node:path';
import type { LiveObject } from '../../src/model/manifests/live-object';
import { Archive } from '../../src/runtime/store/archive/archive';
import type { Capsule } from '../../src/runtime/store/capsules/capsule';
import { CapsuleArchive } from '../../src/runtime/store/capsules/capsule-archive';
import { capsuleOf } from '../../src/runtime/store/capsules/capsule-of';
import { withCapsule } from '../../src/runtime/store/capsules/capsule-ring';
import { DirectoryStore } from '../../src/runtime/store/folder/directory-store';
import { endedAt, endedPod, eventOf, stepOf } from '../runtime/ended';
import { refuse } from '../runtime/local-server';
import { Workstation } from './workstation';

jest.setTimeout(30_000);

describe('steward why', () => {
  let workstation: Workstation;
  let archive: string;

  beforeAll(async () => {
    workstation = await Workstation.start();
    archive = join(workstation.folder, 'archive');
    const capsules = new CapsuleArchive(new Archive(new DirectoryStore(archive)));
    await capsules.save(capsule('archived'));
  });
  afterAll(() => workstation.close());
  beforeEach(() => workstation.cluster.clear());

  const pod = (name: string): LiveObject => {
    const metadata = { name, namespace: 'agents', uid: `u-${name}`, resourceVersion: '1', creationTimestamp: endedAt };
    return { ...endedPod(name, 'Failed'), metadata };
  };
  const capsule = (name: string, words = 'last words', at = Date.UTC(2026, 10, 28)): Capsule =>
    capsuleOf(pod(name), [], new Map([['main', `${words}\n`]]), at);
  const text = (name: string, words = 'last words', at = '2026-11-28T00:00:00Z') =>
    [
      `pod agents/${name} (u-${name})`,
      `  Failed, ended ${endedAt}`,
      '  on node node-1',
      `  as of ${at}`,
      'container main, worker:1',
      `  OOMKilled, exit code 137, at ${endedAt}`,
      'log of main',
      `  ${words}`,
      '',
    ].join('\n');
  const ring = (namespace: string, policy: string, ...capsules: readonly Capsule[]) => {
    const metadata = {
      name: `steward-capsules-${policy}`,
      namespace,
      labels: { 'cdk8s-steward.dev/capsules': 'true' },
    };
    workstation.cluster.put(capsules.reduce(withCapsule, { apiVersion: 'v1', kind: 'ConfigMap', metadata }));
  };
  const refusedState = () => {
    workstation.cluster.fault = ({ path }, response) =>
      path.includes('/steward-system/') ? refuse(response, 403, 'Forbidden', 'no right') : undefined;
  };
  const why = (...args: readonly string[]) => workstation.steward('why', ...args, '-n', 'agents');

  it('tells what a pod died of that is there: status, events, and the end of its log without secrets', async () => {
    const status = {
      phase: 'Failed',
      reason: 'Evicted',
      message: 'low on memory',
      containerStatuses: [
        {
          name: 'main',
          image: 'worker:1',
          restartCount: 2,
          state: { terminated: { exitCode: 137, reason: 'OOMKilled', finishedAt: endedAt } },
          lastState: { terminated: { exitCode: 1, reason: 'Error', signal: 9 } },
        },
        { name: 'side', restartCount: 0, state: { waiting: { reason: 'ImagePullBackOff' } } },
      ],
    };
    const event = { ...eventOf('agent', 'BackOff', 'restarting'), count: 3 };
    workstation.cluster.put({ ...endedPod('agent', 'Failed', stepOf('nightly')), status }, event);
    workstation.cluster.logs.set('agent/main', 'begin\nlogin with token=hunter2\n');
    const { code, out, err } = await why('agent');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.replace(/as of .*/, 'as of NOW')).toBe(
      [
        'pod agents/agent (uid-of-agent)',
        '  Failed: Evicted: low on memory',
        '  of Workflow nightly',
        '  on node node-1',
        '  as of NOW',
        'container main, worker:1, started again 2 times',
        `  OOMKilled, exit code 137, at ${endedAt}`,
        '  before: Error, exit code 1, signal 9',
        'container side',
        '  ImagePullBackOff',
        'events',
        `  ${endedAt}  Warning BackOff (3 times): restarting`,
        'log of main',
        '  begin',
        '  login with token=***',
        '',
      ].join('\n'),
    );
  });

  it.each<[string, string, () => void, readonly string[], string]>([
    ['the archive', 'archived', () => {}, ['--directory', 'ARCHIVE'], text('archived')],
    [
      'the ConfigMap of a sweep of the cluster',
      'agent',
      () => ring('steward-system', 'a', capsule('agent')),
      [],
      text('agent'),
    ],
    [
      'that of a sweep by hand, beside the pod',
      'agent',
      () => ring('agents', 'cleanup', capsule('agent')),
      [],
      text('agent'),
    ],
    [
      'where it is said to be',
      'agent',
      () => {
        ring('elsewhere', 'a', capsule('agent', 'elsewhere'));
        ring('agents', 'cleanup', capsule('agent', 'here', Date.UTC(2026, 10, 29)));
      },
      ['--state-namespace', 'elsewhere'],
      text('agent', 'elsewhere'),
    ],
    [
      'the newest of all',
      'agent',
      () => {
        ring('steward-system', 'a', capsule('agent', 'older'), capsule('other', 'of another', Date.UTC(2026, 10, 30)));
        ring('steward-system', 'b', capsule('agent', 'newest', Date.UTC(2026, 10, 29)));
        ring('agents', 'cleanup', capsule('agent', 'old', Date.UTC(2026, 10, 27)));
      },
      [],
      text('agent', 'newest', '2026-11-29T00:00:00Z'),
    ],
    [
      'one place, where the other may not be read',
      'agent',
      () => {
        ring('agents', 'cleanup', capsule('agent'));
        refusedState();
      },
      [],
      text('agent'),
    ],
  ])('tells it of a pod that is gone, by %s', async (_, name, prepare, flags, expected) => {
    prepare();
    const args = flags.map((flag) => flag.replace('ARCHIVE', archive));
    expect(await why(name, ...args)).toEqual({ code: 0, out: expected, err: '' });
  });

  it('tells it as JSON', async () => {
    ring('agents', 'cleanup', capsule('agent'));
    const { code, out } = await why('agent', '--format', 'json');
    expect([code, JSON.parse(out)]).toEqual([0, capsule('agent')]);
  });

  const hint = '; where the policy has an archive, name it: --policy, --directory or --bucket';
  it.each<[string, () => void, readonly string[], string]>([
    ['is known nowhere', () => {}, ['agent'], `nothing is known of pod agent in agents${hint}`],
    [
      'has its name in another namespace',
      () =>
        ring('steward-system', 'a', {
          ...capsule('agent'),
          metadata: { ...capsule('agent').metadata, namespace: 'builds' },
        }),
      ['agent'],
      `nothing is known of pod agent in agents${hint}`,
    ],
    ['is in no archive', () => {}, ['agent', '--directory', 'ARCHIVE'], 'nothing is known of pod agent in agents'],
    ['may be where nobody may look', refusedState, ['agent'], 'no right'],
    ['is asked for in no format', () => {}, ['agent', '--format', 'yaml'], '--format "yaml" is not one of text, json'],
    [
      'is looked for in two archives',
      () => {},
      ['agent', '--directory', 'ARCHIVE', '--bucket', 'b'],
      'several archives are named: use one of --policy, --directory and --bucket',
    ],
  ])('says why it tells nothing of a pod that %s', async (_, prepare, args, problem) => {
    prepare();
    const given = args.map((arg) => arg.replace('ARCHIVE', archive));
    expect(await why(...given)).toEqual({ code: 2, out: '', err: `error: ${problem}\n` });
  });
});
