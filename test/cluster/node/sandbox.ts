import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { PodObject } from './core';
import { writeEtc } from './etc';
import type { Kubelet } from './kubelet';
import { Projection } from './projection';
import { Volumes } from './volumes';

/** A pod's network, volumes and files of /etc, which its containers share. */
export class Sandbox {
  private constructor(
    private readonly kubelet: Kubelet,
    private readonly pod: PodObject,
    private readonly number: number | undefined,
    /** The network namespace; undefined when the pod uses the host's. */
    readonly namespace: string | undefined,
    readonly address: string,
    readonly volumes: Volumes,
    /** Paths of the kubelet's files of /etc, by where they are mounted. */
    readonly etc: Readonly<Record<string, string>>,
  ) {}

  static async open(kubelet: Kubelet, pod: PodObject): Promise<Sandbox> {
    const { instance, network, capacity, sources } = kubelet;
    const host = { number: undefined, namespace: undefined, address: instance.machine };
    const { number, namespace, address } = pod.spec.hostNetwork ? host : await network.addPod();
    const { uid } = pod.metadata;
    const folder = instance.podFolder(uid);
    const projection = new Projection(pod, { podIP: address, hostIP: instance.machine, capacity }, sources);
    const volumes = new Volumes(pod, projection, join(folder, 'volumes'), instance.memoryFolder(uid));
    const etc = await writeEtc(join(folder, 'etc'), pod, address, network.services.dns);
    return new Sandbox(kubelet, pod, number, namespace, address, volumes, etc);
  }

  /** Leaves nothing of the pod but its logs. */
  async close(): Promise<void> {
    const { instance, network, cgroups } = this.kubelet;
    const { uid } = this.pod.metadata;
    if (this.number !== undefined) await network.removePod(this.number);
    await this.volumes.remove();
    await cgroups.remove(`${instance.name}/${uid}`);
    await rm(instance.podFolder(uid), { recursive: true, force: true });
  }
}
