import type { Cluster } from '../../../cluster/cluster';
import type { Area } from '../../../findings/rule';
import { jobParallel } from './job-parallel';
import { kueueQuota } from './kueue-quota';
import { nodeFit } from './node-fit';
import { qtaCountName } from './qta-count-name';
import { qtaKey } from './qta-key';
import { qtaMissingValue } from './qta-missing-value';
import { qtaOvercommit } from './qta-overcommit';
import { qtaPodTooLarge } from './qta-pod-too-large';
import { qtaReplicas } from './qta-replicas';
import { qtaScopeDead } from './qta-scope-dead';
import { qtaScopeKey } from './qta-scope-key';
import { qtaSidecarTax } from './qta-sidecar-tax';
import { qtaSurge } from './qta-surge';
import { qtaSurgeRound } from './qta-surge-round';
import { wfParallel } from './wf-parallel';

export const quota: Area<Cluster> = {
  name: 'quota',
  rules: [
    qtaMissingValue,
    qtaPodTooLarge,
    qtaReplicas,
    qtaSurge,
    qtaSurgeRound,
    qtaSidecarTax,
    qtaKey,
    qtaScopeKey,
    qtaScopeDead,
    qtaCountName,
    qtaOvercommit,
    jobParallel,
    wfParallel,
    kueueQuota,
    nodeFit,
  ],
};
