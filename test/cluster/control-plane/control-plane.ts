import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiClient } from '../api/client';
import { type Binaries, binaries } from '../build/build';
import { chosenVersions, type Versions } from '../build/targets';
import { startArgo } from './argo';
import { startAutoscaling } from './autoscaling';
import { startController, startCore, startNodes } from './core';
import { installCrds } from './crds';
import { writeKubeconfig } from './kubeconfig';
import { startMonitoring } from './monitoring';
import { startObjectStore } from './object-store';
import { makePki, type Pki } from './pki';
import { freePorts } from './ports';
import { startProcessNode } from './process-node';
import { Processes } from './processes';

/** The parts beyond etcd, the API server and the custom resource definitions. */
export type Part = 'controllers' | 'argo' | 'monitoring' | 'autoscaling' | 'object-store' | 'process-node';

export const allParts: readonly Part[] = [
  'controllers',
  'argo',
  'monitoring',
  'autoscaling',
  'object-store',
  'process-node',
];

export interface ControlPlaneOptions {
  /** Folder for state and logs; emptied first. */
  readonly folder: string;
  /** @default - all of them */
  readonly parts?: readonly Part[];
  /** @default - those that the environment asks for */
  readonly versions?: Versions;
}

/** Where the parts of a running control plane are reached. */
export interface Addresses {
  readonly api: number;
  readonly argo: number;
  readonly kubeStateMetrics: number;
  readonly prometheus: number;
  readonly kwok: number;
  readonly objectStore: number;
}

/** What the parts need while they are started. */
export interface Setup {
  readonly folder: string;
  readonly binaries: Binaries;
  readonly versions: Versions;
  readonly processes: Processes;
  readonly pki: Pki;
  readonly client: ApiClient;
  readonly addresses: Addresses;
  readonly ports: { readonly etcd: number; readonly etcdPeer: number; readonly spare: readonly number[] };
  /** A kubeconfig for one of the users of the PKI. */
  kubeconfig(user: string): string;
  /** Whether an optional part was asked for. */
  has(part: Part): boolean;
}

/** A running control plane. */
export interface ControlPlane {
  readonly client: ApiClient;
  readonly kubeconfig: string;
  readonly folder: string;
  readonly addresses: Addresses;
  readonly versions: Versions;
  readonly binaries: Binaries;
  /** Process ids by name. */
  readonly processes: Readonly<Record<string, number>>;
  stop(): Promise<void>;
}

/** Starts a control plane of local processes on free ports of 127.0.0.1. */
export async function startControlPlane(options: ControlPlaneOptions): Promise<ControlPlane> {
  const { folder, parts = allParts, versions = chosenVersions() } = options;
  const programs = binaries(versions);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const pki = makePki(join(folder, 'pki'));
  const processes = new Processes(join(folder, 'logs'));
  const [
    etcd = 0,
    etcdPeer = 0,
    api = 0,
    argo = 0,
    kubeStateMetrics = 0,
    prometheus = 0,
    kwok = 0,
    objectStore = 0,
    ...spare
  ] = await freePorts(13);
  const server = `https://127.0.0.1:${api}`;
  const access = (user: string) => ({ server, ca: pki.ca, token: pki.token(user) });
  const client = new ApiClient(access('steward:admin'));
  const setup: Setup = {
    folder,
    binaries: programs,
    versions,
    processes,
    pki,
    client,
    addresses: { api, argo, kubeStateMetrics, prometheus, kwok, objectStore },
    ports: { etcd, etcdPeer, spare },
    kubeconfig: (user) => writeKubeconfig(join(folder, `${user.replace(':', '-')}.kubeconfig`), access(user), user),
    has: (part) => parts.includes(part),
  };
  const stop = async () => {
    await processes.stop();
    client.close();
  };
  try {
    await startCore(setup);
    await installCrds(setup);
    if (setup.has('controllers')) {
      await startController(setup);
      await startNodes(setup);
    }
    const optional: [Part, (setup: Setup) => Promise<void>][] = [
      ['argo', startArgo],
      ['monitoring', startMonitoring],
      ['autoscaling', startAutoscaling],
      ['object-store', startObjectStore],
      ['process-node', startProcessNode],
    ];
    await Promise.all(optional.filter(([part]) => setup.has(part)).map(([, start]) => start(setup)));
  } catch (error) {
    await stop();
    throw error;
  }
  writeFileSync(join(folder, 'addresses.json'), JSON.stringify(setup.addresses));
  return {
    client,
    kubeconfig: setup.kubeconfig('steward:admin'),
    folder,
    addresses: setup.addresses,
    versions,
    binaries: programs,
    get processes() {
      return processes.ids;
    },
    stop,
  };
}
