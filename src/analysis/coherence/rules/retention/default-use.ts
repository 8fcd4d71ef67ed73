import type { Cluster } from '../../../cluster/cluster';
import { type RetainedSpec, retainedSpecs } from './lifetimes';

/**
 * Whether workflows take a setting from the controller's defaults: some of those that the manifests declare, or where none is
 * declared, those that are still to come. Which of several controllers runs them, no manifest says.
 *
 * @param isCovered whether a workflow is one that matters
 * @param takes whether it takes the setting from the defaults
 */
export function isDefaultUsed(
  cluster: Cluster,
  isCovered: (workflow: RetainedSpec) => boolean,
  takes: (workflow: RetainedSpec) => boolean,
): boolean {
  if (cluster.workflowControllers.length > 1) return false;
  const users = [...retainedSpecs(cluster)].filter((one) => {
    return !one.isDefault && !one.spec.get('workflowTemplateRef').exists && isCovered(one);
  });
  return users.length === 0 || users.some(takes);
}
