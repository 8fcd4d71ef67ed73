import type { ApiClient } from '../api/client';
import type { Cgroups } from './cgroup';
import type { Environment } from './environment';
import type { Events } from './events';
import type { Images } from './image';
import type { Instance } from './instance';
import type { Network } from './network';
import type { Settings } from './options';
import type { Sources } from './sources';

/** What all pods of the node share. */
export interface Kubelet {
  readonly api: ApiClient;
  readonly settings: Settings;
  readonly instance: Instance;
  readonly network: Network;
  readonly cgroups: Cgroups;
  readonly images: Images;
  readonly sources: Sources;
  readonly events: Events;
  readonly capacity: Readonly<Record<string, string>>;
  /** The variables that every container gets. */
  readonly variables: Environment;
  /** Names at the machine's root that containers must not see. */
  readonly hidden: readonly string[];
  /** Whether containers' writable layers must be in memory. */
  readonly inMemory: boolean;
}
