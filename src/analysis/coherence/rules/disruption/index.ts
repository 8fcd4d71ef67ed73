import type { Cluster } from '../../../cluster/cluster';
import type { Area } from '../../../findings/rule';
import { pdbBlocksAtMin } from './pdb-blocks-at-min';
import { pdbBlocksInRange } from './pdb-blocks-in-range';
import { pdbBoth } from './pdb-both';
import { pdbEmpty } from './pdb-empty';
import { pdbNoScale } from './pdb-no-scale';
import { pdbOverlap } from './pdb-overlap';
import { pdbSelector } from './pdb-selector';
import { pdbUnhealthy } from './pdb-unhealthy';

export const disruption: Area<Cluster> = {
  name: 'disruption',
  rules: [pdbBlocksAtMin, pdbBlocksInRange, pdbNoScale, pdbOverlap, pdbEmpty, pdbBoth, pdbSelector, pdbUnhealthy],
};
