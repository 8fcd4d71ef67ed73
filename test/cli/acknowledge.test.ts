import { Workstation } from './workstation';

jest.setTimeout(30_000);

describe('steward acknowledge', () => {
  let workstation: Workstation;

  beforeAll(async () => {
    workstation = await Workstation.start();
  });
  afterAll(() => workstation.close());
  beforeEach(() => workstation.cluster.clear());

  const spent = { policy: 5 };
  const stop = { id: '2026-11-28T02:00:01Z', reason: 'the budget of policy night is 5' };
  const hold = (namespace: string, state: unknown) => {
    const metadata = { name: 'steward-sweep-night', namespace };
    const data = { 'state.json': JSON.stringify(state), other: 'stays' };
    workstation.cluster.put({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data });
  };
  const held = (namespace: string) => {
    const { 'state.json': state = '', ...others } = (workstation.cluster.find(
      'v1',
      'ConfigMap',
      namespace,
      'steward-sweep-night',
    )?.['data'] ?? {}) as Record<string, string>;
    return { ...JSON.parse(state), others };
  };
  const state = { day: '2026-11-28', spent, base: {}, sightings: { u: 7 } };

  it.each<[string, string, readonly string[]]>([
    ['where sweeps of the cluster keep it', 'steward-system', []],
    ['where it is said to be', 'agents', ['--state-namespace', 'agents']],
  ])('lifts a stop %s, and nothing else', async (_, namespace, flags) => {
    for (const one of ['steward-system', 'agents']) hold(one, { ...state, stop });
    expect(await workstation.steward('acknowledge', 'night', ...flags)).toEqual({
      code: 0,
      out: [
        'acknowledged: the budget of policy night is 5',
        "what is spent stays spent: raise the policy's budget, or wait for the next day",
        '',
      ].join('\n'),
      err: '',
    });
    expect(held(namespace)).toEqual({ ...state, others: { other: 'stays' } });
    expect(held(namespace === 'agents' ? 'steward-system' : 'agents')).toMatchObject({ stop });
    expect(workstation.cluster.writes).toEqual([`PUT /api/v1/namespaces/${namespace}/configmaps/steward-sweep-night`]);
  });

  it('says that a policy is not stopped', async () => {
    hold('steward-system', state);
    expect(await workstation.steward('acknowledge', 'night')).toEqual({
      code: 0,
      out: 'policy night is not stopped\n',
      err: '',
    });
    expect(held('steward-system')).toMatchObject(state);
  });

  it.each<[string, () => void, string]>([
    [
      'a policy that never ran',
      () => {},
      'there is no policy night that has ever run: no steward-sweep-night in steward-system',
    ],
    [
      'a state that is none',
      () => hold('steward-system', { ...state, spent: 'much', stop }),
      'ConfigMap steward-system/steward-sweep-night holds no state in state.json: mend it, or delete it and its budgets',
    ],
  ])('refuses %s, and writes nothing', async (_, prepare, problem) => {
    prepare();
    expect(await workstation.steward('acknowledge', 'night')).toEqual({ code: 2, out: '', err: `error: ${problem}\n` });
    expect(workstation.cluster.writes).toEqual([]);
  });
});
