import { randomBytes } from 'node:crypto';
import type { ApiClient } from '../api/client';
import type { PodObject } from './core';
import { timestamp } from './time';

/** What the node tells of its pods; an event that repeats is counted. */
export class Events {
  private readonly sent = new Map<string, { readonly path: string; count: number }>();

  constructor(
    private readonly api: ApiClient,
    private readonly node: string,
  ) {}

  /** Tells an event; what cannot be told is lost, as with a kubelet. */
  tell(pod: PodObject, type: 'Normal' | 'Warning', reason: string, message: string, container?: string): void {
    const key = [pod.metadata.uid, reason, message, container].join('\n');
    const known = this.sent.get(key);
    if (known) {
      known.count += 1;
      const again = { count: known.count, lastTimestamp: timestamp() };
      this.api.mergePatch(known.path, again).catch(() => {});
      return;
    }
    const { namespace, name, uid, resourceVersion } = pod.metadata;
    const path = `/api/v1/namespaces/${namespace}/events`;
    const event = `${name}.${randomBytes(8).toString('hex')}`;
    this.sent.set(key, { path: `${path}/${event}`, count: 1 });
    const fieldPath = container && `spec.containers{${container}}`;
    const body = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { namespace, name: event },
      involvedObject: { apiVersion: 'v1', kind: 'Pod', namespace, name, uid, resourceVersion, fieldPath },
      type,
      reason,
      message: message.slice(0, 1024),
      count: 1,
      firstTimestamp: timestamp(),
      lastTimestamp: timestamp(),
      source: { component: 'kubelet', host: this.node },
    };
    this.api.call('POST', path, body).catch(() => {});
  }

  /** Forgets a pod that is gone. */
  forget(uid: string): void {
    for (const key of this.sent.keys()) if (key.startsWith(`${uid}\n`)) this.sent.delete(key);
  }
}
