/**
 * Where the OpenAPI of built-in kinds says something else than the API server does. All of it was seen on a server of
 * Kubernetes 1.36: `test/cluster` starts one.
 */

const admission = 'io.k8s.api.admissionregistration.v1';
const core = 'io.k8s.api.core.v1';
const autoscaling = 'io.k8s.api.autoscaling.v2';
const claimRetention = 'io.k8s.api.apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy';
const rbac = 'io.k8s.api.rbac.v1';

/** Fields called required, for Go writes them always, whose absence the server takes for the zero value. */
export const forgiven = new Set([
  'io.k8s.api.batch.v1.PodFailurePolicy.rules',
  `${core}.ClusterTrustBundleProjection.path`,
  `${core}.HTTPHeader.value`,
  `${core}.ISCSIVolumeSource.lun`,
  `${core}.LimitRangeSpec.limits`,
  `${core}.PodCertificateProjection.keyType`,
  `${core}.PodCertificateProjection.signerName`,
  `${core}.PreferredSchedulingTerm.preference`,
  `${core}.ScaleIOVolumeSource.secretRef`,
  `${core}.SleepAction.seconds`,
  `${core}.Sysctl.value`,
  `${core}.TypedLocalObjectReference.kind`,
]);

/** Fields called optional without which the server refuses an object of every kind they are in. */
export const demanded = new Set([
  'io.k8s.api.apps.v1.ReplicaSetSpec.template',
  `${admission}.MutatingAdmissionPolicyBindingSpec.policyName`,
  `${admission}.MutatingAdmissionPolicySpec.matchConstraints`,
  `${admission}.MutatingAdmissionPolicySpec.mutations`,
  `${admission}.NamedRuleWithOperations.apiGroups`,
  `${admission}.NamedRuleWithOperations.apiVersions`,
  `${admission}.NamedRuleWithOperations.operations`,
  `${admission}.NamedRuleWithOperations.resources`,
  `${admission}.ParamKind.apiVersion`,
  `${admission}.ParamKind.kind`,
  `${admission}.ValidatingAdmissionPolicySpec.matchConstraints`,
  `${core}.Container.image`,
  `${core}.PersistentVolumeClaimSpec.accessModes`,
  `${core}.PersistentVolumeClaimSpec.resources`,
  `${core}.ReplicationControllerSpec.template`,
]);

/** Enumerations that the server does not check unless a feature is switched on. */
export const unproven = new Set([`${core}.Lifecycle.stopSignal`]);

/** Enumerations that only the server's Go code knows. */
export const namedOnly = {
  [`${autoscaling}.HPAScalingPolicy.type`]: ['Percent', 'Pods'],
  [`${autoscaling}.HPAScalingRules.selectPolicy`]: ['Disabled', 'Max', 'Min'],
  [`${autoscaling}.MetricSpec.type`]: ['ContainerResource', 'External', 'Object', 'Pods', 'Resource'],
  [`${autoscaling}.MetricTarget.type`]: ['AverageValue', 'Utilization', 'Value'],
  [`${claimRetention}.whenDeleted`]: ['Delete', 'Retain'],
  [`${claimRetention}.whenScaled`]: ['Delete', 'Retain'],
  [`${core}.Container.restartPolicy`]: ['Always', 'Never', 'OnFailure'],
  [`${core}.ContainerResizePolicy.restartPolicy`]: ['NotRequired', 'RestartContainer'],
  [`${core}.PodOS.name`]: ['linux', 'windows'],
  [`${rbac}.RoleRef.kind`]: ['ClusterRole', 'Role'],
  [`${rbac}.Subject.kind`]: ['Group', 'ServiceAccount', 'User'],
  [`${admission}.ParamRef.parameterNotFoundAction`]: ['Allow', 'Deny'],
  'io.k8s.api.batch.v1.PodFailurePolicyOnPodConditionsPattern.status': ['False', 'True', 'Unknown'],
  'io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelectorRequirement.operator': ['DoesNotExist', 'Exists', 'In', 'NotIn'],
};
