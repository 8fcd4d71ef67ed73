import { describeExchange } from '../exchange';
import type { FaultProxy } from '../fault-proxy';
import type { Swept } from './run';
import { describeWorld, type World } from './world';

export interface TrialRecord {
  readonly problems: readonly string[];
  readonly world: World;
  readonly namespace: string;
  readonly proxy: FaultProxy;
  readonly store: FaultProxy;
  readonly sweeps: readonly Swept[];
  /** What others did meanwhile. */
  readonly story: readonly string[];
}

/** Everything that a person needs who looks for the reason of a failure. */
export function report({ problems, world, namespace, proxy, store, sweeps, story }: TrialRecord): string {
  const deletions = proxy.exchanges.filter(({ method }) => method === 'DELETE');
  const parts: readonly (readonly [string, readonly string[]])[] = [
    ['wrong', problems],
    ['world', [describeWorld(world)]],
    [`meanwhile in ${namespace}`, story],
    ['faults', [...proxy.faults, ...store.faults].map(describeExchange)],
    ['deletions', deletions.map(describeExchange)],
    ...sweeps.map((swept, index): [string, string[]] => [`sweep ${index + 1}, exit ${swept.code}`, saidBy(swept)]),
  ];
  return parts.map(([title, lines]) => [`== ${title}`, ...lines].join('\n')).join('\n');
}

function saidBy({ decisions, errors, summary }: Swept): string[] {
  return [errors, ...decisions.map((decision) => JSON.stringify(decision)), JSON.stringify(summary)];
}
