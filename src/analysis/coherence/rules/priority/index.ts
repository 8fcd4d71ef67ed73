import type { Cluster } from '../../../cluster/cluster';
import type { Area } from '../../../findings/rule';
import { pcIllegal } from './pc-illegal';
import { pcImmutable } from './pc-immutable';
import { pcMissing } from './pc-missing';
import { pcMultiDefault } from './pc-multi-default';
import { pcSharedDefault } from './pc-shared-default';

export const priority: Area<Cluster> = {
  name: 'priority',
  rules: [pcMissing, pcMultiDefault, pcIllegal, pcSharedDefault, pcImmutable],
};
