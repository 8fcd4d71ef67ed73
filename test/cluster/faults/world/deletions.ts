import { pathOf } from '../../api/client';
import type { ApiProxy } from '../api-proxy';
import { describeExchange, type Exchange } from '../exchange';
import type { Item, Model } from './model';
import { below, type Oracle, without } from './oracle';

/** How long the news of a change may take to reach a sweep, in milliseconds: what watches and looks promise. */
const lag = 1_000;
/** The same where a connection has died without a word. */
const silence = 11_000;

/** A deletion that the API server has carried out. */
export interface Deletion {
  readonly exchange: Exchange;
  readonly item: Item;
  /** Everything that garbage collection took along, of what a sweep could know. */
  readonly along: readonly Item[];
  /** What belongs to it, or to what went along, and has another owner. */
  readonly spared: readonly Item[];
  /** What was made for something that was on its way already, or a moment earlier. */
  readonly late: readonly Item[];
}

/**
 * The deletions that a sweep has brought about, in their order; and what is wrong with any of them.
 *
 * @param first what was there when the sweep began
 */
export function deletionsIn(
  proxy: ApiProxy,
  model: Model,
  oracle: Oracle,
  namespace: string,
  first: ReadonlyMap<string, Item>,
): { readonly deletions: readonly Deletion[]; readonly problems: readonly string[] } {
  const deletions: Deletion[] = [];
  const problems: string[] = [];
  const gone = new Set<string>();
  const known = [...model.at(Number.POSITIVE_INFINITY).items.values()];
  const behind = proxy.faults.some(({ fault }) => fault === 'watch-stalled') ? silence : lag;
  for (const exchange of carriedOut(proxy)) {
    const item = known.find(
      ({ apiVersion, kind, name }) => pathOf(apiVersion, kind, namespace, name) === exchange.path,
    );
    // What goes along with something is on its way: that it is asked for too does no harm.
    if (!item || gone.has(item.uid)) continue;
    const { isDue, why } = judged(item, behind, exchange, model, oracle, gone);
    if (!isDue) problems.push(`${item.kind} ${item.name} was deleted, and ${why}: ${describeExchange(exchange)}`);
    const before = model.at(Number.POSITIVE_INFINITY, gone).items;
    const after = without(before, [item.uid]);
    const taken = [...before.values()].filter(({ uid }) => uid !== item.uid && !after.has(uid));
    const then = model.at(exchange.arrivedAt - behind).items;
    const along = taken.filter(({ uid }) => first.has(uid) || then.has(uid));
    const late = taken.filter((one) => !along.includes(one));
    for (const { uid } of [item, ...taken]) gone.add(uid);
    const spared = below(item, { items: before, isPaused: false }).filter(({ uid }) => after.has(uid));
    deletions.push({ exchange, item, along, spared, late });
  }
  return { deletions, problems };
}

function carriedOut(proxy: ApiProxy): Exchange[] {
  return proxy.exchanges
    .filter(({ method, status = 0 }) => method === 'DELETE' && status >= 200 && status < 300)
    .sort((a, b) => a.forwardedAt! - b.forwardedAt!);
}

/**
 * Whether an object might be deleted, by what the API server had acknowledged: of the object itself until the request came
 * to it, for that is asked with its version; of all the rest a moment earlier.
 */
function judged(
  item: Item,
  behind: number,
  { arrivedAt, forwardedAt = 0 }: Exchange,
  model: Model,
  oracle: Oracle,
  gone: ReadonlySet<string>,
) {
  const itself = model.at(forwardedAt, gone).items.get(item.uid);
  if (!itself || !oracle.isDueItself(itself)) return { isDue: false, why: 'it was not due itself' };
  const isDue = model.moments(arrivedAt - behind, forwardedAt).some((moment) => {
    const snapshot = model.at(moment, gone);
    const then = snapshot.items.get(item.uid);
    return then !== undefined && oracle.isDue(then, snapshot);
  });
  return { isDue, why: 'something else was to keep it' };
}
