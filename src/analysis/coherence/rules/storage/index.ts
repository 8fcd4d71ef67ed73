import type { Cluster } from '../../../cluster/cluster';
import type { Area } from '../../../findings/rule';
import { stoQuota } from './sto-quota';
import { stoRange } from './sto-range';

export const storage: Area<Cluster> = { name: 'storage', rules: [stoQuota, stoRange] };
