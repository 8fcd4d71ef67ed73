import { InvalidValue } from '../../model/values/problems';
import type { QuantityLike } from '../../model/values/quantity';
import type { ContainerResources } from '../../model/workloads/charge';
import { Workload } from '../../model/workloads/workload';
import { WorkspaceClaim, type WorkspaceClaimSpec, type WorkspaceSize, workspaceSizes } from './workspace-claim';

/** CPU and memory that an agent's container is given. */
export interface AgentResources {
  readonly requests: { readonly cpu: QuantityLike; readonly memory: QuantityLike };
  readonly limits: { readonly cpu: QuantityLike; readonly memory: QuantityLike };
}

/** What agents of one role get. */
export interface AgentRole extends AgentResources {
  readonly workspace: WorkspaceSize;
  readonly priorityClassName: string;
  /** Agents that have this role, by name. @default - none */
  readonly agents?: readonly string[];
  /** Models that need other resources than the role's. @default - none */
  readonly models?: Readonly<Record<string, AgentResources>>;
}

/** What Argo's own containers ask for in each pod of a workflow: `init` before, `wait` beside the agent. */
export interface ExecutorResources {
  readonly resources: ContainerResources;
}

/** What one agent gets: resources, a workspace and a rank. */
export class AgentTier {
  constructor(
    readonly role: string,
    readonly resources: AgentResources,
    readonly workspace: WorkspaceSize,
    readonly priorityClassName: string,
  ) {}

  /** The spec of its workspace, for a workflow's `volumeClaimTemplates`. */
  claimSpec(): WorkspaceClaimSpec {
    return WorkspaceClaim.spec({ size: this.workspace });
  }

  /**
   * Such agents, each with its workspace, as a workload that a quota makes room for.
   *
   * @param executor what Argo adds to each pod; left out for agents that are Jobs of their own
   */
  workload(name: string, options: { atOnce: number; executor?: ExecutorResources }): Workload {
    const executor = options.executor?.resources;
    return Workload.pods(name, {
      atOnce: options.atOnce,
      containers: executor ? [this.resources, executor] : [this.resources],
      ...(executor && { initContainers: [executor] }),
      claim: { storage: workspaceSizes[this.workspace] },
    });
  }
}

/** The tiers of a platform, by role; a model falls back to its role where it needs nothing of its own. */
export class AgentTiers {
  constructor(readonly roles: Readonly<Record<string, AgentRole>>) {}

  /**
   * The tier of a role, or of one model in it.
   *
   * @throws InvalidValue when there is no such role; an unknown model is none.
   */
  tier(role: string, model?: string): AgentTier {
    const found = own(this.roles, role);
    if (!found) throw new InvalidValue(role, `is no agent role: use one of ${Object.keys(this.roles).join(', ')}`);
    const { requests, limits } = (model === undefined ? undefined : own(found.models ?? {}, model)) ?? found;
    return new AgentTier(role, { requests, limits }, found.workspace, found.priorityClassName);
  }

  /**
   * The tier of an agent by its name.
   *
   * @throws InvalidValue when no role has such an agent.
   */
  agent(name: string, model?: string): AgentTier {
    const role = Object.keys(this.roles).find((candidate) => this.roles[candidate]?.agents?.includes(name));
    if (role !== undefined) return this.tier(role, model);
    const all = Object.values(this.roles).flatMap(({ agents = [] }) => agents);
    throw new InvalidValue(name, `is no agent: use one of ${all.join(', ')}`);
  }
}

/** Every object also has `constructor` and its like. */
function own<T>(map: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}
