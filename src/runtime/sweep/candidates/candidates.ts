import { keyOf } from '../../../model/policy/dependents';
import type { EffectivePolicy, EffectiveRule, Resource } from '../../../model/policy/effective-policy';
import { describeExemption, exemptionOf, ttlProblem } from '../../../model/policy/exemption';
import type { Outcome } from '../../../model/policy/retention-policy';
import { isEnd, standingOf } from '../../../model/policy/standing';
import { leastAge, span } from '../../../model/policy/verdict';
import { selectorText } from '../../../model/values/label-selector';
import type { ApiClient, Query } from '../../api/api-client';
import { type MetadataItem, metadataPages, objectPages } from '../../api/pages';
import { pathOf } from '../../api/paths';
import { type Decision, identityOf } from '../decision';
import type { Candidate } from './candidate';
import { isServed, rulesFor } from './matching';

/** All rules of one kind in one namespace: it is listed once, whatever its rules. */
export interface Pass {
  readonly namespace: string;
  readonly resource: Resource;
  readonly rules: readonly EffectiveRule[];
}

const pods = 'pods';
const workflows = 'workflows.argoproj.io';
/** Whole objects a page: they may be large. */
const wholePage = 100;

/** The passes through a namespace, in the order of the first rule of each kind. */
export function passesOf(policy: EffectivePolicy, namespace: string): Pass[] {
  const byKind = new Map<string, EffectiveRule[]>();
  for (const rule of policy.rules.filter((one) => isServed(one, namespace))) {
    const rules = byKind.get(keyOf(rule.resource));
    if (rules) rules.push(rule);
    else byKind.set(keyOf(rule.resource), [rule]);
  }
  return [...byKind.values()].map((rules) => ({ namespace, resource: rules[0]!.resource, rules }));
}

/** Finds what may be due, by as little as tells it: most of what a namespace holds is never read whole. */
export class Candidates {
  constructor(
    private readonly client: ApiClient,
    private readonly policy: EffectivePolicy,
    private readonly pageSize: number,
    private readonly now: () => number,
  ) {}

  /** What may be due; what its metadata alone exempts, or shows to be young, comes as a decision. */
  async *of(pass: Pass): AsyncGenerator<Candidate | Decision> {
    for (const query of queries(pass)) {
      const options = { query, limit: this.pageSize };
      for await (const { items } of metadataPages(this.client, pathOf(pass.resource, pass.namespace), options)) {
        for (const item of items) {
          const found = this.candidate(pass, item);
          if (found) yield found;
        }
      }
    }
  }

  /**
   * The newest of each template or owner and outcome that `keepLast` keeps, by uid. Which ended last is told by which was
   * made last.
   */
  async keptLast(pass: Pass): Promise<ReadonlySet<string>> {
    const groups = new Map<string, Newest>();
    if (!pass.rules.some(({ keep }) => [...keep.values()].some(({ keepLast }) => keepLast > 0))) return new Set();
    const path = pathOf(pass.resource, pass.namespace);
    const isTold = keyOf(pass.resource) === workflows;
    for (const query of queries(pass)) {
      const pages = isTold
        ? metadataPages(this.client, path, { query, limit: this.pageSize })
        : objectPages(this.client, path, { query, limit: Math.min(wholePage, this.pageSize) });
      for await (const { items } of pages) for (const item of items) this.group(pass, item, groups);
    }
    return new Set([...groups.values()].flatMap((newest) => newest.uids));
  }

  private candidate({ resource, namespace }: Pass, { metadata }: MetadataItem): Candidate | Decision | undefined {
    const fitting = rulesFor(this.policy, resource, { ...metadata, namespace });
    const [first] = fitting;
    if (first === undefined) return undefined;
    const listed = { ...metadata, namespace };
    const stays = (result: Decision['result'], reason: string, problem: string | undefined): Decision => {
      const notes = problem === undefined ? {} : { notes: [problem] };
      return { ...identityOf(first.name, resource, listed), result, reason, ...notes };
    };
    const now = this.now();
    const exemption = exemptionOf(metadata, this.policy.marks, now);
    if (exemption && !exemption.hasExpired && metadata.deletionTimestamp === undefined) {
      return stays('exempt', describeExemption(exemption.exemption), exemption.exemption.problem);
    }
    const age = now - Date.parse(metadata.creationTimestamp);
    const least = Math.min(...fitting.map((rule) => leastAge(rule, metadata.annotations)));
    // Whatever ended did so after it was made.
    if (age < least && metadata.deletionTimestamp === undefined && !fitting.some(({ keep }) => keep.has('Unused'))) {
      const time = Number.isFinite(least) ? `at least ${span(least)}` : 'for good';
      return stays('young', `made ${span(age)} ago, kept ${time}`, ttlProblem(metadata.annotations));
    }
    const { name, uid, resourceVersion, labels } = metadata;
    return { resource, metadata: { name, namespace, uid, resourceVersion, labels } };
  }

  private group(pass: Pass, item: MetadataItem, groups: Map<string, Newest>): void {
    const { metadata } = item;
    const outcome = outcomeOf(pass.resource, item);
    const rule = rulesFor(this.policy, pass.resource, { ...metadata, namespace: pass.namespace }).find(({ keep }) => {
      return outcome !== undefined && keep.has(outcome);
    });
    const keepLast = (outcome && rule?.keep.get(outcome)?.keepLast) ?? 0;
    if (keepLast === 0) return;
    const key = [rule?.name, outcome, groupOf(metadata)].join('\0');
    const newest = groups.get(key) ?? new Newest(keepLast);
    groups.set(key, newest);
    newest.add(metadata.uid, Date.parse(metadata.creationTimestamp));
  }
}

/** The youngest few of a group. */
class Newest {
  private members: { readonly uid: string; readonly made: number }[] = [];

  constructor(private readonly most: number) {}

  get uids(): string[] {
    return this.members.map(({ uid }) => uid);
  }

  add(uid: string, made: number): void {
    // Of those made in one second the uid decides, so that every sweep keeps the same ones.
    this.members.push({ uid, made });
    this.members.sort((a, b) => b.made - a.made || (a.uid < b.uid ? -1 : 1));
    this.members.length = Math.min(this.members.length, this.most);
  }
}

/** Labels that tell from which template a workflow was made. */
const templateLabels = [
  'workflows.argoproj.io/workflow-template',
  'workflows.argoproj.io/cluster-workflow-template',
  'workflows.argoproj.io/cron-workflow',
];

/** What an object was made from or for: its template, its owner, or the name that it shares with its siblings. */
function groupOf({ labels = {}, ownerReferences = [], generateName }: MetadataItem['metadata']): string {
  const template = templateLabels.map((label) => labels[label]).find((name) => name !== undefined);
  if (template !== undefined) return template;
  const owner = ownerReferences.find(({ controller }) => controller === true) ?? ownerReferences[0];
  if (owner) return `${owner.kind} ${owner.name}`;
  return typeof generateName === 'string' ? generateName : '';
}

/** How an object stands, by its label where only its metadata was read. */
function outcomeOf(resource: Resource, item: MetadataItem): Outcome | undefined {
  if (keyOf(resource) !== workflows) return standingOf({ ...resource, ...item }).outcome;
  const phase = item.metadata.labels?.['workflows.argoproj.io/phase'];
  return phase === 'Succeeded' || phase === 'Failed' || phase === 'Error' ? phase : undefined;
}

/** What the server can leave out: it cannot tell times, but ends of workflows and pods, and labels. */
function queries({ resource, rules }: Pass): Query[] {
  const outcomes = [...new Set(rules.flatMap(({ keep }) => [...keep.keys()]))];
  const onlyEnds = outcomes.every(isEnd);
  const selectors = new Set(rules.map(({ selector }) => selectorText(selector)));
  const [own = ''] = selectors.size === 1 ? selectors : [];
  const labels = [own, onlyEnds && keyOf(resource) === workflows ? 'workflows.argoproj.io/completed=true' : ''];
  const labelSelector = labels.filter((part) => part !== '').join(',') || undefined;
  // A pod is never in phase Error.
  const phases = outcomes.filter((outcome) => outcome !== 'Error');
  if (keyOf(resource) !== pods || !onlyEnds) return [{ labelSelector }];
  return phases.map((phase) => ({ labelSelector, fieldSelector: `status.phase=${phase}` }));
}
