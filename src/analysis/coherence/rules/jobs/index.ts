import type { Cluster } from '../../../cluster/cluster';
import type { Area } from '../../../findings/rule';
import { clnSelector } from './cln-selector';
import { clnStarved } from './cln-starved';
import { cronOverlap } from './cron-overlap';
import { cronSchedule } from './cron-schedule';
import { cronStart } from './cron-start';
import { cronTtlHistory } from './cron-ttl-history';
import { cronUnbounded } from './cron-unbounded';

export const jobs: Area<Cluster> = {
  name: 'jobs',
  rules: [cronSchedule, cronStart, cronOverlap, cronUnbounded, cronTtlHistory, clnSelector, clnStarved],
};
