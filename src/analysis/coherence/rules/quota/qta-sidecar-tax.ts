import type { Quantity } from '../../../../model/values/quantity';
import { type Container, titleOf } from '../../../cluster/container';
import type { PodTemplate } from '../../../cluster/pod-template';
import type { Quota } from '../../../cluster/quota';
import type { Violation } from '../../../findings/finding';
import { rule } from '../../rule';
import { coveredPods } from './covered-pods';

/**
 * Containers that state nothing are given the defaults of the LimitRange, and the quota is charged for them: those that
 * Argo adds to each pod, and sidecars beside a container that says what it needs. Fewer pods fit than one would think.
 */
export const qtaSidecarTax = rule({
  id: 'QTA-SIDECAR-TAX',
  severity: 'warning',
  title: 'defaults charged to containers that state nothing shrink how many pods fit the quota',
  *check(cluster) {
    for (const { quota, templates } of coveredPods(cluster)) {
      for (const template of templates) {
        const violation = taxed(template, quota);
        if (violation) yield violation;
      }
    }
  },
});

function taxed(template: PodTemplate, quota: Quota): Violation | undefined {
  const silent = template.containers.filter((container) => {
    return isAside(container, template) && paysDefaults(container) && counts(container, template);
  });
  const [first] = silent;
  const [source] = Object.values(first?.defaultedFrom ?? {});
  if (!first || !source) return undefined;
  const without = template.chargeWithout((container) => silent.includes(container));
  const [fit, fitWithout] = [quota.fit(template.charge), quota.fit(without)];
  if (fit === undefined || fit < 1 || fitWithout === undefined || fit >= fitWithout) return undefined;
  const taxed = Object.keys(quota.hard).filter(
    (key) => key !== 'pods' && template.charge[key] && !same(template.charge[key], without[key]),
  );
  return {
    at: [first.field, source, ...(taxed[0] === undefined ? [] : [quota.field(taxed[0])])],
    message: `${fit} pods of ${template.object.title} fit the quota ${quota.object.name}, and ${fitWithout} would if ${silent.map(titleOf).join(' and ')} did not get the defaults of a LimitRange`,
    arithmetic: taxed.map((key) => {
      const { [key]: hard } = quota.hard;
      return `${key}: ${template.charge[key]} a pod, without them ${without[key] ?? 0}, the quota holds ${hard}`;
    }),
    fix: first.injectedBy
      ? "set executor.resources in the workflow controller's configuration, e.g. requests of cpu: 100m and memory: 64Mi"
      : `state what ${titleOf(first)} needs`,
  };
}

/** Argo's, or one beside a container that states what it needs; where none does, the defaults are meant for all. */
function isAside(container: Container, { containers }: PodTemplate): boolean {
  if (container.injectedBy !== undefined) return true;
  if (container.role === 'init') return false;
  return containers.some((other) => other.injectedBy === undefined && other.role !== 'init' && statesAll(other));
}

function statesAll({ requests, limits, defaultedFrom }: Container): boolean {
  const isStated = (key: string) => defaultedFrom[key] === undefined;
  const keys = [
    ...Object.keys(requests).map((name) => `requests.${name}`),
    ...Object.keys(limits).map((name) => `limits.${name}`),
  ];
  return keys.length > 0 && keys.some(isStated);
}

/** An init container that asks for no more than the others together adds nothing. */
function counts(container: Container, template: PodTemplate): boolean {
  const without = template.chargeWithout((other) => other === container);
  return Object.entries(template.charge).some(([key, amount]) => !same(amount, without[key]));
}

/** It stated nothing itself, and was given something. */
function paysDefaults({ requests, limits, defaultedFrom }: Container): boolean {
  const count = Object.keys(requests).length + Object.keys(limits).length;
  return count > 0 && Object.keys(defaultedFrom).length === count;
}

function same(a: Quantity, b: Quantity | undefined): boolean {
  return b !== undefined && a.equals(b);
}
