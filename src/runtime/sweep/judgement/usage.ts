import type { LiveObject } from '../../../model/manifests/live-object';
import { resourceOf } from '../../../model/policy/effective-policy';
import type { ApiClient } from '../../api/api-client';
import { objectPages } from '../../api/pages';
import { pathOf } from '../../api/paths';
import { Answers } from './answers';

/** A pod that uses something. */
export interface User {
  readonly name: string;
  readonly uid: string;
  readonly hasEnded: boolean;
}

/** What the pods of a namespace use, and what its StatefulSets would. */
export interface NamespaceUsage {
  /** Pods by `PersistentVolumeClaim/<name>` and `ConfigMap/<name>`. */
  readonly users: ReadonlyMap<string, readonly User[]>;
  /** The StatefulSet that a volume claim would be mounted by again, if any. */
  statefulSetOf(claim: string): string | undefined;
}

const pods = resourceOf({ apiVersion: 'v1', kind: 'Pod' });
const statefulSets = resourceOf({ apiVersion: 'apps/v1', kind: 'StatefulSet' });
const freshness = 5_000;

/** Knows what is used in a namespace, as it was a few seconds ago at most. */
export class Usage {
  /** Of one namespace alone: it may be large, and they are swept one after the other. */
  private readonly latest = new Answers<NamespaceUsage>(1);

  constructor(private readonly client: ApiClient) {}

  /** @param age how old the answer may be, in milliseconds */
  of(namespace: string, age = freshness): Promise<NamespaceUsage> {
    return this.latest.to(namespace, age, () => this.look(namespace)).answer;
  }

  private async look(namespace: string): Promise<NamespaceUsage> {
    const users = new Map<string, User[]>();
    for await (const { items } of objectPages(this.client, pathOf(pods, namespace), { limit: 200 })) {
      for (const pod of items) {
        const { phase } = (pod['status'] ?? {}) as { phase?: string };
        const { name, uid } = pod.metadata;
        const user = { name, uid, hasEnded: phase === 'Succeeded' || phase === 'Failed' };
        for (const used of usedBy(pod)) {
          const known = users.get(used);
          if (known) known.push(user);
          else users.set(used, [user]);
        }
      }
    }
    const templates: { pattern: RegExp; name: string }[] = [];
    for await (const { items } of objectPages(this.client, pathOf(statefulSets, namespace))) {
      for (const set of items) {
        const { name } = set.metadata;
        for (const template of claimTemplates(set)) {
          templates.push({ pattern: new RegExp(`^${escaped(template)}-${escaped(name)}-\\d+$`), name });
        }
      }
    }
    return { users, statefulSetOf: (claim) => templates.find(({ pattern }) => pattern.test(claim))?.name };
  }
}

type Fields = Readonly<Record<string, unknown>>;

/** The volume claims and ConfigMaps that a pod refers to. */
export function usedBy(pod: LiveObject): ReadonlySet<string> {
  const found = new Set<string>();
  const configMap = (reference: unknown) => {
    const { name } = mapOf(reference) as { name?: unknown };
    if (typeof name === 'string') found.add(`ConfigMap/${name}`);
  };
  const spec = mapOf(pod['spec']);
  for (const volume of listOf(spec['volumes'])) {
    const { claimName } = mapOf(volume['persistentVolumeClaim']);
    if (typeof claimName === 'string') found.add(`PersistentVolumeClaim/${claimName}`);
    // The claim of an ephemeral volume is named after both.
    if (volume['ephemeral']) found.add(`PersistentVolumeClaim/${pod.metadata.name}-${volume['name']}`);
    configMap(volume['configMap']);
    for (const source of listOf(mapOf(volume['projected'])['sources'])) configMap(source['configMap']);
  }
  for (const list of ['initContainers', 'containers', 'ephemeralContainers']) {
    for (const container of listOf(spec[list])) {
      for (const source of listOf(container['envFrom'])) configMap(source['configMapRef']);
      for (const variable of listOf(container['env'])) configMap(mapOf(variable['valueFrom'])['configMapKeyRef']);
    }
  }
  return found;
}

function claimTemplates(set: LiveObject): string[] {
  const templates = listOf(mapOf(set['spec'])['volumeClaimTemplates']);
  return templates.map((template) => mapOf(template['metadata'])['name']).filter((name) => typeof name === 'string');
}

function mapOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map(mapOf) : [];
}

function escaped(name: string): string {
  return name.replaceAll('.', '\\.');
}
