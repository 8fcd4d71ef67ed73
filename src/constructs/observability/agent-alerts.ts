import type { Alert, AlertContext } from './alert';
import { highCpuUsage, highMemoryUsage } from './alerts/container-usage';
import { oomKilled, restartedAfterOom } from './alerts/out-of-memory';
import { highPodCount } from './alerts/pod-count';
import { quotaNearlyFull } from './alerts/quota';

export interface AgentAlertsOptions {
  /** Pods that run or wait, above which the count is high; keep it below what the quota admits, or it cannot fire. */
  readonly podsMoreThan: number;
  /** Share of a CPU limit. @default 0.8 */
  readonly cpuShare?: number;
  /** Share of a memory limit. @default 0.85 */
  readonly memoryShare?: number;
  /** Share of a quota. @default 0.8 */
  readonly quotaShare?: number;
}

/** Every alert that a namespace of agents needs about its resources. */
export function agentAlerts(context: AlertContext, options: AgentAlertsOptions): Alert[] {
  return [
    highPodCount(context, { moreThan: options.podsMoreThan }),
    highCpuUsage(context, { share: options.cpuShare ?? 0.8 }),
    highMemoryUsage(context, { share: options.memoryShare ?? 0.85 }),
    oomKilled(context),
    restartedAfterOom(context),
    quotaNearlyFull(context, { share: options.quotaShare ?? 0.8 }),
  ];
}
