import { Quantity } from '../../../../model/values/quantity';
import { rule } from '../../rule';
import { isIdle } from './covered-pods';

const resources = ['cpu', 'memory'] as const;

/** A pod that asks for more than any node can give is admitted, and stays Pending. */
export const nodeFit = rule({
  id: 'NODE-FIT',
  severity: 'warning',
  title: 'a pod is larger than every node',
  *check({ namespaces, profile }) {
    const groups = (profile.nodes ?? []).filter(({ count }) => count > 0);
    if (groups.length === 0) return;
    const sizes = groups.map(({ allocatable }) => ({
      cpu: Quantity.parse(allocatable.cpu),
      memory: Quantity.parse(allocatable.memory),
    }));
    for (const namespace of namespaces) {
      for (const workload of namespace.workloads) {
        if (isIdle(workload, namespace)) continue;
        for (const { charge, field, isReadable } of workload.templates) {
          const asked = resources.map((resource) => ({
            resource,
            amount: charge[`requests.${resource}`] ?? Quantity.zero,
          }));
          const fits = sizes.some((size) => asked.every(({ resource, amount }) => !size[resource].lessThan(amount)));
          if (fits || !isReadable) continue;
          const text = asked
            .filter(({ amount }) => !amount.isZero)
            .map(({ resource, amount }) => `${amount} ${resource}`)
            .join(' and ');
          yield {
            at: [field],
            message: `a pod of ${workload.object.title} asks for ${text}, which no node has free even when it is empty`,
            arithmetic: sizes.map(({ cpu, memory }) => `a node has ${cpu} cpu and ${memory} memory`),
            fix: 'ask for less, or add nodes that are large enough and declare them in the profile',
          };
        }
      }
    }
  },
});
