import * as fc from 'fast-check';

export const kinds = ['Workflow', 'Job', 'Pod', 'PersistentVolumeClaim', 'ConfigMap'] as const;
export type Kind = (typeof kinds)[number];

/** Ways to say that something is to stay; the last one is the policy's own. */
export const marks = [
  ['cdk8s-steward.dev/preserve', 'true'],
  ['cleanup.cto.dev/preserve', 'true'],
  ['taskmaster.io/cleanup-exempt', 'true'],
  ['debug', 'yes'],
  ['preserve', 'true'],
  ['team.test/keep', 'please'],
] as const;

export type Managers = 'argocd' | 'helm' | 'flux';

/** An object of a random world, as it is made. */
export interface Thing {
  readonly kind: Kind;
  /** Of Workflows, Jobs and Pods. */
  readonly outcome: 'Succeeded' | 'Failed' | 'Error' | 'Running' | 'Pending';
  /** Positions of those that own it, all before its own. */
  readonly owners: readonly number[];
  readonly mark?: { readonly index: number; readonly isLabel: boolean; readonly hasExpired: boolean };
  /** Seconds, or `forever`. */
  readonly ttl?: string;
  /** Whether the rule for what is kept an hour speaks of it. */
  readonly isLong: boolean;
  readonly isHeld: boolean;
  readonly isArchiving: boolean;
  readonly manager?: Managers;
  /** Whether Argo has counted how the pod ended. */
  readonly isRecorded: boolean;
  readonly template: 'a' | 'b';
  /** Position of the pod that mounts it, of claims and ConfigMaps; none of them is before its own. */
  readonly user?: number;
  /** Of claims and ConfigMaps: a label says that it was made for a workflow: one that is gone, or that at this position. */
  readonly madeFor?: 'gone' | number;
}

/** Something that others do while a sweep goes on: right before the proxy passes its how-manieth request on. */
export interface Change {
  readonly at: number;
  /** Whether the request waits until the change is done. */
  readonly isAwaited: boolean;
  readonly what: 'preserve' | 'child' | 'pause' | 'retry';
  /** Picks what is changed. */
  readonly pick: number;
  /** Of a new child. */
  readonly child: Thing;
}

/** What the policy of a world says. */
export interface Terms {
  /** Kinds that a rule speaks of; always Workflows. */
  readonly kinds: readonly Kind[];
  readonly hasError: boolean;
  readonly keepLast: number;
  readonly budget?: {
    readonly of: 'policy' | 'namespace' | 'rule';
    readonly count?: number;
    readonly percent?: number;
  };
  readonly archive: 'none' | 'directory' | 's3';
}

export interface World {
  readonly things: readonly Thing[];
  readonly changes: readonly Change[];
  readonly terms: Terms;
  readonly isPaused: boolean;
  readonly seed: number;
  /** Share of requests that go wrong. */
  readonly faults: number;
  readonly storeFaults: number;
  readonly pageSize: number;
  readonly workers: number;
}

/** One time in so many. */
const seldom = <Value>(value: fc.Arbitrary<Value>, one: number): fc.Arbitrary<Value | undefined> =>
  fc.oneof({ weight: one - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });
const repeat = <Value>(value: Value, times: number): Value[] => Array.from({ length: times }, () => value);
const rarely = (one: number) => fc.nat(one - 1).map((number) => number === 0);

/** Owners are picked by numbers, so that a world that loses a thing is still a world. */
interface Draft extends Omit<Thing, 'owners' | 'user' | 'madeFor'> {
  readonly picks: readonly number[];
  readonly use: number | undefined;
  readonly purpose: number | undefined;
}

const draft: fc.Arbitrary<Draft> = fc.record({
  kind: fc.constantFrom<Kind>('Workflow', 'Workflow', 'Job', 'Pod', 'Pod', 'PersistentVolumeClaim', 'ConfigMap'),
  outcome: fc.constantFrom(
    ...repeat('Succeeded' as const, 5),
    ...repeat('Failed' as const, 6),
    ...repeat('Error' as const, 2),
    'Running' as const,
    'Pending' as const,
  ),
  picks: fc.oneof(
    { weight: 5, arbitrary: fc.constant([]) },
    { weight: 6, arbitrary: fc.tuple(fc.nat(99)) },
    { weight: 1, arbitrary: fc.tuple(fc.nat(99), fc.nat(99)) },
  ),
  mark: seldom(fc.record({ index: fc.nat(marks.length - 1), isLabel: fc.boolean(), hasExpired: rarely(4) }), 12),
  ttl: seldom(fc.constantFrom('forever', '0', '3600', 'a day'), 16),
  isLong: rarely(14),
  isHeld: rarely(24),
  isArchiving: rarely(16),
  manager: seldom(fc.constantFrom<Managers>('argocd', 'helm', 'flux'), 24),
  isRecorded: fc.boolean(),
  template: fc.constantFrom('a', 'b'),
  use: seldom(fc.nat(99), 2),
  purpose: seldom(fc.nat(99), 2),
});

/** Whether objects of a kind do nothing but serve others. */
function isUsed(kind: Kind): boolean {
  return kind === 'PersistentVolumeClaim' || kind === 'ConfigMap';
}

/** A draft in its place among the others. */
function placed(one: Draft, index: number, all: readonly Draft[]): Thing {
  const { picks, use, purpose, ...rest } = one;
  const isPassive = isUsed(one.kind);
  // Whether a claim or a ConfigMap is gone that owned another, nobody looks.
  const before = all.flatMap(({ kind }, at) => (at < index && !(isPassive && isUsed(kind)) ? [at] : []));
  const owners = before.length === 0 ? [] : [...new Set(picks.map((pick) => before[pick % before.length]!))];
  const outcome =
    one.outcome === 'Error' && one.kind !== 'Workflow'
      ? 'Failed'
      : one.outcome === 'Pending' && one.kind === 'Job'
        ? 'Running'
        : one.outcome;
  const pods = all.flatMap(({ kind }, at) => (at > index && kind === 'Pod' ? [at] : []));
  const workflows = all.flatMap(({ kind }, at) => (at < index && kind === 'Workflow' ? [at] : []));
  const told =
    purpose === undefined || purpose % 3 === 0 || workflows.length === 0
      ? 'gone'
      : workflows[purpose % workflows.length]!;
  return {
    ...rest,
    outcome,
    owners,
    ttl: isPassive ? undefined : one.ttl,
    isArchiving: one.isArchiving && one.kind === 'Workflow',
    ...(isPassive && use !== undefined && pods.length > 0 && { user: pods[use % pods.length] }),
    ...(isPassive && purpose !== undefined && { madeFor: told }),
  };
}

const terms: fc.Arbitrary<Terms> = fc.record({
  kinds: fc
    .tuple(rarely(5), rarely(5), rarely(5), rarely(5))
    .map((left) => kinds.filter((_, index) => index === 0 || left[index - 1] !== true)),
  hasError: fc.boolean(),
  keepLast: fc.constantFrom(0, 0, 0, 1, 2),
  budget: seldom(
    fc.record({
      of: fc.constantFrom('policy', 'namespace', 'rule'),
      count: fc.option(fc.nat(8), { freq: 4, nil: undefined }),
      percent: seldom(fc.nat(100), 2),
    }),
    3,
  ),
  archive: fc.constantFrom('none', 'none', 'directory', 's3'),
});

const change: fc.Arbitrary<Omit<Change, 'child'> & { readonly child: Draft }> = fc.record({
  at: fc.integer({ min: 5, max: 120 }),
  isAwaited: fc.boolean(),
  what: fc.constantFrom('preserve', 'preserve', 'preserve', 'child', 'child', 'pause', 'retry'),
  pick: fc.nat(999),
  child: draft,
});

/** Small worlds, with everything in them that may keep something. */
export const worlds: fc.Arbitrary<World> = fc
  .record({
    drafts: fc.array(draft, { minLength: 3, maxLength: 24, size: 'max' }),
    changes: fc.array(change, { maxLength: 4 }),
    terms,
    isPaused: rarely(30),
    seed: fc.nat(),
    faults: fc.constantFrom(0, 0.03, 0.06, 0.12, 0.25),
    storeFaults: fc.constantFrom(0, 0.1, 0.3, 0.6),
    pageSize: fc.constantFrom(1, 2, 3, 500),
    workers: fc.constantFrom(1, 2, 8),
  })
  .map(({ drafts, changes, ...rest }) => {
    const things = drafts.map(placed);
    // Who is kept as the last of its kind changes with every change.
    const settled = rest.terms.keepLast > 0 ? [] : changes;
    return { ...rest, things, changes: settled.map((one) => ({ ...one, child: newcomer(one.child) })) };
  });

/** A child that somebody makes while a sweep goes on; its owner is picked then. */
function newcomer(one: Draft): Thing {
  return placed({ ...one, use: undefined, purpose: undefined }, 0, [one]);
}

/** A world in few words, for the message of a failure: what is as usual is left out. */
export function describeWorld({ things, changes, ...rest }: World): string {
  const usual: readonly unknown[] = [undefined, false];
  const lines = things.map((thing, index) => {
    const told = Object.entries(thing).filter(([, value]) => !usual.includes(value) && JSON.stringify(value) !== '[]');
    return `${index} ${told.map(([name, value]) => `${name} ${JSON.stringify(value)}`).join(', ')}`;
  });
  return [JSON.stringify(rest), ...lines, ...changes.map((one) => JSON.stringify(one))].join('\n');
}
