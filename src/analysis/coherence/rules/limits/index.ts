import type { Cluster } from '../../../cluster/cluster';
import type { Area } from '../../../findings/rule';
import { lrConflict } from './lr-conflict';
import { lrContainerRange } from './lr-container-range';
import { lrDefaultBelowRequest } from './lr-default-below-request';
import { lrImplicitMax } from './lr-implicit-max';
import { lrInvalid } from './lr-invalid';
import { quantity } from './quantity';

export const limits: Area<Cluster> = {
  name: 'limits',
  rules: [lrInvalid, lrContainerRange, lrDefaultBelowRequest, lrConflict, lrImplicitMax, quantity],
};
