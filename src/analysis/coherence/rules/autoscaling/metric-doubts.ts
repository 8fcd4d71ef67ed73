import type { Autoscaler } from '../../../cluster/autoscaler';
import type { Field } from '../../../cluster/field';
import { isPlaceholder } from '../../../cluster/placeholder';
import type { Violation } from '../../../findings/finding';

/** Prometheus' convention: only counters end so. An adapter that derives rates names them otherwise. */
export function* counter(block: Field): Generator<Violation> {
  const name = block.get('metric', 'name');
  if (!name.text?.endsWith('_total')) return;
  yield {
    severity: 'warning',
    at: [name],
    message: `${name.text} looks like a counter, which never falls: what it once asked for it asks for ever`,
    fix: 'have the adapter serve a rate of it, or use a gauge',
  };
}

/** A container that the pods do not have; only likely, since those that a mesh injects are in no manifest. */
export function* strangeContainer(block: Field, { target }: Autoscaler): Generator<Violation> {
  const container = block.get('container');
  const names = target?.templates.flatMap(({ containers }) => containers.map(({ name }) => name)) ?? [];
  if (!target || !container.text || names.length === 0 || names.includes(container.text)) return;
  if ([container.text, ...names].some(isPlaceholder)) return;
  yield {
    severity: 'warning',
    at: [container, target.templates[0]?.field ?? target.object.root],
    message: `${target.object.title} has no container "${container.text}", so the metric is never read`,
    fix: `use one of ${names.join(', ')}`,
  };
}
