import type { DurationLike } from '../values/duration';
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
  /** Namespace of Prometheus, for policies that let it scrape. */
  readonly monitoringNamespace?: string;
}
