import type { LiveObject } from '../../../model/manifests/live-object';
import type { ApiClient } from '../../api/api-client';
import { isRefusal } from '../../api/api-error';
import { pathOf } from '../../api/paths';
import type { Capsule } from '../../store/capsules/capsule';
import { capsulesIn, withCapsule } from '../../store/capsules/capsule-ring';

const configMaps = { apiVersion: 'v1', kind: 'ConfigMap', plural: 'configmaps' };
/** Marks the ConfigMaps that hold capsules, so that they are found without the policy. */
export const capsulesLabel = 'cdk8s-steward.dev/capsules';

/** Failure capsules in a ConfigMap: the newest few, where there is no archive. */
export class CapsuleRing {
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly client: ApiClient,
    private readonly namespace: string,
    private readonly name: string,
  ) {}

  /** @throws ApiError */
  save(capsule: Capsule): Promise<void> {
    // One after the other: all of them change the same object.
    const saved = this.turn.then(() => this.saveNow(capsule));
    this.turn = saved.catch(() => {});
    return saved;
  }

  private async saveNow(capsule: Capsule): Promise<void> {
    const path = pathOf(configMaps, this.namespace, this.name);
    for (let attempt = 1; ; attempt += 1) {
      try {
        const found = await this.find(path);
        if (found) await this.client.call('PUT', path, { body: withCapsule(found, capsule) });
        else await this.client.call('POST', pathOf(configMaps, this.namespace), { body: this.first(capsule) });
        return;
      } catch (error) {
        if (!isRefusal(error, 409) || attempt >= 10) throw error;
      }
    }
  }

  private first(capsule: Capsule): object {
    const labels = { [capsulesLabel]: 'true', 'app.kubernetes.io/managed-by': 'cdk8s-steward' };
    return withCapsule({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: this.name, labels } }, capsule);
  }

  private async find(path: string): Promise<LiveObject | undefined> {
    try {
      return await this.client.get<LiveObject>(path);
    } catch (error) {
      if (isRefusal(error, 404)) return undefined;
      throw error;
    }
  }
}

/** The last capsule of a pod in any of a namespace's rings. */
export async function ringedCapsule(
  client: ApiClient,
  stateNamespace: string,
  pod: { readonly namespace: string; readonly name: string },
): Promise<Capsule | undefined> {
  const query = { labelSelector: `${capsulesLabel}=true` };
  const { items } = await client.get<{ items: readonly LiveObject[] | null }>(
    pathOf(configMaps, stateNamespace),
    query,
  );
  return (items ?? [])
    .flatMap((configMap) => capsulesIn(configMap))
    .filter(({ metadata }) => metadata.namespace === pod.namespace && metadata.name === pod.name)
    .sort((a, b) => (a.takenAt < b.takenAt ? 1 : -1))[0];
}
