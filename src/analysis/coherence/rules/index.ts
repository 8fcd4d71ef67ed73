import type { Cluster } from '../../cluster/cluster';
import type { Area } from '../../findings/rule';
import type { CoherenceRule } from '../rule';
import { autoscaling } from './autoscaling';
import { disruption } from './disruption';
import { jobs } from './jobs';
import { limits } from './limits';
import { network } from './network';
import { objects } from './objects';
import { priority } from './priority';
import { quota } from './quota';
import { retention } from './retention';
import { security } from './security';
import { storage } from './storage';

/** Every rule about how objects fit together, by what it is about. */
export const areas: readonly Area<Cluster>[] = [
  quota,
  limits,
  priority,
  autoscaling,
  disruption,
  jobs,
  retention,
  storage,
  objects,
  security,
  network,
];

export const coherenceRules: readonly CoherenceRule[] = areas.flatMap(({ rules }) => rules);
