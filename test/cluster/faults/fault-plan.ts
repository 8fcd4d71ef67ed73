import { chance, choose } from './chance';
import type { Exchange } from './exchange';

/** What may be done to a request of the API, or to its answer. */
export type ApiFault =
  /** The connection ends before anybody has seen the request. */
  | 'dropped'
  /** It is carried out, and the connection ends without an answer. */
  | 'lost'
  /** It is carried out, and the answer says that it was not. */
  | 'lost-500'
  | 'conflict'
  /** A list has expired: with a token for the rest as it is now, or with none. */
  | 'expired'
  | 'expired-for-good'
  | 'throttled'
  | 'error'
  | 'unavailable'
  /** The answer ends in the middle: the connection breaks, or everything seems to be in order. */
  | 'cut'
  | 'short'
  | 'slow'
  /** A watch breaks, goes silent, is told to begin again, or says nothing for a moment after it has begun. */
  | 'watch-cut'
  | 'watch-late'
  | 'watch-stalled'
  | 'watch-expired';

/** What may be done to a request of the store. */
export type StoreFault = 'dropped' | 'lost' | 'slow-down' | 'error' | 'nothing' | 'half' | 'other';

export interface FaultPlanOptions {
  readonly seed: number;
  /** Share of the requests that something is done to, from 0 to 1. */
  readonly share: number;
  /** Faults that are left out. @default - none */
  readonly without?: readonly (ApiFault | StoreFault)[];
}

/** Who says what befalls requests of the API. */
export interface ApiFaults {
  /** What befalls a request. */
  ofApi(exchange: Exchange): ApiFault | undefined;
  /** How far a fault goes, from 0 to 1: after which share of an answer it is cut, how slow it is. */
  extent(exchange: Exchange): number;
}

type Weights<Fault extends string> = Readonly<Partial<Record<Fault, number>>>;

/** Which faults befall which requests: by seed, and by how often the same was asked before. */
export class FaultPlan implements ApiFaults {
  private readonly asked = new Map<string, number>();

  constructor(private readonly options: FaultPlanOptions) {}

  ofApi(exchange: Exchange): ApiFault | undefined {
    return this.choice(exchange, apiWeights(exchange));
  }

  /** What befalls a request of the store. */
  ofStore(exchange: Exchange): StoreFault | undefined {
    return this.choice(exchange, storeWeights(exchange));
  }

  extent({ method, url, index }: Exchange): number {
    return chance(this.options.seed, 'extent', method, url, index);
  }

  private choice<Fault extends ApiFault | StoreFault>(
    { method, path, query }: Exchange,
    weights: Weights<Fault>,
  ): Fault | undefined {
    const { seed, share, without = [] } = this.options;
    // Tokens and versions differ from run to run.
    const what = `${method} ${path} ${query.get('watch') ?? ''} ${query.has('continue')}`;
    const times = this.asked.get(what) ?? 0;
    this.asked.set(what, times + 1);
    if (chance(seed, 'whether', what, times) >= share) return undefined;
    const left = Object.entries(weights).filter(([fault]) => !without.includes(fault as Fault));
    return choose(chance(seed, 'which', what, times), Object.fromEntries(left) as Weights<Fault>);
  }
}

const anything: Weights<ApiFault> = {
  dropped: 3,
  lost: 3,
  throttled: 1,
  error: 2,
  unavailable: 2,
  cut: 2,
  short: 2,
  slow: 3,
};

function apiWeights({ method, query }: Exchange): Weights<ApiFault> {
  if (query.get('watch') !== null) {
    return { dropped: 1, unavailable: 1, 'watch-cut': 4, 'watch-late': 2, 'watch-stalled': 1, 'watch-expired': 3 };
  }
  // Who makes something new meets no other version of it.
  if (method === 'POST') return anything;
  if (method !== 'GET') return { ...anything, lost: 5, 'lost-500': 3, conflict: 3 };
  if (mayExpire(query.get('continue'))) return { ...anything, expired: 6, 'expired-for-good': 1 };
  return anything;
}

/** A token for the rest as it is now does not expire: it tells of no moment. */
function mayExpire(token: string | null): boolean {
  return token !== null && (JSON.parse(Buffer.from(token, 'base64url').toString()) as { rv: number }).rv > 0;
}

function storeWeights({ method }: Exchange): Weights<StoreFault> {
  const passing = { dropped: 2, lost: 2, 'slow-down': 2, error: 1 };
  return method === 'PUT' ? { ...passing, nothing: 3, half: 3, other: 3 } : passing;
}
