import type { LiveObject } from '../../../model/manifests/live-object';
import type { Manifest } from '../../../model/manifests/manifest';
import type { ApiClient } from '../../api/api-client';
import { ApiError, isRefusal } from '../../api/api-error';
import { pathOf } from '../../api/paths';
import { type Capsule, mostLines } from '../../store/capsules/capsule';
import { capsuleOf } from '../../store/capsules/capsule-of';

const events = { apiVersion: 'v1', kind: 'Event', plural: 'events' };
export const pods = { apiVersion: 'v1', kind: 'Pod', plural: 'pods' };
/** One line more than is kept tells that there are more. A limit in bytes would count from the first of them, and lose the last. */
const tailLines = mostLines + 1;
/** Characters of a line that are read; fewer are kept. */
const longest = 4_000;

/** The capsule of a pod that is there; undefined when it is not. */
export async function liveCapsule(
  client: ApiClient,
  { namespace, name }: { readonly namespace: string; readonly name: string },
): Promise<Capsule | undefined> {
  try {
    return await takeCapsule(client, await client.get<LiveObject>(pathOf(pods, namespace, name)));
  } catch (error) {
    if (isRefusal(error, 404)) return undefined;
    throw error;
  }
}

/** Takes the capsule of a pod: its status, what was said of it, and the end of each log. */
export async function takeCapsule(client: ApiClient, pod: LiveObject): Promise<Capsule> {
  const { uid, namespace } = pod.metadata;
  const query = { fieldSelector: `involvedObject.uid=${uid}`, limit: 200 };
  const { items } = await client.get<{ items: readonly Manifest[] | null }>(pathOf(events, namespace), query);
  const logs = new Map<string, string>();
  for (const container of startedContainers(pod)) logs.set(container, await logTail(client, pod, container));
  return capsuleOf(pod, items ?? [], logs, client.clock.now());
}

/** Containers that have a log: others never started. */
export function startedContainers(pod: LiveObject): string[] {
  const status = (pod['status'] ?? {}) as Readonly<Record<string, unknown>>;
  return ['initContainerStatuses', 'containerStatuses']
    .flatMap((list) => (status[list] ?? []) as readonly { name: string; state?: Readonly<Record<string, unknown>> }[])
    .filter(({ state }) => state?.['terminated'] !== undefined || state?.['running'] !== undefined)
    .map(({ name }) => name);
}

async function logTail(client: ApiClient, { metadata }: LiveObject, container: string): Promise<string> {
  const path = `${pathOf(pods, metadata.namespace, metadata.name)}/log`;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { chunks } = await client.stream(path, { query: { container, tailLines }, accept: '*/*' });
      return await joined(chunks);
    } catch (error) {
      if (!(error instanceof ApiError) || error.code === 403) throw error;
      // A node that does not answer is asked no more than twice. A capsule without a log tells more than none, and the
      // pod's node may be gone for good.
      if (!error.isPassing || attempt === 2) return `[no log: ${error.message}]`;
    }
  }
}

/** The lines of a text that comes bit by bit, each as long as is read of it. */
async function joined(chunks: AsyncIterable<string>): Promise<string> {
  let text = '';
  let length = 0;
  for await (const chunk of chunks) {
    for (const [index, part] of chunk.split('\n').entries()) {
      if (index > 0) {
        text += '\n';
        length = 0;
      }
      const kept = part.slice(0, Math.max(0, longest - length));
      text += kept;
      length += kept.length;
    }
  }
  return text;
}
