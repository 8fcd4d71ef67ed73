import { mkdirSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ApiClient } from '../api/client';
import { readKubeconfig } from '../api/kubeconfig';
import { Cgroups } from './cgroup';
import { missingTools, run } from './commands';
import { Dns } from './dns';
import { apiVariables } from './environment';
import { Events } from './events';
import { Images } from './image';
import { Instance } from './instance';
import type { Kubelet } from './kubelet';
import { hiddenNames } from './launch';
import { Network } from './network';
import { capacityOf, Node } from './node';
import { readOptions, type Settings, usage } from './options';
import { Pods } from './pods';
import { serve } from './server';
import { Sources } from './sources';

/** Runs the pods that are bound to one node as processes of this machine, until SIGTERM or SIGINT. */
async function main(): Promise<void> {
  const settings = refuseUnless(() => readOptions(process.argv.slice(2)), usage);
  const missing = missingTools();
  if (missing !== undefined) refuse(missing);
  let cgroups = Cgroups.detect();
  if (settings.cleanup) return Instance.cleanUp(settings.root, cgroups).catch((error) => refuse(error.message));
  const instance = await Instance.claim(settings.root, settings.bridgeCidr, cgroups).catch((error) =>
    refuse(error.message),
  );
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop.abort());
  let close = () => Promise.resolve();
  try {
    cgroups = await usable(cgroups, instance);
    const inMemory = await needsMemory(instance);
    const started = await start(settings, instance, cgroups, inMemory, stop.signal);
    close = started.close;
    console.log(`ready: node ${settings.name}, pods in ${instance.prefix}.0/24`);
    await aborted(stop.signal);
  } catch (error) {
    console.error(error);
    process.exitCode = 1;
  } finally {
    await close();
    await instance.remove(cgroups);
  }
  process.exit();
}

async function start(
  settings: Settings,
  instance: Instance,
  cgroups: Cgroups,
  inMemory: boolean,
  signal: AbortSignal,
): Promise<{ close(): Promise<void> }> {
  const access = readKubeconfig(settings.kubeconfig);
  const api = new ApiClient(access);
  const { spec } = await api.get('/api/v1/namespaces/default/services/kubernetes');
  const services = { api: spec.clusterIP, apiPort: spec.ports[0].port, dns: spec.clusterIP.replace(/\d+$/, '10') };
  const network = new Network(instance, services);
  const dns = new Dns(api, services.api);
  await network.open(new URL(access.server), (query) => dns.answer(query));
  const kubelet: Kubelet = {
    api,
    settings,
    instance,
    network,
    cgroups,
    inMemory,
    images: new Images(settings.images),
    sources: new Sources(api),
    events: new Events(api, settings.name),
    capacity: capacityOf(settings),
    variables: apiVariables(services.api, services.apiPort),
    hidden: hiddenNames(readdirSync('/')),
  };
  const pods = new Pods(kubelet);
  const server = await serve(kubelet, pods);
  const node = new Node(api, settings.name, instance.machine, kubelet.capacity);
  await node.register();
  pods.follow();
  node.heartbeat(signal);
  return {
    close: async () => {
      await pods.stop();
      server.close();
      server.closeAllConnections();
      network.close();
      api.close();
    },
  };
}

/** Control groups, if they can be made here; without them limits are not enforced. */
async function usable(cgroups: Cgroups, instance: Instance): Promise<Cgroups> {
  try {
    if (cgroups.version === undefined) throw new Error('no memory controller is mounted');
    await cgroups.create(`${instance.name}/probe/probe`, { memoryBytes: 2 ** 30 });
    await cgroups.remove(`${instance.name}/probe`);
    return cgroups;
  } catch (error) {
    console.error(`no control groups (${(error as Error).message}): limits are not enforced, figures come from /proc`);
    return Cgroups.none;
  }
}

/** Whether an overlay's upper layer cannot be in the root folder: an overlay itself, as in a container, refuses it. */
async function needsMemory(instance: Instance): Promise<boolean> {
  const folder = join(instance.root, 'pods', 'probe');
  for (const name of ['upper', 'work', 'root']) mkdirSync(join(folder, name), { recursive: true });
  const overlay = 'mount -n -t overlay overlay -o lowerdir=/,upperdir=upper,workdir=work root';
  const attempt = (before: string) =>
    run('unshare', ['--mount', '/bin/sh', '-euc', `cd "$1"; ${before}; ${overlay}`, 'sh', folder]);
  try {
    await attempt(':');
    return false;
  } catch {
    await attempt('mount -n -t tmpfs layer . ; cd "$1"; mkdir upper work root');
    return true;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function refuseUnless<T>(read: () => T, help: string): T {
  try {
    return read();
  } catch (error) {
    return refuse(`${(error as Error).message}\n${help}`);
  }
}

function refuse(message: string): never {
  console.error(`process node: ${message}`);
  process.exit(2);
}

main();
