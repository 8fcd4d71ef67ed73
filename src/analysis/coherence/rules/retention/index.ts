import type { Cluster } from '../../../cluster/cluster';
import type { Area } from '../../../findings/rule';
import { polInvalid } from './pol-invalid';
import { retArchive } from './ret-archive';
import { retErrorPhase } from './ret-error-phase';
import { retExemptDefeated } from './ret-exempt-defeated';
import { retPodgc } from './ret-podgc';
import { retTtl } from './ret-ttl';
import { retZero } from './ret-zero';
import { ttlPodgc } from './ttl-podgc';

export const retention: Area<Cluster> = {
  name: 'retention',
  rules: [retErrorPhase, retZero, ttlPodgc, polInvalid, retTtl, retPodgc, retArchive, retExemptDefeated],
};
