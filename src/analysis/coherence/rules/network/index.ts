import type { Cluster } from '../../../cluster/cluster';
import type { Area } from '../../../findings/rule';
import { netCutOff } from './net-cut-off';

export const network: Area<Cluster> = { name: 'network', rules: [netCutOff] };
