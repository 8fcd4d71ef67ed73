import type { DurationLike } from '../values/duration';
import type { IntOrPercent } from '../values/int-or-percent';
import type { QuantityLike } from '../values/quantity';

/** Nodes of one size. */
export interface NodeGroup {
  readonly count: number;
  /** What pods can be given on one node: its capacity without what the system keeps. */
  readonly allocatable: { readonly cpu: QuantityLike; readonly memory: QuantityLike };
}

/** Something outside the cluster's pods that pods talk to: it has addresses, but no labels to select by. */
export interface Endpoint {
  /** Networks in CIDR form, e.g. `10.96.0.1/32`. */
  readonly cidrs: readonly string[];
  /** TCP ports. */
  readonly ports: readonly number[];
}

/** The cluster's name service. */
export interface ClusterDns {
  /** Addresses that pods resolve names at: the service, e.g. `10.96.0.10/32`, and NodeLocal DNS where it runs. */
  readonly cidrs: readonly string[];
}

/** A priority class that exists outside the manifests. */
export interface ExistingPriorityClass {
  readonly name: string;
  /** What it is in the cluster: the API server never lets it change. */
  readonly value?: number;
  readonly globalDefault?: boolean;
}

/** What a container asks for and may use at most, by resource. */
export interface DeclaredResources {
  readonly requests?: Readonly<Record<string, QuantityLike>>;
  readonly limits?: Readonly<Record<string, QuantityLike>>;
}

/** A container of a declared workload. */
export interface DeclaredContainer {
  readonly name?: string;
  readonly resources?: DeclaredResources;
}

/** Pods that other repositories deploy, as far as quotas, autoscalers and disruption budgets here depend on them. */
export interface DeclaredWorkload {
  /** @default 'apps/v1' */
  readonly apiVersion?: string;
  /** @default 'Deployment' */
  readonly kind?: string;
  readonly namespace: string;
  readonly name: string;
  /** Labels of its pods. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Pods at once: replicas, or what runs in parallel of a Job or Workflow. @default 1 */
  readonly replicas?: number;
  /** Of a Workflow, the first is the main one; what Argo adds is not to be listed. */
  readonly containers: readonly DeclaredContainer[];
  /** @default - none */
  readonly initContainers?: readonly DeclaredContainer[];
  /** As a Deployment's `strategy`. @default - that of its kind */
  readonly strategy?: {
    readonly type?: 'RollingUpdate' | 'Recreate';
    readonly rollingUpdate?: { readonly maxSurge?: IntOrPercent; readonly maxUnavailable?: IntOrPercent };
  };
  /** @default - none */
  readonly priorityClassName?: string;
}

/**
 * What exists in a cluster outside the manifests rendered for it. Everything is optional: what is not declared is not
 * guessed, and whatever needs it says less.
 */
export interface ClusterProfile {
  /** Minor version of Kubernetes, e.g. `1.36`. */
  readonly kubernetes?: string;
  /** Version of Argo Workflows, e.g. `3.7.14`; names of its metrics depend on it. */
  readonly argoWorkflows?: string;
  /** Version of Argo CD, e.g. `3.5`. */
  readonly argoCd?: string;
  /** Version of the Vertical Pod Autoscaler, e.g. `1.6`; its update modes depend on it. */
  readonly verticalPodAutoscaler?: string;
  readonly prometheus?: {
    readonly version?: string;
    /** How far back it remembers. */
    readonly retention?: DurationLike;
    readonly scrapeInterval?: DurationLike;
  };
  /** Whether teams that know nothing of these manifests run pods in the cluster. */
  readonly shared?: boolean;
  readonly nodes?: readonly NodeGroup[];
  /** How pods reach the API server: the address of the `kubernetes` service, and what it stands for. */
  readonly apiServer?: readonly Endpoint[];
  readonly dns?: ClusterDns;
  /** Object stores by name. */
  readonly objectStores?: Readonly<Record<string, Endpoint>>;
  /** Names of the storage classes that exist. */
  readonly storageClasses?: readonly string[];
  /** Priority classes that the manifests do not declare, or with the values they have. */
  readonly priorityClasses?: readonly ExistingPriorityClass[];
  /** What Argo gives the containers that it adds to each pod, where its own configuration is not among the manifests. */
  readonly workflowExecutor?: DeclaredResources;
  /** Pods that other repositories deploy. */
  readonly workloads?: readonly DeclaredWorkload[];
  /** Namespace of Prometheus, for policies that let it scrape. */
  readonly monitoringNamespace?: string;
}

/** One of several clusters that are checked in one run, each for itself. */
export interface DeclaredEnvironment {
  /** The folder or file of its manifests, relative to the file that declares it. */
  readonly path: string;
  /** @default - nothing is known beyond the manifests */
  readonly profile?: ClusterProfile;
}

/** Clusters by name: the other form that a profile's file may have. */
export interface DeclaredEnvironments {
  readonly environments: Readonly<Record<string, DeclaredEnvironment>>;
}
