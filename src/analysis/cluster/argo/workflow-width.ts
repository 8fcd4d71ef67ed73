import type { Field } from '../field';
import { groupBy } from '../kind-index';

/** How many pods of a workflow there may be at once, as far as its text says. */
export interface WorkflowWidth {
  /** Undefined when it depends on parameters, or on templates that are elsewhere, and nothing bounds it. */
  readonly count: number | undefined;
  /** The pods of its widest stage, by the names of their templates; those of templates without a name are left out. */
  readonly pods: ReadonlyMap<string, number>;
  /** The field that decides. */
  readonly field: Field;
}

/** The widest a template can get, and the field that makes it so. */
interface Width {
  readonly count: number;
  readonly pods: ReadonlyMap<string, number>;
  readonly field: Field;
}

/** A template that is called, and how often at once; infinitely often where a parameter says so. */
interface Call {
  readonly width: Width;
  readonly times: number;
  readonly field: Field;
}

const none: ReadonlyMap<string, number> = new Map();
/** Argo runs no templates that call each other deeper: argo-workflows workflow/controller `maxAllowedStackDepth`. */
const deepest = 100;

/**
 * Follows steps, tasks and loops from the entrypoint. Of a graph, tasks count together that are as many dependencies away
 * from its start: these surely may run at the same time.
 */
export function widestFanOut(spec: Field, parallelism: Field = spec.get('parallelism')): WorkflowWidth {
  const templates = spec.get('templates').items;
  const named = new Map(templates.map((template) => [template.get('name').text ?? '', template]));
  named.delete('');
  const entry = named.get(spec.get('entrypoint').text ?? '');
  const width = entry && new Widths(named).of(entry, 1);
  const pods = width?.pods ?? none;
  const bound = parallelism.count;
  if (bound !== undefined && (width === undefined || bound < width.count)) {
    return { count: bound, pods, field: parallelism };
  }
  return { count: width?.count, pods, field: width?.field ?? spec.get('templates') };
}

/** Looks at each template once, however often it is called. */
class Widths {
  private readonly known = new Map<unknown, Width | undefined>();

  constructor(private readonly templates: ReadonlyMap<string, Field>) {}

  /** Undefined for one that cannot be told, as for a template that calls itself. */
  of(template: Field, depth: number): Width | undefined {
    if (this.known.has(template.value) || depth > deepest) return this.known.get(template.value);
    this.known.set(template.value, undefined);
    const width = this.widest(template, depth);
    this.known.set(template.value, width);
    return width;
  }

  private widest(template: Field, depth: number): Width | undefined {
    const nothing: Width = { count: 0, pods: none, field: template };
    const stages = stagesOf(template);
    if (stages) {
      return stages
        .map(({ calls, field }) => stageOf(this.callsOf(calls, depth), field, template.get('parallelism')))
        .reduce<Width | undefined>(wider, nothing);
    }
    if (template.get('suspend').exists || template.get('http').exists) return nothing;
    const name = template.get('name').text;
    return { count: 1, pods: name === undefined ? none : new Map([[name, 1]]), field: template };
  }

  private callsOf(calls: readonly Field[], depth: number): (Call | undefined)[] {
    return calls.map((field) => {
      const inline = field.get('inline');
      const template = inline.exists ? inline : this.templates.get(field.get('template').text ?? '');
      const width = template && this.of(template, depth + 1);
      return width && { width, times: repetitions(field), field };
    });
  }
}

/** What runs at the same time, one after the other; undefined for templates that arrange no others. */
function stagesOf(template: Field): { readonly calls: readonly Field[]; readonly field: Field }[] | undefined {
  const [steps, tasks] = [template.get('steps'), template.get('dag', 'tasks')];
  if (steps.exists) return steps.items.map((group) => ({ calls: group.items, field: group }));
  if (template.get('dag').exists) return levels(tasks.items).map((calls) => ({ calls, field: tasks }));
  return undefined;
}

/**
 * All calls together. A template's own parallelism bounds only what it calls itself, and each of these may be of many pods:
 * the widest may be the ones that run. Which pods it leaves is not known, so each of them may be among these.
 *
 * Source: argo-workflows workflow/controller/node_counters.go `getActiveChildrenCounter`; 0 is no bound.
 */
function stageOf(calls: readonly (Call | undefined)[], field: Field, parallelism: Field): Width | undefined {
  const known = calls.filter((call) => call !== undefined);
  const most = parallelism.count || Number.POSITIVE_INFINITY;
  const children = known.reduce((total, { times }) => total + times, 0);
  if (known.length < calls.length || (children === Number.POSITIVE_INFINITY && children === most)) return undefined;
  const count = widestOf(known, most);
  if (!Number.isSafeInteger(count)) return undefined;
  const widths = known.map((call) => repeated(call, most));
  const [only] = widths;
  const all = widths.length === 1 && only ? only : { pods: together(widths), field };
  return { ...all, count, ...(children > most && { field: parallelism }) };
}

/** Pods of the widest calls, of as many as may run. */
function widestOf(calls: readonly Call[], most: number): number {
  let left = most;
  let count = 0;
  for (const { width, times } of [...calls].sort((a, b) => b.width.count - a.width.count)) {
    const taken = Math.min(times, left);
    left -= taken;
    if (taken > 0) count += taken * width.count;
  }
  return count;
}

function repeated({ width, times, field }: Call, most: number): Width {
  if (times === 1) return width;
  const pods = [...width.pods].map(([name, count]) => {
    return [name, Math.min(count * Math.min(times, most), Number.MAX_SAFE_INTEGER)] as const;
  });
  return { count: width.count, pods: new Map(pods), field };
}

function together(widths: readonly Width[]): ReadonlyMap<string, number> {
  const pods = new Map<string, number>();
  for (const width of widths) {
    for (const [name, count] of width.pods) pods.set(name, (pods.get(name) ?? 0) + count);
  }
  return pods;
}

/** Tasks by how many others come before them, one after the other; those in a circle, which Argo refuses, are left out. */
function levels(tasks: readonly Field[]): Field[][] {
  const waitsFor = new Map(tasks.map((task) => [task, new Set(dependenciesOf(task))]));
  const waiting = groupBy(
    tasks.flatMap((task) => [...(waitsFor.get(task) ?? [])].map((name) => ({ name, task }))),
    ({ name }) => name,
  );
  const found: Field[][] = [];
  let level = tasks.filter((task) => waitsFor.get(task)?.size === 0);
  while (level.length > 0) {
    found.push(level);
    const next: Field[] = [];
    for (const name of new Set(level.map((task) => task.get('name').text ?? ''))) {
      for (const { task } of waiting.get(name) ?? []) {
        const names = waitsFor.get(task);
        if (names?.delete(name) && names.size === 0) next.push(task);
      }
    }
    level = next;
  }
  return found;
}

/** Names in `dependencies`, or in an expression like `a.Succeeded && (b || c.Failed)`. */
function dependenciesOf(task: Field): string[] {
  const expression = task.get('depends').text ?? '';
  const named = [...expression.matchAll(/[A-Za-z0-9_][A-Za-z0-9_-]*(?:\.[A-Za-z]+)?/g)].map(([word]) =>
    word.replace(/\..*/, ''),
  );
  return [...task.get('dependencies').words, ...named];
}

/** Infinity for what only a parameter says. */
function repetitions(call: Field): number {
  const [items, sequence] = [call.get('withItems'), call.get('withSequence')];
  if (call.get('withParam').exists) return Number.POSITIVE_INFINITY;
  if (items.exists) return Array.isArray(items.value) ? items.items.length : Number.POSITIVE_INFINITY;
  if (!sequence.exists) return 1;
  const [count, start, end] = ['count', 'start', 'end'].map((name) => sequence.get(name));
  if (count?.exists) return wholeOf(count) ?? Number.POSITIVE_INFINITY;
  const [first, last] = [start?.exists ? wholeOf(start) : 0, end && wholeOf(end)];
  return first === undefined || last === undefined ? Number.POSITIVE_INFINITY : Math.abs(last - first) + 1;
}

function wholeOf(field: Field): number | undefined {
  if (field.count !== undefined) return field.count;
  return field.text !== undefined && /^\d{1,15}$/.test(field.text) ? Number(field.text) : undefined;
}

/** One width that is not known makes the whole unknown. */
function wider(a: Width | undefined, b: Width | undefined): Width | undefined {
  if (!a || !b) return undefined;
  return a.count >= b.count ? a : b;
}
