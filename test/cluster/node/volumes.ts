import { chmod, chown, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { PodObject, Volume } from './core';
import { forgetPayload, writePayload } from './payload';
import type { Projection } from './projection';

/** A pod's volumes: a folder of the host for each, which its containers then bind. */
export class Volumes {
  private readonly paths = new Map<string, string>();

  /**
   * @param folder - where the volumes' folders are made
   * @param memory - the same on a tmpfs, for `medium: Memory`
   */
  constructor(
    private readonly pod: PodObject,
    private readonly projection: Projection,
    private readonly folder: string,
    private readonly memory: string,
  ) {}

  /** Makes all volumes; what is made already stays, so that a failed attempt can be repeated. */
  async prepare(): Promise<void> {
    for (const volume of this.pod.spec.volumes ?? []) {
      if (this.paths.has(volume.name)) continue;
      try {
        this.paths.set(volume.name, await this.make(volume));
      } catch (error) {
        throw new Error(`MountVolume.SetUp failed for volume "${volume.name}" : ${(error as Error).message}`);
      }
    }
  }

  /** Follows changes of ConfigMaps and Secrets, and renews tokens that are due. */
  async refresh(): Promise<void> {
    for (const volume of this.pod.spec.volumes ?? []) {
      const path = this.paths.get(volume.name);
      if (path && isProjected(volume)) await writePayload(path, await this.projection.files(volume), this.group);
    }
  }

  /** The host's path of a volume. */
  path(name: string): string {
    const path = this.paths.get(name);
    if (!path) throw new Error(`volume "${name}" is not mounted`);
    return path;
  }

  async remove(): Promise<void> {
    for (const path of this.paths.values()) forgetPayload(path);
    await rm(this.folder, { recursive: true, force: true });
    await rm(this.memory, { recursive: true, force: true });
  }

  private get group(): number | undefined {
    return this.pod.spec.securityContext?.fsGroup;
  }

  private async make(volume: Volume): Promise<string> {
    if (volume.hostPath) return hostPath(volume.hostPath);
    const path = join(volume.emptyDir?.medium === 'Memory' ? this.memory : this.folder, volume.name);
    if (volume.emptyDir) {
      await mkdir(path, { recursive: true });
      if (this.group !== undefined) await chown(path, 0, this.group);
      await chmod(path, this.group === undefined ? 0o777 : 0o2777);
      return path;
    }
    if (!isProjected(volume)) throw new Error(`the process node has no ${kindOf(volume)} volumes`);
    const files = await this.projection.files(volume);
    await mkdir(path, { recursive: true });
    await chmod(path, 0o755);
    await writePayload(path, files, this.group);
    return path;
  }
}

function isProjected({ configMap, secret, downwardAPI, projected }: Volume): boolean {
  return [configMap, secret, downwardAPI, projected].some((source) => source !== undefined);
}

function kindOf(volume: Volume): string {
  return Object.keys(volume).find((key) => key !== 'name') ?? 'unknown';
}

async function hostPath({ path, type = '' }: NonNullable<Volume['hostPath']>): Promise<string> {
  if (type === 'DirectoryOrCreate') await mkdir(path, { recursive: true });
  if (type === 'FileOrCreate') {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, '', { flag: 'a' });
  }
  await stat(path);
  return path;
}
