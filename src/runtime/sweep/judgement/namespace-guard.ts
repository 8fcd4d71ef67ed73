import type { LiveObject } from '../../../model/manifests/live-object';
import type { EffectivePolicy } from '../../../model/policy/effective-policy';
import { openWindow } from '../../../model/policy/hold-window';
import { describePause, pauseOf, protectedLabel } from '../../../model/policy/pause';
import { isProtected } from '../../../model/policy/protected-namespaces';
import { formatTimestamp } from '../../../model/values/timestamp';
import type { ApiClient } from '../../api/api-client';
import { ApiError, isRefusal } from '../../api/api-error';
import { pathOf } from '../../api/paths';
import type { Result } from '../decision';
import { Answers } from './answers';

/** Why nothing in a namespace may be deleted now. */
export interface Barrier {
  readonly result: Extract<Result, 'paused' | 'hold-window' | 'protected' | 'gone'>;
  readonly reason: string;
}

const namespaces = { apiVersion: 'v1', kind: 'Namespace', plural: 'namespaces' };
/** How long an answer serves all who ask, and how old it may be when a deletion relies on it: a pause holds within a second. */
const freshness = 500;
const oldest = 1_000;
const looks = 5;

/**
 * Knows whether a namespace is paused, protected or within a hold window. A namespace is read again for every deletion, but
 * no more than about twice a second.
 */
export class NamespaceGuard {
  private readonly looked = new Answers<Barrier | undefined>();
  private readonly paused = new Map<string, number>();

  constructor(
    private readonly client: ApiClient,
    private readonly policy: EffectivePolicy,
  ) {}

  /** Whether a namespace is refused by its name alone. */
  isRefused(namespace: string): boolean {
    return isProtected(namespace, this.policy.protectedNamespaces);
  }

  /** Namespaces that were found paused, and the ends of their pauses. */
  get pauses(): ReadonlyMap<string, number> {
    return this.paused;
  }

  /** What forbids deletions in a namespace now, if anything does. */
  async barrier(namespace: string): Promise<Barrier | undefined> {
    if (this.isRefused(namespace)) {
      return { result: 'protected', reason: `namespace ${namespace} is protected: no policy deletes in it` };
    }
    for (let attempt = 1; attempt <= looks; attempt += 1) {
      const { at, answer } = this.looked.to(namespace, freshness, () => this.look(namespace));
      const barrier = await answer;
      // An answer that took long tells how it was.
      if (performance.now() - at < oldest) return barrier;
    }
    throw new ApiError(0, '', `whether ${namespace} is paused is not told within a second`);
  }

  private async look(namespace: string): Promise<Barrier | undefined> {
    let metadata: LiveObject['metadata'];
    try {
      const path = pathOf(namespaces, undefined, namespace);
      ({ metadata } = await this.client.call<LiveObject>('GET', path, { isFree: true }));
    } catch (error) {
      if (!isRefusal(error, 404)) throw error;
      return { result: 'gone', reason: `namespace ${namespace} does not exist` };
    }
    const written = metadata.labels?.[protectedLabel];
    if (written !== undefined && written !== 'false') {
      return { result: 'protected', reason: `namespace ${namespace} bears the label ${protectedLabel}` };
    }
    const now = this.client.clock.now();
    const pause = pauseOf(metadata, now);
    if (pause) {
      this.paused.set(namespace, pause.until);
      return { result: 'paused', reason: `namespace ${namespace} is ${describePause(pause)}` };
    }
    const open = openWindow(this.policy.windows, now);
    if (!open) return undefined;
    const why = open.window.reason === '' ? '' : `: ${open.window.reason}`;
    return { result: 'hold-window', reason: `nothing is deleted until ${formatTimestamp(open.until)}${why}` };
  }
}
