import type { RetentionPolicy, RetentionRule } from '../../../../src/model/policy/retention-policy';
import type { Bench } from '../../bench/bench';
import { ApiProxy } from '../../faults/api-proxy';
import { type Swept, sweepWith } from '../../faults/world/run';
import { Maker } from '../../faults/world/things';

const ends = { Succeeded: { for: '0s' }, Failed: { for: '0s' }, Error: { for: '0s' } } as const;

/** A rule for everything of a kind that has ended, or is unused, in one namespace. */
export function ruleFor(kind: string, namespace: string, more: Partial<RetentionRule> = {}): RetentionRule {
  const groups: Readonly<Record<string, string>> = { Workflow: 'argoproj.io/v1alpha1', Job: 'batch/v1' };
  const isPassive = kind === 'ConfigMap' || kind === 'PersistentVolumeClaim';
  return {
    name: kind.toLowerCase(),
    apiVersion: groups[kind] ?? 'v1',
    kind,
    namespaces: [namespace],
    ...(kind === 'ConfigMap' && { selector: { matchLabels: { scratch: 'true' } } }),
    keep: isPassive ? { Unused: { for: '0s' } } : ends,
    ...more,
  };
}

/** Policies of a test, swept through a proxy that keeps a record. */
export class Sweeper {
  private constructor(
    readonly bench: Bench,
    readonly proxy: ApiProxy,
    readonly namespace: string,
    readonly stateNamespace: string,
  ) {}

  static async start(bench: Bench): Promise<Sweeper> {
    const proxy = await ApiProxy.start(bench.client.access);
    const [namespace, stateNamespace] = await Promise.all([bench.namespace('sweep'), bench.namespace('state')]);
    return new Sweeper(bench, proxy, namespace, stateNamespace);
  }

  close(): void {
    this.proxy.close();
  }

  get make(): Maker {
    return new Maker(this.bench, this.namespace);
  }

  /** A policy of some kinds' usual rules, or of others. */
  policy(kinds: readonly string[], more: Partial<RetentionPolicy> = {}): RetentionPolicy {
    return { name: this.namespace, rules: kinds.map((kind) => ruleFor(kind, this.namespace)), ...more };
  }

  sweep(
    policy: RetentionPolicy,
    flags: Readonly<Record<string, string>> = {},
    more: { readonly token?: string; readonly signal?: AbortSignal } = {},
  ): Promise<Swept> {
    const { url: server } = this.proxy;
    const { stateNamespace } = this;
    return sweepWith(policy, { server, token: this.bench.client.access.token, stateNamespace, flags, ...more });
  }

  /** Kind and name of what is there, `Job done`, in the order of the alphabet. */
  async left(...kinds: readonly string[]): Promise<string[]> {
    const lists = await Promise.all(
      kinds.map(async (kind) => {
        const objects = await this.bench.list(ruleFor(kind, this.namespace).apiVersion, kind, this.namespace);
        return objects.map(({ metadata }) => `${kind} ${metadata.name}`);
      }),
    );
    // Every namespace is given one.
    return lists
      .flat()
      .filter((name) => name !== 'ConfigMap kube-root-ca.crt')
      .sort();
  }

  /** Paths that the API server was asked to change since some exchange, with the method. */
  writes(since = 0): string[] {
    return this.proxy.exchanges
      .slice(since)
      .filter(({ method, path }) => method !== 'GET' && !path.includes('selfsubjectaccessreviews'))
      .map(({ method, url }) => `${method} ${url}`);
  }
}

/** Results by name. */
export function resultsOf({ decisions }: Swept): Readonly<Record<string, string>> {
  return Object.fromEntries(decisions.map(({ name, result }) => [name, result]));
}
