import { Bench } from '../../bench/bench';
import type { Exchange } from '../../faults/exchange';
import type { ApiFault, ApiFaults } from '../../faults/fault-plan';
import type { Item } from '../../faults/world/model';
import { resultsOf, Sweeper } from './sweeper';

const preserved = { mark: { index: 1, isLabel: false, hasExpired: false } };

describe('what a sweep knows of dependents while its watches fail', () => {
  const bench = Bench.shared();
  let sweeper: Sweeper;
  let owner: Item;

  beforeEach(async () => {
    sweeper = await Sweeper.start(bench);
    // Watches are begun with the first candidate.
    await sweeper.make.workflow('another');
    owner = await sweeper.make.workflow('owner');
    await sweeper.make.pod('first', 'Succeeded', {}, { owners: [owner] });
  });
  afterEach(() => sweeper.close());
  afterAll(() => bench.close());

  const isPodWatch = ({ path, query }: Exchange) => path.endsWith('/pods') && query.has('watch');

  /** What befalls watches of pods, one after the other; everything else goes well. */
  function watches(...faults: readonly (ApiFault | undefined)[]): ApiFaults {
    let met = 0;
    return {
      ofApi: (exchange) => {
        if (!isPodWatch(exchange)) return undefined;
        met += 1;
        return faults[met - 1];
      },
      extent: () => 0,
    };
  }

  /** Makes an exempt child right before the API server is asked of the owner, and waits so long after it. */
  function childMeanwhile(milliseconds: number): void {
    sweeper.proxy.before = async ({ method, path }) => {
      if (method !== 'GET' || !path.endsWith('/workflows/owner')) return;
      sweeper.proxy.before = undefined;
      await bench.until('pods are watched', async () => sweeper.proxy.exchanges.some(isPodWatch));
      await new Promise((resolve) => setTimeout(resolve, 300));
      await sweeper.make.pod('exempt', 'Succeeded', preserved, { owners: [owner] });
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
    };
  }

  it.each<[string, (ApiFault | undefined)[]]>([
    ['nothing fails', []],
    ['it is cut, and begun again', ['watch-cut', 'watch-cut', 'watch-cut']],
    ['it has expired', ['watch-expired', 'watch-expired']],
    ['it cannot be begun', ['unavailable', 'dropped', 'unavailable', 'dropped']],
  ])('%s: a child that is new keeps its owner', async (_, faults) => {
    sweeper.proxy.plan = watches(...faults);
    childMeanwhile(1_000);
    const swept = await sweeper.sweep(sweeper.policy(['Workflow']));
    expect(resultsOf(swept)).toEqual({ owner: 'held-by-dependent', another: 'deleted' });
    expect(await sweeper.left('Workflow', 'Pod')).toEqual(['Pod exempt', 'Pod first', 'Workflow owner']);
  });

  it('it goes silent: that is noticed within ten seconds', async () => {
    sweeper.proxy.plan = watches('watch-stalled');
    childMeanwhile(11_000);
    const swept = await sweeper.sweep(sweeper.policy(['Workflow']));
    expect(resultsOf(swept)).toEqual({ owner: 'held-by-dependent', another: 'deleted' });
    expect(await sweeper.left('Pod')).toEqual(['Pod exempt', 'Pod first']);
  }, 60_000);

  it('it is never there: nothing goes that something may depend on', async () => {
    sweeper.proxy.plan = { ofApi: (exchange) => (isPodWatch(exchange) ? 'unavailable' : undefined), extent: () => 0 };
    const swept = await sweeper.sweep(sweeper.policy(['Workflow']));
    expect(resultsOf(swept)).toEqual({ owner: 'error', another: 'error' });
    expect(swept.code).toBe(1);
    expect(swept.decisions[0]?.reason).toBe(
      'what depends on it cannot be told: the API server does not let watches through',
    );
    expect(sweeper.proxy.exchanges.filter(({ method }) => method === 'DELETE')).toEqual([]);
  }, 60_000);

  it('a longer gap is caught up with before anything relies on it', async () => {
    // Cut at once, and away for a while: what happened in the gap comes after the answer has begun.
    let gapSince: number | undefined;
    sweeper.proxy.plan = {
      ofApi: (exchange) => {
        if (!isPodWatch(exchange)) return undefined;
        if (gapSince === undefined) {
          gapSince = performance.now();
          return 'watch-cut';
        }
        return performance.now() - gapSince < 3_000 ? 'unavailable' : 'watch-late';
      },
      extent: () => 0,
    };
    childMeanwhile(700);
    const swept = await sweeper.sweep(sweeper.policy(['Workflow']));
    expect(resultsOf(swept)).toEqual({ owner: 'held-by-dependent', another: 'deleted' });
    expect(swept.decisions.find(({ name }) => name === 'owner')?.reason).toMatch(
      /^Pod exempt would go along, and must stay \(exempt\)/,
    );
  }, 60_000);
});
