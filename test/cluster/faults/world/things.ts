import type { Bench } from '../../bench/bench';
import { create } from './builder';
import type { Ties } from './manifests';
import type { Item } from './model';
import type { Kind, Thing } from './world';

/** An object with nothing special about it, but for what is given. */
export function thing(kind: Kind, outcome: Thing['outcome'] = 'Failed', more: Partial<Thing> = {}): Thing {
  const usual = {
    isLong: false,
    isHeld: false,
    isArchiving: false,
    isRecorded: true,
    template: 'a',
    owners: [],
  } as const;
  return { kind, outcome, ...usual, ...more };
}

/** Makes objects of a namespace one by one, as tests tell of them. */
export class Maker {
  constructor(
    private readonly bench: Bench,
    readonly namespace: string,
  ) {}

  workflow(
    name: string,
    outcome: Thing['outcome'] = 'Failed',
    more: Partial<Thing> = {},
    ties: Ties = {},
  ): Promise<Item> {
    return this.make('Workflow', name, outcome, more, ties);
  }

  job(name: string, outcome: Thing['outcome'] = 'Failed', more: Partial<Thing> = {}, ties: Ties = {}): Promise<Item> {
    return this.make('Job', name, outcome, more, ties);
  }

  pod(name: string, outcome: Thing['outcome'] = 'Failed', more: Partial<Thing> = {}, ties: Ties = {}): Promise<Item> {
    return this.make('Pod', name, outcome, more, ties);
  }

  claim(name: string, ties: Ties = {}): Promise<Item> {
    return this.make('PersistentVolumeClaim', name, 'Pending', {}, ties);
  }

  configMap(name: string, ties: Ties = {}): Promise<Item> {
    return this.make('ConfigMap', name, 'Pending', {}, ties);
  }

  private make(kind: Kind, name: string, outcome: Thing['outcome'], more: Partial<Thing>, ties: Ties): Promise<Item> {
    return create(this.bench, this.namespace, thing(kind, outcome, more), name, ties);
  }
}
