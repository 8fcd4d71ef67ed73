import type { Cluster } from '../../../cluster/cluster';
import type { Area } from '../../../findings/rule';
import { hpaFixed } from './hpa-fixed';
import { hpaMetric } from './hpa-metric';
import { hpaNoRequest } from './hpa-no-request';
import { hpaOverQuota } from './hpa-over-quota';
import { hpaRange } from './hpa-range';
import { hpaReplicas } from './hpa-replicas';
import { hpaSlowUp } from './hpa-slow-up';
import { hpaTarget } from './hpa-target';
import { hpaUtilCap } from './hpa-util-cap';
import { hpaVpaConflict } from './hpa-vpa-conflict';
import { hpaZero } from './hpa-zero';
import { kedaDefault100 } from './keda-default-100';
import { vpaCap } from './vpa-cap';
import { vpaDup } from './vpa-dup';
import { vpaMinReplicas } from './vpa-minreplicas';
import { vpaMode } from './vpa-mode';
import { vpaPdb } from './vpa-pdb';
import { vpaTarget } from './vpa-target';

export const autoscaling: Area<Cluster> = {
  name: 'autoscaling',
  rules: [
    hpaOverQuota,
    kedaDefault100,
    hpaTarget,
    hpaMetric,
    hpaRange,
    hpaZero,
    hpaNoRequest,
    hpaVpaConflict,
    hpaReplicas,
    hpaUtilCap,
    hpaSlowUp,
    hpaFixed,
    vpaTarget,
    vpaMode,
    vpaCap,
    vpaMinReplicas,
    vpaPdb,
    vpaDup,
  ],
};
