import type { LiveMetadata, OwnerReference } from '../../../model/manifests/live-object';
import { keyOf } from '../../../model/policy/dependents';
import type { EffectivePolicy, Resource } from '../../../model/policy/effective-policy';
import type { Outcome } from '../../../model/policy/retention-policy';
import { standingOf } from '../../../model/policy/standing';
import type { ApiClient } from '../../api/api-client';
import { type MetadataItem, metadataPages, objectPages } from '../../api/pages';
import { pathOf } from '../../api/paths';
import { rulesFor } from '../candidates/matching';
import { type Pass, passesOf, queries } from '../candidates/passes';
import { Answers } from './answers';

const workflows = 'workflows.argoproj.io';
/** Whole objects a page: they may be large. */
const wholePage = 100;
/** Kinds of one namespace at a time. */
const remembered = 20;

/** The newest of each template or owner and outcome, that `keepLast` keeps however old they are. */
export class KeptLast {
  private readonly known = new Answers<ReadonlySet<string>>(remembered);

  constructor(
    private readonly client: ApiClient,
    private readonly policy: EffectivePolicy,
    private readonly pageSize: number,
  ) {}

  /**
   * Whether an object is one of them.
   *
   * @throws ApiError
   */
  async has(resource: Resource, { namespace = '', uid }: LiveMetadata): Promise<boolean> {
    return (await this.of(resource, namespace)).has(uid);
  }

  /**
   * Those of one kind, by uid, as they were when they were first asked for. Which ended last is told by which was made last.
   *
   * @throws ApiError
   */
  of(resource: Resource, namespace: string): Promise<ReadonlySet<string>> {
    const pass = passesOf(this.policy, namespace).find((one) => keyOf(one.resource) === keyOf(resource));
    if (!pass || !keepsAny(pass)) return none;
    const question = `${namespace}/${keyOf(resource)}`;
    return this.known.to(question, Number.POSITIVE_INFINITY, () => this.look(pass)).answer;
  }

  private async look(pass: Pass): Promise<ReadonlySet<string>> {
    const groups = new Map<string, Newest>();
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

  private group(pass: Pass, item: MetadataItem, groups: Map<string, Newest>): void {
    const { metadata } = item;
    // What is on its way is the last of nothing.
    if (metadata.deletionTimestamp !== undefined) return;
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

const none: Promise<ReadonlySet<string>> = Promise.resolve(new Set());

function keepsAny({ rules }: Pass): boolean {
  return rules.some(({ keep }) => [...keep.values()].some(({ keepLast }) => keepLast > 0));
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
function groupOf(metadata: LiveMetadata): string {
  const { generateName } = metadata;
  const owner = groupingOwner(metadata);
  if (owner) return `${owner.kind} ${owner.name}`;
  return templateOf(metadata) ?? (typeof generateName === 'string' ? generateName : '');
}

/** The owner whose objects an object is one of the last of; undefined where its template or its name tells. */
export function groupingOwner(metadata: LiveMetadata): OwnerReference | undefined {
  const { ownerReferences = [] } = metadata;
  if (templateOf(metadata) !== undefined) return undefined;
  return ownerReferences.find(({ controller }) => controller === true) ?? ownerReferences[0];
}

function templateOf({ labels = {} }: LiveMetadata): string | undefined {
  return templateLabels.map((label) => labels[label]).find((name) => name !== undefined);
}

/** How an object stands, by its label where only its metadata was read. */
function outcomeOf(resource: Resource, item: MetadataItem): Outcome | undefined {
  if (keyOf(resource) !== workflows) return standingOf({ ...resource, ...item }).outcome;
  const phase = item.metadata.labels?.['workflows.argoproj.io/phase'];
  return phase === 'Succeeded' || phase === 'Failed' || phase === 'Error' ? phase : undefined;
}
