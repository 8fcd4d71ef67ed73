/** A program of the control plane, built from a Go module pinned beside this file. */
export interface Target {
  /** Name of the binary. */
  readonly name: string;
  /** Folder below `modules/`. */
  readonly module: string;
  readonly package: string;
  readonly tags?: string;
  /** Module whose version is stamped into the binary, as Kubernetes' own build does. */
  readonly versionOf?: string;
}

/** Versions that can be chosen; each names a folder below `modules/`. */
export interface Versions {
  /** Minor of Kubernetes. */
  readonly kubernetes: string;
  /** Minor of Argo Workflows. */
  readonly argo: string;
}

export const defaultVersions: Versions = { kubernetes: '1.36', argo: '3.7' };

/** The versions that the environment asks for: `KUBE=1.34 ARGO=3.6`. */
export function chosenVersions(): Versions {
  return {
    kubernetes: process.env['KUBE'] ?? defaultVersions.kubernetes,
    argo: process.env['ARGO'] ?? defaultVersions.argo,
  };
}

/** Everything a full control plane runs. */
export function targets({ kubernetes, argo }: Versions): readonly Target[] {
  const kube = (name: string): Target => ({
    name,
    module: `kube-${kubernetes}`,
    package: `k8s.io/kubernetes/cmd/${name}`,
    versionOf: 'k8s.io/kubernetes',
  });
  return [
    { name: 'etcd', module: `kube-${kubernetes}`, package: 'go.etcd.io/etcd/server/v3' },
    kube('kube-apiserver'),
    kube('kube-controller-manager'),
    kube('kube-scheduler'),
    kube('kubectl'),
    { name: 'kwok', module: 'kwok', package: 'sigs.k8s.io/kwok/cmd/kwok' },
    { name: 'workflow-controller', module: `argo-${argo}`, package: `${argoModule}/cmd/workflow-controller` },
    { name: 'kube-state-metrics', module: 'ksm', package: 'k8s.io/kube-state-metrics/v2' },
    {
      name: 'prometheus',
      module: 'prom',
      package: 'github.com/prometheus/prometheus/cmd/prometheus',
      tags: 'remove_all_sd',
    },
    {
      name: 'promtool',
      module: 'prom',
      package: 'github.com/prometheus/prometheus/cmd/promtool',
      tags: 'remove_all_sd',
    },
    { name: 'metrics-server', module: 'metrics-server', package: 'sigs.k8s.io/metrics-server/cmd/metrics-server' },
    { name: 'vpa-recommender', module: 'vpa', package: 'k8s.io/autoscaler/vertical-pod-autoscaler/pkg/recommender' },
    { name: 'versitygw', module: 'versitygw', package: 'github.com/versity/versitygw/cmd/versitygw' },
    { name: 'kubeconform', module: 'misc', package: 'github.com/yannh/kubeconform/cmd/kubeconform' },
  ];
}

export const argoModule = 'github.com/argoproj/argo-workflows/v3';
