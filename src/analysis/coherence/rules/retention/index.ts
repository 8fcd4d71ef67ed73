import type { Cluster } from '../../../cluster/cluster';
import type { Area } from '../../../findings/rule';
import { retErrorPhase } from './ret-error-phase';
import { retZero } from './ret-zero';
import { ttlPodgc } from './ttl-podgc';

export const retention: Area<Cluster> = { name: 'retention', rules: [retErrorPhase, retZero, ttlPodgc] };
