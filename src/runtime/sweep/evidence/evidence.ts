import type { LiveObject } from '../../../model/manifests/live-object';
import type { RetentionPolicy } from '../../../model/policy/retention-policy';
import { capsulesName } from '../../../model/policy/rights';
import { isEnd, type Standing } from '../../../model/policy/standing';
import type { ApiClient } from '../../api/api-client';
import { ApiError, isRefusal } from '../../api/api-error';
import { pathOf } from '../../api/paths';
import type { Archive } from '../../store/archive/archive';
import { ArchiveFailed } from '../../store/archive/archive-failed';
import { openArchive } from '../../store/archive/open-archive';
import type { Capsule } from '../../store/capsules/capsule';
import { CapsuleArchive } from '../../store/capsules/capsule-archive';
import { CapsuleRing } from './capsule-ring';
import { type Keeper, NotKept, type Work } from './keeper';
import { pods, startedContainers, takeCapsule } from './live-capsule';

/** What keeps the evidence of a policy's deletions: its archive or, for failure capsules without one, a ConfigMap. */
export function keeperFor(policy: RetentionPolicy, client: ApiClient, stateNamespace: string): Keeper {
  const ring = new CapsuleRing(client, stateNamespace, capsulesName(policy.name));
  const archive = policy.archive && openArchive(policy.archive);
  return new Evidence(client, archive, policy.archive?.logs ?? 'failed', ring);
}

class Evidence implements Keeper {
  constructor(
    private readonly client: ApiClient,
    private readonly archive: Archive | undefined,
    private readonly logs: 'failed' | 'all' | 'none',
    private readonly ring: CapsuleRing,
  ) {}

  async keepObject(object: LiveObject, standing: Standing): Promise<string> {
    const { archive } = this;
    if (!archive) throw new NotKept('there is no archive');
    return orNotKept(async () => (await archive.write(object, standing)).key);
  }

  wantsPod(pod: LiveObject, work?: Work): boolean {
    return hasFailed(pod) || this.wantsLogs(work);
  }

  async keepPod(pod: LiveObject, work?: Work): Promise<void> {
    if (work && this.archive && this.wantsLogs(work)) await this.keepLogs(pod, work, this.archive);
    if (hasFailed(pod)) await this.keepCapsule(pod);
  }

  private wantsLogs(work: Work | undefined): boolean {
    if (this.logs === 'none' || !this.archive || !work) return false;
    const { outcome } = work.standing;
    return this.logs === 'all' ? isEnd(outcome) : outcome === 'Failed' || outcome === 'Error';
  }

  private async keepLogs(pod: LiveObject, { object, standing }: Work, archive: Archive): Promise<void> {
    const { name, namespace } = pod.metadata;
    for (const container of startedContainers(pod)) {
      await orNotKept(async () => {
        try {
          const query = { container };
          const { chunks } = await this.client.stream(`${pathOf(pods, namespace, name)}/log`, { query, accept: '*/*' });
          await archive.writeLog(object, standing, { pod: name, container }, chunks);
        } catch (error) {
          if (!isLost(error)) throw error;
        }
      });
    }
  }

  private async keepCapsule(pod: LiveObject): Promise<void> {
    await orNotKept(async () => this.save(await takeCapsule(this.client, pod)));
  }

  private async save(capsule: Capsule): Promise<void> {
    if (this.archive) await new CapsuleArchive(this.archive).save(capsule);
    else await this.ring.save(capsule);
  }
}

/** By its phase alone: when it failed, nothing may tell. */
function hasFailed({ status }: LiveObject): boolean {
  return (status as { readonly phase?: unknown } | undefined)?.phase === 'Failed';
}

/** Whether a log is gone, whoever asks for it, and however often. */
function isLost(error: unknown): boolean {
  return isRefusal(error, 400, 404);
}

async function orNotKept<T>(keep: () => Promise<T>): Promise<T> {
  try {
    return await keep();
  } catch (error) {
    if (error instanceof ArchiveFailed || error instanceof ApiError) throw new NotKept(error.message);
    throw error;
  }
}
