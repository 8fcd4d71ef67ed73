import type { ContainerState, ContainerStatus, PodObject } from './core';
import { type Observation, podPhase, podStatus } from './status';

const running: ContainerState = { running: { startedAt: 't' } };
const waiting: ContainerState = { waiting: { reason: 'CrashLoopBackOff' } };
const ended = (exitCode: number): ContainerState => ({
  terminated: { exitCode, reason: 'x', startedAt: 't', finishedAt: 't' },
});

function status(name: string, state: ContainerState, rest: Partial<ContainerStatus> = {}): ContainerStatus {
  return {
    name,
    image: 'i',
    imageID: '',
    ready: false,
    started: false,
    restartCount: 0,
    state,
    lastState: {},
    ...rest,
  };
}

function observation(rest: Partial<Observation>): Observation {
  return {
    pod: { spec: { containers: [] } } as unknown as PodObject,
    before: [],
    startTime: 't0',
    hostIP: '10.244.7.254',
    podIP: '10.244.7.2',
    init: [],
    main: [],
    sidecars: new Set(),
    isOver: false,
    ...rest,
  };
}

describe('podPhase', () => {
  const cases: readonly (readonly [string, Partial<Observation>, string])[] = [
    ['a container has not started', { main: [status('a', running), status('b', waiting)] }, 'Pending'],
    ['an init container runs', { init: [status('i', running)], main: [status('a', waiting)] }, 'Pending'],
    ['all run', { main: [status('a', running)] }, 'Running'],
    ['one waits to be restarted', { main: [status('a', waiting, { lastState: ended(1) })] }, 'Running'],
    ['all have ended, sidecars not', { main: [status('a', ended(0))] }, 'Running'],
    ['all is over, all well', { main: [status('a', ended(0))], isOver: true }, 'Succeeded'],
    ['all is over, one failed', { main: [status('a', ended(0)), status('b', ended(2))], isOver: true }, 'Failed'],
    ['init failed', { init: [status('i', ended(1))], main: [status('a', waiting)], isOver: true }, 'Failed'],
    ['too late', { main: [status('a', ended(0))], isOver: true, verdict: { reason: 'r', message: 'm' } }, 'Failed'],
    [
      'a sidecar has started',
      { init: [status('s', running, { started: true })], sidecars: new Set(['s']), main: [status('a', running)] },
      'Running',
    ],
    [
      'a sidecar was killed at the end',
      { init: [status('s', ended(137))], sidecars: new Set(['s']), main: [status('a', ended(0))], isOver: true },
      'Succeeded',
    ],
  ];
  test.each(cases)('%s', (_what, seen, expected) => {
    expect(podPhase(observation(seen))).toBe(expected);
  });
});

describe('conditions', () => {
  const of = (seen: Partial<Observation>) => {
    const { conditions = [] } = podStatus(observation(seen), 'now');
    return Object.fromEntries(
      conditions.map(({ type, status, reason }) => [type, reason ? `${status} ${reason}` : status]),
    );
  };

  test('ready', () => {
    expect(of({ main: [status('a', running, { ready: true })] })).toEqual({
      PodReadyToStartContainers: 'True',
      Initialized: 'True',
      Ready: 'True',
      ContainersReady: 'True',
      PodScheduled: 'True',
    });
  });

  test('not yet', () => {
    expect(of({ podIP: undefined, init: [status('i', waiting)], main: [status('a', waiting)] })).toMatchObject({
      PodReadyToStartContainers: 'False',
      Initialized: 'False ContainersNotInitialized',
      Ready: 'False ContainersNotReady',
    });
  });

  test('completed', () => {
    expect(of({ main: [status('a', ended(0))], isOver: true })).toMatchObject({
      Initialized: 'True PodCompleted',
      Ready: 'False PodCompleted',
    });
  });

  test('a sidecar that is not ready counts, an init container does not', () => {
    const main = [status('a', running, { ready: true })];
    expect(of({ init: [status('i', ended(0))], main }).Ready).toBe('True');
    const sidecar = status('s', running, { started: true });
    expect(of({ init: [sidecar], sidecars: new Set(['s']), main }).Ready).toBe('False ContainersNotReady');
  });

  test('a time of transition stays until the status changes', () => {
    const before = [
      { type: 'Ready', status: 'True' as const, lastTransitionTime: 'then' },
      { type: 'PodScheduled', status: 'True' as const, lastTransitionTime: 'first' },
    ];
    const { conditions = [] } = podStatus(
      observation({ before, main: [status('a', running, { ready: true })] }),
      'now',
    );
    const times = Object.fromEntries(conditions.map(({ type, lastTransitionTime }) => [type, lastTransitionTime]));
    expect(times).toMatchObject({ Ready: 'then', ContainersReady: 'now' });
    // The scheduler's own stays its own.
    expect(times).not.toHaveProperty('PodScheduled');
  });
});
