import type { ClusterProfile } from '../../model/profile/cluster-profile';
import { type WorkflowController, workflowControllers } from './argo/workflow-controller';
import { ClusterObject, type ManifestSource } from './cluster-object';
import { declaredWorkloads } from './declared-workloads';
import { groupBy, KindIndex } from './kind-index';
import { Namespace } from './namespace';
import { type PolicyTexts, type RetentionPolicySource, readPolicies } from './retention/retention-policies';
import type { Workload } from './workload';

/** A priority class that exists, and where it is declared. */
export interface KnownPriorityClass {
  readonly name: string;
  /** Undefined when nothing here says it. */
  readonly value: number | undefined;
  /** Undefined for those that exist outside the manifests. */
  readonly object: ClusterObject | undefined;
}

/** Classes that every cluster has; kubernetes/pkg/apis/scheduling/types.go. */
const builtInClasses = [
  { name: 'system-cluster-critical', value: 2_000_000_000 },
  { name: 'system-node-critical', value: 2_000_001_000 },
];

/** All objects of one cluster together, and what the cluster would make of them. */
export class Cluster {
  readonly objects: readonly ClusterObject[];
  /** In the order in which their objects come. */
  readonly namespaces: readonly Namespace[];
  readonly workflowControllers: readonly WorkflowController[];
  private readonly members: ReadonlySet<unknown>;
  private readonly byKind: KindIndex;
  private readonly byName: ReadonlyMap<string, Namespace>;
  private policies: PolicyTexts | undefined;

  constructor(
    manifests: readonly ManifestSource[],
    readonly profile: ClusterProfile = {},
  ) {
    this.objects = manifests.map((manifest) => new ClusterObject(manifest));
    this.members = new Set(this.objects);
    this.byKind = new KindIndex(this.objects);
    this.workflowControllers = workflowControllers([
      ...this.ofKind('ConfigMap'),
      ...this.ofKind('Application', 'argoproj.io'),
    ]);
    this.namespaces = this.readNamespaces();
    this.byName = new Map(this.namespaces.map((namespace) => [namespace.name, namespace]));
  }

  /** Whether an object is under check, and not only declared by the profile. */
  contains(object: unknown): boolean {
    return this.members.has(object);
  }

  /** Objects of a kind, in any version. */
  ofKind(kind: string, group = ''): readonly ClusterObject[] {
    return this.byKind.get(kind, group);
  }

  /** The namespace of a name; undefined when nothing is in it. */
  namespace(name: string): Namespace | undefined {
    return this.byName.get(name);
  }

  /** All workloads, with the namespace that each is in. */
  *workloads(): Generator<readonly [Workload, Namespace]> {
    for (const namespace of this.namespaces) {
      for (const workload of namespace.workloads) yield [workload, namespace];
    }
  }

  /** Priority classes of the manifests, of the profile, and those built in. */
  get priorityClasses(): KnownPriorityClass[] {
    const declared = this.ofKind('PriorityClass', 'scheduling.k8s.io').map((object) => ({
      name: object.name,
      value: object.field('value').number,
      object,
    }));
    const existing = [...(this.profile.priorityClasses ?? []), ...builtInClasses].map(({ name, value }) => ({
      name,
      value,
      object: undefined,
    }));
    return [...declared, ...existing];
  }

  /** What ConfigMaps hold for sweeps, read when it is first asked for. */
  get policyTexts(): PolicyTexts {
    this.policies ??= readPolicies(this.ofKind('ConfigMap'));
    return this.policies;
  }

  get retentionPolicies(): readonly RetentionPolicySource[] {
    return this.policyTexts.policies;
  }

  private readNamespaces(): Namespace[] {
    const itself = new Map(this.ofKind('Namespace').map((object) => [object.name, object]));
    const inside = groupBy(
      this.objects.filter(({ definition }) => definition?.namespaced !== false),
      ({ namespace }) => namespace,
    );
    const declared = groupBy(declaredWorkloads(this.profile), ({ namespace }) => namespace);
    const names = new Set([...itself.keys(), ...inside.keys(), ...declared.keys()]);
    const surroundings = { controller: this.workflowControllers[0], profile: this.profile };
    return [...names].map((name) => {
      return new Namespace(name, itself.get(name), inside.get(name) ?? [], declared.get(name) ?? [], surroundings);
    });
  }
}
