import type { LiveObject } from '../../api/client';
import { collectionPath, pathOf } from '../../api/client';
import type { Bench } from '../../bench/bench';
import { manifestOf, statusOf, type Ties } from './manifests';
import type { Item, Model } from './model';
import type { Thing, World } from './world';

/** Makes the objects of a world through the API server, owners before what they own. */
export async function build(bench: Bench, namespace: string, { things, isPaused }: World, model: Model): Promise<void> {
  const items: Item[] = [];
  const mounts = new Map<number, Item[]>();
  const made = new Map<number, Promise<Item>>();
  const make = async (thing: Thing, index: number): Promise<Item> => {
    const owners = await Promise.all(thing.owners.map((owner) => made.get(owner)!));
    // A pod is made after all that it mounts.
    if (thing.kind === 'Pod') {
      await Promise.all(things.flatMap(({ user }, other) => (user === index ? [made.get(other)!] : [])));
    }
    const madeFor =
      thing.madeFor === 'gone'
        ? 'gone'
        : thing.madeFor === undefined
          ? undefined
          : nameOf(things[thing.madeFor]!, thing.madeFor);
    const item = await create(bench, namespace, thing, nameOf(thing, index), {
      owners,
      madeFor,
      mounts: mounts.get(index),
    });
    if (thing.user !== undefined) mounts.set(thing.user, [...(mounts.get(thing.user) ?? []), item]);
    items[index] = item;
    return item;
  };
  // Whatever one waits for stands before it.
  for (const [index, thing] of things.entries()) made.set(index, make(thing, index));
  await Promise.all(made.values());
  for (const [index, item] of items.entries()) {
    const { user } = things[index]!;
    model.put(user === undefined ? item : { ...item, user: items[user]!.uid }, 'was made');
  }
  if (isPaused) await pause(bench, namespace, model);
}

/** Makes one object, with its status. */
export async function create(bench: Bench, namespace: string, thing: Thing, name: string, ties: Ties): Promise<Item> {
  const manifest = manifestOf(thing, name, namespace, ties) as LiveObject;
  const live = await bench.client.call<LiveObject>('POST', collectionPath(manifest), manifest);
  const { apiVersion, kind, metadata } = live;
  const status = statusOf(thing);
  if (status) await bench.client.mergePatch(`${pathOf(apiVersion, kind, namespace, name)}/status`, { status });
  const owners = (ties.owners ?? []).map(({ uid }) => uid);
  const createdAt = String(metadata['creationTimestamp']);
  return { apiVersion, kind, name, uid: metadata.uid, thing, owners, madeFor: ties.madeFor, createdAt };
}

/** Pauses a namespace, as somebody with an incident does. */
export async function pause(bench: Bench, namespace: string, model: Model, isPaused = true): Promise<void> {
  const annotations = { 'cdk8s-steward.dev/pause': isPaused ? 'forever, incident 4711' : null };
  await bench.client.mergePatch(`/api/v1/namespaces/${namespace}`, { metadata: { annotations } });
  model.pause(isPaused);
}

function nameOf({ kind }: Thing, index: number): string {
  return `${kind.toLowerCase()}-${index}`;
}
