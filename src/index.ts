export { type AccessRule, ClusterRole, type ClusterRoleProps, Role, type RoleProps } from './constructs/access/role';
export {
  type Account,
  ClusterRoleBinding,
  type ClusterRoleBindingProps,
  RoleBinding,
  type RoleBindingProps,
} from './constructs/access/role-binding';
export { restrictedContainer, restrictedPod } from './constructs/access/security';
export { ServiceAccount, type ServiceAccountProps } from './constructs/access/service-account';
export {
  type AgentResources,
  type AgentRole,
  AgentTier,
  AgentTiers,
  type ExecutorResources,
} from './constructs/capacity/agent-tier';
export {
  type ClaimLimits,
  type ContainerLimits,
  LimitRange,
  type LimitRangeProps,
  type PodLimits,
  type ResourceAmounts,
} from './constructs/capacity/limit-range';
export { Namespace, type NamespaceProps, type PodSecurityLevel } from './constructs/capacity/namespace';
export {
  type GlobalDefaultConsent,
  PriorityClass,
  type PriorityClassProps,
} from './constructs/capacity/priority-class';
export { ResourceQuota, type ResourceQuotaProps } from './constructs/capacity/resource-quota';
export {
  WorkspaceClaim,
  type WorkspaceClaimProps,
  type WorkspaceClaimSpec,
  type WorkspaceClaimSpecProps,
  type WorkspaceSize,
  workspaceSizes,
} from './constructs/capacity/workspace-claim';
export type { CertificateAuthority } from './constructs/cleanup/certificate-authority';
export { CleanupCronJob, type CleanupCronJobProps } from './constructs/cleanup/cleanup-cron-job';
export { ConfigMap, type ConfigMapProps } from './constructs/cleanup/config-map';
export { CronJob, type CronJobProps } from './constructs/cleanup/cron-job';
export { StewardRuntime, type StewardRuntimeProps } from './constructs/cleanup/runtime';
export { defaultImage, Shipping } from './constructs/cleanup/shipping';
export {
  AgentIsolation,
  type AgentIsolationProps,
  type NamedTraffic,
  privateNetworks,
  publicInternet,
} from './constructs/network/agent-isolation';
export {
  type NetworkPeer,
  NetworkPolicy,
  type NetworkPolicyProps,
  type NetworkPort,
  type NetworkRule,
} from './constructs/network/network-policy';
export { type AgentAlertsOptions, agentAlerts } from './constructs/observability/agent-alerts';
export type { Alert, AlertContext, Severity } from './constructs/observability/alert';
export { highCpuUsage, highMemoryUsage } from './constructs/observability/alerts/container-usage';
export { oomKilled, restartedAfterOom } from './constructs/observability/alerts/out-of-memory';
export { highPodCount } from './constructs/observability/alerts/pod-count';
export { quotaNearlyFull } from './constructs/observability/alerts/quota';
export {
  PrometheusRule,
  type PrometheusRuleProps,
  type Recording,
  type RuleGroup,
} from './constructs/observability/prometheus-rule';
export {
  AgentPlatform,
  type AgentPlatformProps,
  type PlatformAlerts,
  type PlatformQuota,
} from './constructs/platform/agent-platform';
export {
  type DeploymentScaling,
  ManagedDeployment,
  type ManagedDeploymentProps,
} from './constructs/platform/managed-deployment';
export { type AdapterRule, ExternalMetric, type ExternalMetricProps } from './constructs/scaling/external-metric';
export {
  HorizontalPodAutoscaler,
  type HorizontalPodAutoscalerProps,
} from './constructs/scaling/horizontal-pod-autoscaler';
export { Metric, type ValueGoal } from './constructs/scaling/metric';
export { PodDisruptionBudget, type PodDisruptionBudgetProps } from './constructs/scaling/pod-disruption-budget';
export { type ScaleTarget, ScaleTargets } from './constructs/scaling/scale-target';
export { ScaledObject, type ScaledObjectProps, ScaledObjectTrigger } from './constructs/scaling/scaled-object';
export { ScalingPolicy, type ScalingRules } from './constructs/scaling/scaling-behavior';
export {
  VerticalPodAutoscaler,
  type VerticalPodAutoscalerProps,
  type VpaContainerPolicy,
  type VpaUpdateMode,
} from './constructs/scaling/vertical-pod-autoscaler';
export { Coherence } from './constructs/synth/coherence';
export { Environment, type EnvironmentProps } from './constructs/synth/environment';
export {
  type Body,
  KubernetesObject,
  type NamespacedProps,
  type ObjectProps,
} from './constructs/synth/kubernetes-object';
export { type Layout, type LayoutOptions, Layouts, type PlacedManifest } from './constructs/synth/layouts';
export { StewardApp, type StewardAppProps, SynthesisError } from './constructs/synth/steward-app';
export { ValuesFile, type ValuesFileProps } from './constructs/synth/values-file';
export { AppProject, type AppProjectProps, type GroupKind } from './constructs/workflows/app-project';
export { Application, type ApplicationProps, type ApplicationSource } from './constructs/workflows/application';
export type { ArtifactRepository, SecretKey } from './constructs/workflows/artifact-repository';
export {
  WorkflowControllerApplication,
  type WorkflowControllerApplicationProps,
} from './constructs/workflows/controller-application';
export {
  WorkflowControllerConfigMap,
  type WorkflowControllerConfigMapProps,
} from './constructs/workflows/controller-config-map';
export {
  WorkflowControllerValues,
  type WorkflowControllerValuesProps,
} from './constructs/workflows/controller-helm-values';
export type {
  ContainerSettings,
  WorkflowControllerSettings,
  WorkflowCounts,
} from './constructs/workflows/controller-settings';
export {
  type PodGc,
  type RetentionSpec,
  retentionSpec,
  templateRetention,
  type WorkflowRetention,
  type WorkflowTtl,
} from './constructs/workflows/retention';
export type { WorkflowArchive } from './constructs/workflows/workflow-archive';
export type { WorkflowDefaultsProps } from './constructs/workflows/workflow-defaults';
export type { Manifest, ManifestMetadata } from './model/manifests/manifest';
export type { Files, TreeChange } from './model/manifests/tree';
export {
  type ArchiveRetention,
  type ArchiveSettings,
  type Budget,
  type Budgets,
  defaultKeep,
  type ExemptionMark,
  type HoldWindow,
  type LegalHold,
  type Outcome,
  type Retention,
  type RetentionAction,
  type RetentionPolicy,
  type RetentionRule,
  type S3Location,
} from './model/policy/retention-policy';
export type { SweepMode } from './model/policy/rights';
export type {
  ClusterDns,
  ClusterProfile,
  DeclaredContainer,
  DeclaredResources,
  DeclaredWorkload,
  Endpoint,
  ExistingPriorityClass,
  NodeGroup,
} from './model/profile/cluster-profile';
export { type PhasedSeries, workflowsByPhase } from './model/telemetry/argo-metrics';
export { Duration, type DurationLike } from './model/values/duration';
export { type FieldRequirement, FieldSelector, type SelectableFields } from './model/values/field-selector';
export type { IntOrPercent } from './model/values/int-or-percent';
export { type LabelRequirement, type LabelSelector, selectorMatches } from './model/values/label-selector';
export { InvalidValue, type Problem, Problems } from './model/values/problems';
export { Quantity, type QuantityLike } from './model/values/quantity';
export type { QuotaKey } from './model/values/quota-key';
export type { QuotaScope, QuotaScopeRequirement } from './model/values/quota-scope';
export { Schedule } from './model/values/schedule';
export type { Charge, ContainerResources, InitContainerResources, PodResources } from './model/workloads/charge';
export {
  type DeploymentWorkloadProps,
  type PodsWorkloadProps,
  Workload,
  type WorkloadClaim,
} from './model/workloads/workload';
