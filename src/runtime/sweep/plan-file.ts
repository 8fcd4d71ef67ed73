import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { type EffectivePolicy, resourceOf } from '../../model/policy/effective-policy';
import { Failure, reason } from '../failure';
import type { Candidate } from './candidates/candidate';
import { type Decision, versionOf } from './decision';
import { Draft } from './output/draft';

/** What a plan's first line says of all the others. */
interface Head {
  readonly kind: 'SweepPlan';
  readonly version: 1;
  readonly policy: string;
  readonly server: string;
}

/** A line of a plan: an object that would be deleted or stopped, exactly as it was, and what would go along. */
type Line = Pick<Decision, 'rule' | 'apiVersion' | 'kind' | 'namespace' | 'name' | 'uid' | 'resourceVersion'> & {
  readonly cascade?: readonly string[];
};

/** Writes what a sweep would delete: one line each, the whole under its name only when it is complete. */
export class PlanWriter {
  private readonly draft: Draft;

  /** @throws Failure when the file cannot be written */
  constructor(file: string, policy: string, server: string) {
    this.draft = new Draft(file, '--plan');
    const head: Head = { kind: 'SweepPlan', version: 1, policy, server };
    this.line(head);
  }

  add({ rule, apiVersion, kind, namespace, name, uid, resourceVersion, cascade = [] }: Decision): void {
    const line: Line = { rule, apiVersion, kind, namespace, name, uid, resourceVersion };
    this.line(cascade.length === 0 ? line : { ...line, cascade: cascade.map(versionOf) });
  }

  finish(): void {
    this.draft.finish();
  }

  abandon(): void {
    this.draft.abandon();
  }

  private line(content: Head | Line): void {
    this.draft.write(`${JSON.stringify(content)}\n`);
  }
}

/** The objects of a plan by namespace. */
export type Plan = ReadonlyMap<string, readonly Candidate[]>;

/** A plan that cannot be applied, and why: `file:line: …`. */
export class PlanError extends Failure {
  override readonly name = 'PlanError';
}

/**
 * Reads a plan. All of it is read before anything is done, so that a plan that is no plan deletes
 * nothing.
 *
 * @throws PlanError for anything that `PlanWriter` does not write, for another policy's plan, and another cluster's
 */
export async function readPlan(file: string, policy: EffectivePolicy, server: string): Promise<Plan> {
  const found = new Map<string, Candidate[]>();
  let number = 0;
  for await (const text of linesOf(file)) {
    number += 1;
    const where = `${file}:${number}`;
    const content = parsed(text, where);
    if (number === 1) {
      checkHead(content as Partial<Head>, where, policy, server);
      continue;
    }
    const candidate = candidateOf(content as Partial<Line>, where, policy);
    const { namespace } = candidate.metadata;
    const known = found.get(namespace);
    if (known) known.push(candidate);
    else found.set(namespace, [candidate]);
  }
  if (number === 0) throw new PlanError(`${file}: is empty, and no plan`);
  return found;
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const input = createReadStream(file, 'utf8');
  try {
    await once(input, 'open');
  } catch (error) {
    throw new PlanError(`${file} cannot be read: ${reason(error)}`);
  }
  try {
    yield* createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  } catch (error) {
    throw new PlanError(`${file} cannot be read: ${reason(error)}`);
  }
}

function checkHead(head: Partial<Head>, where: string, policy: EffectivePolicy, server: string): void {
  if (head.kind !== 'SweepPlan' || head.version !== 1) throw new PlanError(`${where}: is not the first line of a plan`);
  if (head.policy !== policy.name) {
    throw new PlanError(`${where}: is a plan of policy ${head.policy}, and this is ${policy.name}`);
  }
  if (head.server !== server) throw new PlanError(`${where}: is a plan for ${head.server}, and this is ${server}`);
}

function candidateOf(line: Partial<Line>, where: string, policy: EffectivePolicy): Candidate {
  const { rule = '', apiVersion, kind, namespace = '', name = '', uid = '', resourceVersion = '', cascade = [] } = line;
  const known = policy.rules.find((one) => one.name === rule);
  if (!known) throw new PlanError(`${where}: the policy has no rule ${JSON.stringify(rule)}`);
  const { resource } = known;
  if (resource.apiVersion !== apiVersion || resource.kind !== kind) {
    throw new PlanError(
      `${where}: rule ${rule} is for ${resource.apiVersion} ${resource.kind}, not ${apiVersion} ${kind}`,
    );
  }
  if ([namespace, name, uid, resourceVersion].some((part) => typeof part !== 'string' || part === '')) {
    throw new PlanError(`${where}: namespace, name, uid and resourceVersion are needed`);
  }
  return {
    resource: resourceOf(resource),
    metadata: { namespace, name, uid, resourceVersion },
    plan: { rule, cascade },
  };
}

function parsed(text: string, where: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Told below.
  }
  throw new PlanError(`${where}: is no line of a plan`);
}
