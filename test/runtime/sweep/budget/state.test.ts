import type { ApiClient } from '../../../../src/runtime/api/api-client';
import {
  acknowledgeAnnotation,
  dayOf,
  type State,
  StateError,
  StateStore,
  stopAt,
} from '../../../../src/runtime/sweep/budget/state';
import { ObjectStore } from '../store';

const name = 'steward-sweep-agents';

describe('the state of a policy', () => {
  let store: ObjectStore;
  let client: ApiClient;
  let state: StateStore;

  beforeAll(async () => {
    store = await ObjectStore.start();
    client = store.server.client();
    state = new StateStore(client, 'steward-system', name);
  });
  afterAll(() => {
    client.close();
    store.server.close();
  });
  beforeEach(() => store.objects.clear());

  const hold = (text: string, annotations: object = {}) =>
    store.objects.set(name, {
      metadata: { name, namespace: 'steward-system', resourceVersion: '0', annotations },
      data: { 'state.json': text },
    } as never);
  const stop = stopAt(Date.UTC(2026, 10, 28, 2, 0, 1, 500), 'the budget is 5');
  const written: State = { day: '2026-11-28', spent: { policy: 5 }, base: {}, sightings: { u: 7 } };

  it('is empty before the first sweep, and afterwards what was written', async () => {
    expect([await state.exists(), await state.read()]).toEqual([
      false,
      { day: '', spent: {}, base: {}, sightings: {} },
    ]);
    await state.update(() => written);
    expect([await state.exists(), await state.read()]).toEqual([true, written]);
  });

  it('is changed by several at once, and nothing is lost', async () => {
    const one = (found: State): State => ({ ...found, spent: { policy: (found.spent['policy'] ?? 0) + 1 } });
    await Promise.all(Array.from({ length: 5 }, () => state.update(one)));
    expect((await state.read()).spent).toEqual({ policy: 5 });
  });

  it('is stopped until the very stop is acknowledged, by a command or an annotation', async () => {
    await state.update((found) => ({ ...found, stop }));
    expect((await state.read()).stop).toEqual({ id: '2026-11-28T02:00:01Z', reason: 'the budget is 5' });
    expect([await state.acknowledge(), await state.acknowledge()]).toEqual([stop, undefined]);
    const text = JSON.stringify({ ...written, stop });
    hold(text, { [acknowledgeAnnotation]: 'an earlier one' });
    expect((await state.read()).stop).toEqual(stop);
    hold(text, { [acknowledgeAnnotation]: stop.id });
    expect((await state.read()).stop).toBeUndefined();
  });

  it.each([
    'no JSON',
    'null',
    '{"day":"2026-11-28"}',
    '{"day":"x","spent":{"policy":"many"},"base":{},"sightings":{}}',
    '{"day":"x","spent":{},"base":[],"sightings":{}}',
    '{"day":"x","spent":{},"base":{},"sightings":{},"stop":true}',
  ])('that reads %j is an error: nobody knows what it would have forbidden', async (text) => {
    hold(text);
    const told = new StateError(
      `ConfigMap steward-system/${name} holds no state in state.json: mend it, or delete it and its budgets`,
    );
    await expect(state.read()).rejects.toEqual(told);
    await expect(state.update((found) => found)).rejects.toEqual(told);
  });

  it('forgets the latest sightings where there are too many for a ConfigMap', async () => {
    const many = Object.fromEntries(Array.from({ length: 10_050 }, (_, index) => [`u${index}`, index]));
    await state.update((found) => ({ ...found, sightings: many }));
    const { sightings } = await state.read();
    expect([Object.keys(sightings).length, sightings['u0'], sightings['u10000']]).toEqual([10_000, 0, undefined]);
  });
});

test('a day begins at midnight of its zone', () => {
  const time = Date.UTC(2026, 10, 28, 23, 30);
  expect([dayOf(time, 'Etc/UTC'), dayOf(time, 'Europe/Berlin')]).toEqual(['2026-11-28', '2026-11-29']);
});
