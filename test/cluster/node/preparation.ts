import { existsSync, statSync } from 'node:fs';
import { chmod, mkdir, realpath, writeFile } from 'node:fs/promises';
import { join, posix, relative } from 'node:path';
import { Quantity } from '../../../src/model/values/quantity';
import type { Limits } from './cgroup';
import { toolPath } from './commands';
import type { ContainerSpec, PodObject, VolumeMount } from './core';
import { type Environment, environmentOf, expand } from './environment';
import { hostnameOf } from './etc';
import { commandLine, type LocalImage } from './image';
import type { Kubelet } from './kubelet';
import type { Launch, Mount } from './launch';
import type { Sandbox } from './sandbox';
import { credentialsOf } from './security';

/** One run of a container: its process, and where its traces are. */
export interface Preparation {
  readonly launch: Launch;
  readonly group: string;
  readonly messageFile: string;
}

/** Resolves all that a container's manifest refers to. @throws Error: the kubelet's CreateContainerConfigError */
export async function prepare(
  kubelet: Kubelet,
  pod: PodObject,
  sandbox: Sandbox,
  container: ContainerSpec,
  image: LocalImage,
  run: number,
): Promise<Preparation> {
  const { instance, cgroups, sources, capacity, variables } = kubelet;
  const credentials = credentialsOf(container, pod.spec, image);
  const placement = { podIP: sandbox.address, hostIP: instance.machine, capacity };
  const own = await environmentOf(container, pod, placement, sources, variables);
  const words = (list: readonly string[] = []) => list.map((word) => expand(word, own));
  const folder = join(instance.podFolder(pod.metadata.uid), 'containers', `${container.name}-${run}`);
  const messageFile = join(instance.podFolder(pod.metadata.uid), `${container.name}-${run}.message`);
  await writeFile(messageFile, '');
  await chmod(messageFile, 0o666);
  const command = commandLine(image, words(container.command), words(container.args));
  if (command.length === 0) throw new Error('no command specified');
  const group = `${instance.name}/${pod.metadata.uid}/${container.name}-${run}`;
  await cgroups.create(group, limitsOf(container));
  const mounts = [
    ...(await imageMounts(image)),
    ...Object.entries(sandbox.etc).map(([target, source]) => ({ source, target, readOnly: false, isFile: true })),
    {
      source: messageFile,
      target: container.terminationMessagePath ?? '/dev/termination-log',
      readOnly: false,
      isFile: true,
    },
    ...(await Promise.all((container.volumeMounts ?? []).map((mount) => volumeMount(mount, pod, sandbox, own)))),
  ];
  const launch: Launch = {
    folder,
    network: sandbox.namespace,
    entrances: cgroups.entrances(group),
    inMemory: kubelet.inMemory,
    hidden: kubelet.hidden,
    hostname: hostnameOf(pod),
    // By path, so that a mount in a mount comes after it; the later of two at one path wins, as a pod's own over ours.
    mounts: [...new Map(mounts.map((mount) => [mount.target, mount])).values()].sort((a, b) =>
      a.target < b.target ? -1 : 1,
    ),
    readOnlyRoot: container.securityContext?.readOnlyRootFilesystem === true,
    workingDir: container.workingDir ?? image.workingDir ?? '/',
    credentials,
    environment: {
      PATH: toolPath,
      HOSTNAME: hostnameOf(pod),
      HOME: credentials.uid === 0 ? '/root' : '/',
      ...image.env,
      ...own,
    },
    command,
  };
  return { launch, group, messageFile };
}

/** What a container's resources mean to the kernel. */
export function limitsOf({ resources = {} }: ContainerSpec): Limits {
  const milli = (value: string | number | undefined) =>
    value === undefined ? undefined : Math.ceil(Quantity.parse(value).toNumber() * 1000);
  const { limits, requests } = resources;
  const memory = limits?.memory;
  return {
    memoryBytes: memory === undefined ? undefined : Math.ceil(Quantity.parse(memory).toNumber()),
    cpuLimit: milli(limits?.cpu),
    cpuRequest: milli(requests?.cpu ?? limits?.cpu),
  };
}

async function imageMounts({ mounts = {} }: LocalImage): Promise<Mount[]> {
  return Promise.all(
    Object.entries(mounts).map(async ([target, file]) => {
      // Links are followed here, where the whole host is still to be seen.
      const source = await realpath(file);
      return { source, target, readOnly: true, isFile: !statSync(source).isDirectory() };
    }),
  );
}

async function volumeMount(
  mount: VolumeMount,
  pod: PodObject,
  { volumes }: Sandbox,
  environment: Environment,
): Promise<Mount> {
  const volume = pod.spec.volumes?.find(({ name }) => name === mount.name);
  const path = volumes.path(mount.name);
  const subPath = mount.subPathExpr === undefined ? mount.subPath : expand(mount.subPathExpr, environment);
  const source = subPath ? await below(path, subPath) : path;
  const isPayload = !volume?.emptyDir && !volume?.hostPath;
  return {
    source,
    target: posix.resolve('/', mount.mountPath),
    readOnly: mount.readOnly === true || isPayload,
    isFile: !statSync(source).isDirectory(),
  };
}

/** A sub-path of a volume; a folder is made if there is nothing. @throws Error when it leads out of the volume */
async function below(volume: string, subPath: string): Promise<string> {
  const path = join(volume, subPath);
  if (!existsSync(path)) {
    await mkdir(path, { recursive: true });
    await chmod(path, statSync(volume).mode & 0o7777);
  }
  const source = await realpath(path);
  // Not by `..` alone, with which the atomic writer's folders begin too.
  if (/^\.\.(\/|$)/.test(relative(await realpath(volume), source)))
    throw new Error(`subPath ${subPath} leads out of the volume`);
  return source;
}
