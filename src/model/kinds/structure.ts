// Made from imports/ by scripts/kinds.mjs; do not edit.
import type { Shape, Structure } from './shape';

const namedRuleWithOperations: Shape = {
  fields: {
    apiGroups: { list: 'atomic' },
    apiVersions: { list: 'atomic' },
    operations: { list: 'atomic' },
    resourceNames: { list: 'atomic' },
    resources: { list: 'atomic' },
  },
};

const excludeResourceRules: Shape = { items: namedRuleWithOperations, list: 'atomic' };

const matchExpressions: Shape = { items: { fields: { values: { list: 'atomic' } } }, list: 'atomic' };

const matchResources: Shape = {
  fields: {
    excludeResourceRules,
    namespaceSelector: { fields: { matchExpressions } },
    objectSelector: { fields: { matchExpressions } },
    resourceRules: excludeResourceRules,
  },
};

const mutatingAdmissionPolicySpec: Shape = {
  fields: {
    matchConditions: { list: ['name'] },
    matchConstraints: matchResources,
    mutations: { list: 'atomic' },
    variables: { list: 'atomic' },
  },
};

const mutatingAdmissionPolicy: Shape = { fields: { spec: mutatingAdmissionPolicySpec } };

const paramRef: Shape = { fields: { selector: { fields: { matchExpressions } } } };

const mutatingAdmissionPolicyBinding: Shape = { fields: { spec: { fields: { matchResources, paramRef } } } };

const validatingAdmissionPolicySpec: Shape = {
  fields: {
    auditAnnotations: { list: 'atomic' },
    matchConditions: { list: ['name'] },
    matchConstraints: matchResources,
    validations: { list: 'atomic' },
    variables: { list: ['name'] },
  },
};

const validatingAdmissionPolicy: Shape = { fields: { spec: validatingAdmissionPolicySpec } };

const validatingAdmissionPolicyBinding: Shape = {
  fields: { spec: { fields: { matchResources, paramRef, validationActions: { list: 'set' } } } },
};

const nodeSelectorTerm: Shape = { fields: { matchExpressions, matchFields: matchExpressions } };

const nodeAffinity: Shape = {
  fields: {
    preferredDuringSchedulingIgnoredDuringExecution: {
      items: { fields: { preference: nodeSelectorTerm } },
      list: 'atomic',
    },
    requiredDuringSchedulingIgnoredDuringExecution: {
      fields: { nodeSelectorTerms: { items: nodeSelectorTerm, list: 'atomic' } },
    },
  },
};

const podAffinityTerm: Shape = {
  fields: {
    labelSelector: { fields: { matchExpressions } },
    matchLabelKeys: { list: 'atomic' },
    mismatchLabelKeys: { list: 'atomic' },
    namespaceSelector: { fields: { matchExpressions } },
    namespaces: { list: 'atomic' },
  },
};

const podAffinity: Shape = {
  fields: {
    preferredDuringSchedulingIgnoredDuringExecution: { items: { fields: { podAffinityTerm } }, list: 'atomic' },
    requiredDuringSchedulingIgnoredDuringExecution: { items: podAffinityTerm, list: 'atomic' },
  },
};

const affinity: Shape = { fields: { nodeAffinity, podAffinity, podAntiAffinity: podAffinity } };

const quantity: Shape = { quantity: true };

const envVarSource: Shape = { fields: { resourceFieldRef: { fields: { divisor: quantity } } } };

const execAction: Shape = { fields: { command: { list: 'atomic' } } };

const httpGetAction: Shape = { fields: { httpHeaders: { list: 'atomic' } } };

const lifecycleHandler: Shape = { fields: { exec: execAction, httpGet: httpGetAction } };

const lifecycle: Shape = { fields: { postStart: lifecycleHandler, preStop: lifecycleHandler } };

const containerPort: Shape = { fields: { protocol: { default: 'TCP' } } };

const ports: Shape = { items: containerPort, list: ['containerPort', 'protocol'] };

const quantities: Shape = { values: quantity };

const resourceRequirements: Shape = {
  fields: { claims: { list: ['name'] }, limits: quantities, requests: quantities },
};

const restartPolicyRules: Shape = {
  items: { fields: { exitCodes: { fields: { values: { list: 'set' } } } } },
  list: 'atomic',
};

const securityContext: Shape = {
  fields: { capabilities: { fields: { add: { list: 'atomic' }, drop: { list: 'atomic' } } } },
};

const container: Shape = {
  fields: {
    args: { list: 'atomic' },
    command: { list: 'atomic' },
    env: { items: { fields: { valueFrom: envVarSource } }, list: ['name'] },
    envFrom: { list: 'atomic' },
    lifecycle,
    livenessProbe: lifecycleHandler,
    ports,
    readinessProbe: lifecycleHandler,
    resizePolicy: { list: 'atomic' },
    resources: resourceRequirements,
    restartPolicyRules,
    securityContext,
    startupProbe: lifecycleHandler,
    volumeDevices: { list: ['devicePath'] },
    volumeMounts: { list: ['mountPath'] },
  },
};

const podDNSConfig: Shape = {
  fields: { nameservers: { list: 'atomic' }, options: { list: 'atomic' }, searches: { list: 'atomic' } },
};

const hostAlias: Shape = { fields: { hostnames: { list: 'atomic' } } };

const podSecurityContext: Shape = { fields: { supplementalGroups: { list: 'atomic' }, sysctls: { list: 'atomic' } } };

const topologySpreadConstraint: Shape = {
  fields: { labelSelector: { fields: { matchExpressions } }, matchLabelKeys: { list: 'atomic' } },
};

const topologySpreadConstraints: Shape = {
  items: topologySpreadConstraint,
  list: ['topologyKey', 'whenUnsatisfiable'],
};

const azureDiskVolumeSource: Shape = {
  fields: { cachingMode: { default: 'ReadWrite' }, fsType: { default: 'ext4' }, kind: { default: 'Shared' } },
};

const configMapVolumeSource: Shape = { fields: { items: { list: 'atomic' } } };

const downwardAPIVolumeSource: Shape = { fields: { items: { items: envVarSource, list: 'atomic' } } };

const persistentVolumeClaimSpec: Shape = {
  fields: {
    accessModes: { list: 'atomic' },
    resources: { fields: { limits: quantities, requests: quantities } },
    selector: { fields: { matchExpressions } },
  },
};

const persistentVolumeClaim: Shape = { fields: { spec: persistentVolumeClaimSpec } };

const ephemeralVolumeSource: Shape = { fields: { volumeClaimTemplate: persistentVolumeClaim } };

const fcVolumeSource: Shape = { fields: { targetWWNs: { list: 'atomic' }, wwids: { list: 'atomic' } } };

const clusterTrustBundleProjection: Shape = { fields: { labelSelector: { fields: { matchExpressions } } } };

const volumeProjection: Shape = {
  fields: {
    clusterTrustBundle: clusterTrustBundleProjection,
    configMap: configMapVolumeSource,
    downwardAPI: downwardAPIVolumeSource,
    secret: configMapVolumeSource,
  },
};

const rbdVolumeSource: Shape = {
  fields: {
    keyring: { default: '/etc/ceph/keyring' },
    monitors: { list: 'atomic' },
    pool: { default: 'rbd' },
    user: { default: 'admin' },
  },
};

const volume: Shape = {
  fields: {
    azureDisk: azureDiskVolumeSource,
    cephfs: { fields: { monitors: { list: 'atomic' } } },
    configMap: configMapVolumeSource,
    downwardAPI: downwardAPIVolumeSource,
    emptyDir: { fields: { sizeLimit: quantity } },
    ephemeral: ephemeralVolumeSource,
    fc: fcVolumeSource,
    iscsi: { fields: { iscsiInterface: { default: 'default' }, portals: { list: 'atomic' } } },
    projected: { fields: { sources: { items: volumeProjection, list: 'atomic' } } },
    rbd: rbdVolumeSource,
    scaleIO: { fields: { fsType: { default: 'xfs' }, storageMode: { default: 'ThinProvisioned' } } },
    secret: configMapVolumeSource,
  },
};

const podSpec: Shape = {
  fields: {
    affinity,
    containers: { items: container, list: ['name'] },
    dnsConfig: podDNSConfig,
    ephemeralContainers: { items: container, list: ['name'] },
    hostAliases: { items: hostAlias, list: ['ip'] },
    imagePullSecrets: { list: ['name'] },
    initContainers: { items: container, list: ['name'] },
    overhead: quantities,
    readinessGates: { list: 'atomic' },
    resourceClaims: { list: ['name'] },
    resources: resourceRequirements,
    schedulingGates: { list: ['name'] },
    securityContext: podSecurityContext,
    tolerations: { list: 'atomic' },
    topologySpreadConstraints,
    volumes: { items: volume, list: ['name'] },
  },
};

const pod: Shape = { fields: { spec: podSpec } };

const daemonSet: Shape = {
  fields: { spec: { fields: { selector: { fields: { matchExpressions } }, template: pod } } },
};

const statefulSetSpec: Shape = {
  fields: {
    selector: { fields: { matchExpressions } },
    template: pod,
    volumeClaimTemplates: { items: persistentVolumeClaim, list: 'atomic' },
  },
};

const statefulSet: Shape = { fields: { spec: statefulSetSpec } };

const hpaScalingRules: Shape = { fields: { policies: { list: 'atomic' }, tolerance: quantity } };

const horizontalPodAutoscalerBehavior: Shape = { fields: { scaleDown: hpaScalingRules, scaleUp: hpaScalingRules } };

const metricTarget: Shape = { fields: { averageValue: quantity, value: quantity } };

const externalMetricSource: Shape = { fields: { metric: paramRef, target: metricTarget } };

const metricSpec: Shape = {
  fields: {
    containerResource: { fields: { target: metricTarget } },
    external: externalMetricSource,
    object: externalMetricSource,
    pods: externalMetricSource,
    resource: { fields: { target: metricTarget } },
  },
};

const horizontalPodAutoscalerSpec: Shape = {
  fields: { behavior: horizontalPodAutoscalerBehavior, metrics: { items: metricSpec, list: 'atomic' } },
};

const horizontalPodAutoscaler: Shape = { fields: { spec: horizontalPodAutoscalerSpec } };

const podFailurePolicyRule: Shape = {
  fields: { onExitCodes: { fields: { values: { list: 'set' } } }, onPodConditions: { list: 'atomic' } },
};

const podFailurePolicy: Shape = { fields: { rules: { items: podFailurePolicyRule, list: 'atomic' } } };

const successPolicy: Shape = { fields: { rules: { list: 'atomic' } } };

const jobSpec: Shape = {
  fields: { podFailurePolicy, selector: { fields: { matchExpressions } }, successPolicy, template: pod },
};

const job: Shape = { fields: { spec: jobSpec } };

const cronJob: Shape = { fields: { spec: { fields: { jobTemplate: job } } } };

const limitRangeItem: Shape = {
  fields: {
    default: quantities,
    defaultRequest: quantities,
    max: quantities,
    maxLimitRequestRatio: quantities,
    min: quantities,
  },
};

const limitRange: Shape = { fields: { spec: { fields: { limits: { items: limitRangeItem, list: 'atomic' } } } } };

const namespace: Shape = { fields: { spec: { fields: { finalizers: { list: 'atomic' } } } } };

const replicationController: Shape = { fields: { spec: { fields: { replicas: { default: 1 }, template: pod } } } };

const resourceQuotaSpec: Shape = {
  fields: { hard: quantities, scopeSelector: { fields: { matchExpressions } }, scopes: { list: 'atomic' } },
};

const resourceQuota: Shape = { fields: { spec: resourceQuotaSpec } };

const serviceSpec: Shape = {
  fields: {
    clusterIPs: { list: 'atomic' },
    externalIPs: { list: 'atomic' },
    ipFamilies: { list: 'atomic' },
    loadBalancerSourceRanges: { list: 'atomic' },
    ports: { items: containerPort, list: ['port', 'protocol'] },
  },
};

const service: Shape = { fields: { spec: serviceSpec } };

const serviceAccount: Shape = { fields: { imagePullSecrets: { list: 'atomic' }, secrets: { list: ['name'] } } };

const ingressSpec: Shape = {
  fields: {
    rules: { items: { fields: { http: { fields: { paths: { list: 'atomic' } } } } }, list: 'atomic' },
    tls: { items: { fields: { hosts: { list: 'atomic' } } }, list: 'atomic' },
  },
};

const ingress: Shape = { fields: { spec: ingressSpec } };

const networkPolicyPeer: Shape = {
  fields: {
    ipBlock: { fields: { except: { list: 'atomic' } } },
    namespaceSelector: { fields: { matchExpressions } },
    podSelector: { fields: { matchExpressions } },
  },
};

const to: Shape = { items: networkPolicyPeer, list: 'atomic' };

const networkPolicySpec: Shape = {
  fields: {
    egress: { items: { fields: { ports: { list: 'atomic' }, to } }, list: 'atomic' },
    ingress: { items: { fields: { from: to, ports: { list: 'atomic' } } }, list: 'atomic' },
    podSelector: { fields: { matchExpressions } },
    policyTypes: { list: 'atomic' },
  },
};

const networkPolicy: Shape = { fields: { spec: networkPolicySpec } };

const podDisruptionBudget: Shape = { fields: { spec: paramRef } };

const aggregationRule: Shape = {
  fields: { clusterRoleSelectors: { items: { fields: { matchExpressions } }, list: 'atomic' } },
};

const policyRule: Shape = {
  fields: {
    apiGroups: { list: 'atomic' },
    nonResourceURLs: { list: 'atomic' },
    resourceNames: { list: 'atomic' },
    resources: { list: 'atomic' },
    verbs: { list: 'atomic' },
  },
};

const clusterRole: Shape = { fields: { aggregationRule, rules: { items: policyRule, list: 'atomic' } } };

const clusterRoleBinding: Shape = { fields: { subjects: { list: 'atomic' } } };

const role: Shape = { fields: { rules: { items: policyRule, list: 'atomic' } } };

const storageClass: Shape = {
  fields: {
    allowedTopologies: { items: { fields: { matchLabelExpressions: matchExpressions } }, list: 'atomic' },
    mountOptions: { list: 'atomic' },
  },
};

const artifactory: Shape = {
  fields: {
    passwordSecret: { fields: { name: { default: '' } } },
    usernameSecret: { fields: { name: { default: '' } } },
  },
};

const git: Shape = {
  fields: {
    passwordSecret: { fields: { name: { default: '' } } },
    sshPrivateKeySecret: { fields: { name: { default: '' } } },
    usernameSecret: { fields: { name: { default: '' } } },
  },
};

const hdfs: Shape = {
  fields: {
    krbCCacheSecret: { fields: { name: { default: '' } } },
    krbConfigConfigMap: { fields: { name: { default: '' } } },
    krbKeytabSecret: { fields: { name: { default: '' } } },
  },
};

const clientCert: Shape = {
  fields: {
    clientCertSecret: { fields: { name: { default: '' } } },
    clientKeySecret: { fields: { name: { default: '' } } },
  },
};

const oauth2: Shape = {
  fields: {
    clientIDSecret: { fields: { name: { default: '' } } },
    clientSecretSecret: { fields: { name: { default: '' } } },
    tokenURLSecret: { fields: { name: { default: '' } } },
  },
};

const oss: Shape = {
  fields: {
    accessKeySecret: { fields: { name: { default: '' } } },
    secretKeySecret: { fields: { name: { default: '' } } },
  },
};

const s3: Shape = {
  fields: {
    accessKeySecret: { fields: { name: { default: '' } } },
    caSecret: { fields: { name: { default: '' } } },
    encryptionOptions: { fields: { serverSideCustomerKeySecret: { fields: { name: { default: '' } } } } },
    secretKeySecret: { fields: { name: { default: '' } } },
    sessionTokenSecret: { fields: { name: { default: '' } } },
  },
};

const artifact: Shape = {
  fields: {
    artifactory,
    azure: { fields: { accountKeySecret: { fields: { name: { default: '' } } } } },
    gcs: { fields: { serviceAccountKeySecret: { fields: { name: { default: '' } } } } },
    git,
    hdfs,
    http: { fields: { auth: { fields: { basicAuth: artifactory, clientCert, oauth2 } } } },
    oss,
    s3,
  },
};

const valueFrom: Shape = { fields: { configMapKeyRef: { fields: { name: { default: '' } } } } };

const argumentsField: Shape = {
  fields: { artifacts: { items: artifact }, parameters: { items: { fields: { valueFrom } } } },
};

const hooks: Shape = { values: { fields: { arguments: argumentsField } } };

const imagePullSecrets: Shape = { items: { fields: { name: { default: '' } } } };

const synchronization: Shape = { fields: { semaphore: valueFrom, semaphores: { items: valueFrom } } };

const valueFrom2: Shape = {
  fields: {
    configMapKeyRef: { fields: { name: { default: '' } } },
    resourceFieldRef: { fields: { divisor: quantity } },
    secretKeyRef: { fields: { name: { default: '' } } },
  },
};

const envFrom: Shape = {
  fields: { configMapRef: { fields: { name: { default: '' } } }, secretRef: { fields: { name: { default: '' } } } },
};

const livenessProbe: Shape = {
  fields: { exec: execAction, grpc: { fields: { service: { default: '' } } }, httpGet: httpGetAction },
};

const container2: Shape = {
  fields: {
    args: { list: 'atomic' },
    command: { list: 'atomic' },
    env: { items: { fields: { valueFrom: valueFrom2 } }, list: ['name'] },
    envFrom: { items: envFrom, list: 'atomic' },
    lifecycle,
    livenessProbe,
    ports,
    readinessProbe: livenessProbe,
    resizePolicy: { list: 'atomic' },
    resources: resourceRequirements,
    securityContext,
    startupProbe: livenessProbe,
    volumeDevices: { list: ['devicePath'] },
    volumeMounts: { list: ['mountPath'] },
  },
};

const tasks: Shape = { items: { fields: { arguments: argumentsField, hooks } } };

const header: Shape = { fields: { valueFrom: { fields: { secretKeyRef: { fields: { name: { default: '' } } } } } } };

const cephfs: Shape = { fields: { monitors: { list: 'atomic' }, secretRef: { fields: { name: { default: '' } } } } };

const cinder: Shape = { fields: { secretRef: { fields: { name: { default: '' } } } } };

const configMap: Shape = { fields: { items: { list: 'atomic' }, name: { default: '' } } };

const iscsi: Shape = {
  fields: {
    iscsiInterface: { default: 'default' },
    portals: { list: 'atomic' },
    secretRef: { fields: { name: { default: '' } } },
  },
};

const source: Shape = {
  fields: {
    clusterTrustBundle: clusterTrustBundleProjection,
    configMap,
    downwardAPI: downwardAPIVolumeSource,
    secret: configMap,
  },
};

const rbd: Shape = {
  fields: {
    keyring: { default: '/etc/ceph/keyring' },
    monitors: { list: 'atomic' },
    pool: { default: 'rbd' },
    secretRef: { fields: { name: { default: '' } } },
    user: { default: 'admin' },
  },
};

const scaleIO: Shape = {
  fields: {
    fsType: { default: 'xfs' },
    secretRef: { fields: { name: { default: '' } } },
    storageMode: { default: 'ThinProvisioned' },
  },
};

const volume2: Shape = {
  fields: {
    azureDisk: { fields: { fsType: { default: 'ext4' }, readOnly: { default: false } } },
    cephfs,
    cinder,
    configMap,
    csi: { fields: { nodePublishSecretRef: { fields: { name: { default: '' } } } } },
    downwardAPI: downwardAPIVolumeSource,
    emptyDir: { fields: { sizeLimit: quantity } },
    ephemeral: ephemeralVolumeSource,
    fc: fcVolumeSource,
    flexVolume: cinder,
    iscsi,
    projected: { fields: { sources: { items: source, list: 'atomic' } } },
    rbd,
    scaleIO,
    secret: configMapVolumeSource,
    storageos: cinder,
  },
};

const templateDefaults: Shape = {
  fields: {
    affinity,
    archiveLocation: artifact,
    container: container2,
    containerSet: { fields: { containers: { items: container2 } } },
    dag: { fields: { tasks } },
    data: { fields: { source: { fields: { artifactPaths: artifact } } } },
    hostAliases: { items: hostAlias },
    http: { fields: { headers: { items: header } } },
    initContainers: { items: container2 },
    inputs: argumentsField,
    memoize: { fields: { cache: { fields: { configMap: { fields: { name: { default: '' } } } } } } },
    outputs: argumentsField,
    resource: { fields: { manifestFrom: { fields: { artifact } } } },
    script: container2,
    securityContext: podSecurityContext,
    sidecars: { items: container2 },
    steps: { items: tasks },
    synchronization,
    volumes: { items: volume2 },
  },
};

const clusterWorkflowTemplateSpec: Shape = {
  fields: {
    affinity,
    arguments: argumentsField,
    dnsConfig: podDNSConfig,
    hooks,
    hostAliases: { items: hostAlias },
    imagePullSecrets,
    podDisruptionBudget: paramRef,
    podGC: clusterTrustBundleProjection,
    securityContext: podSecurityContext,
    synchronization,
    templateDefaults,
    templates: { items: templateDefaults },
    volumeClaimTemplates: { items: persistentVolumeClaim },
    volumes: { items: volume2 },
  },
};

const clusterWorkflowTemplate: Shape = { fields: { spec: clusterWorkflowTemplateSpec } };

const cronWorkflow: Shape = { fields: { spec: { fields: { workflowSpec: clusterWorkflowTemplateSpec } } } };

const basicAuth: Shape = {
  fields: { password: { fields: { name: { default: '' } } }, username: { fields: { name: { default: '' } } } },
};

const metricRelabelings: Shape = { items: { fields: { action: { default: 'replace' } } } };

const clientId: Shape = {
  fields: { configMap: { fields: { name: { default: '' } } }, secret: { fields: { name: { default: '' } } } },
};

const tlsConfig: Shape = { fields: { ca: clientId, cert: clientId, keySecret: { fields: { name: { default: '' } } } } };

const oauth22: Shape = {
  fields: {
    clientId,
    clientSecret: { fields: { name: { default: '' } } },
    proxyConnectHeader: { values: imagePullSecrets },
    tlsConfig,
  },
};

const podMetricsEndpoint: Shape = {
  fields: {
    authorization: { fields: { credentials: { fields: { name: { default: '' } } } } },
    basicAuth,
    bearerTokenSecret: { fields: { name: { default: '' } } },
    metricRelabelings,
    oauth2: oauth22,
    proxyConnectHeader: { values: imagePullSecrets },
    relabelings: metricRelabelings,
    tlsConfig,
  },
};

const podMonitorSpec: Shape = {
  fields: {
    nativeHistogramMinBucketFactor: quantity,
    podMetricsEndpoints: { items: podMetricsEndpoint },
    scrapeProtocols: { list: 'set' },
    selector: { fields: { matchExpressions } },
  },
};

const podMonitor: Shape = { fields: { spec: podMonitorSpec } };

const prometheusRule: Shape = { fields: { spec: { fields: { groups: { list: ['name'] } } } } };

const valueFrom3: Shape = {
  fields: {
    configMapKeyRef: { fields: { name: { default: '' } } },
    fileKeyRef: { fields: { optional: { default: false } } },
    resourceFieldRef: { fields: { divisor: quantity } },
    secretKeyRef: { fields: { name: { default: '' } } },
  },
};

const container3: Shape = {
  fields: {
    args: { list: 'atomic' },
    command: { list: 'atomic' },
    env: { items: { fields: { valueFrom: valueFrom3 } }, list: ['name'] },
    envFrom: { items: envFrom, list: 'atomic' },
    lifecycle,
    livenessProbe,
    ports,
    readinessProbe: livenessProbe,
    resizePolicy: { list: 'atomic' },
    resources: resourceRequirements,
    restartPolicyRules,
    securityContext,
    startupProbe: livenessProbe,
    volumeDevices: { list: ['devicePath'] },
    volumeMounts: { list: ['mountPath'] },
  },
};

const spec: Shape = {
  fields: {
    affinity,
    containers: { items: container3, list: ['name'] },
    dnsConfig: podDNSConfig,
    ephemeralContainers: { items: container3, list: ['name'] },
    hostAliases: { items: hostAlias, list: ['ip'] },
    imagePullSecrets: { items: { fields: { name: { default: '' } } }, list: ['name'] },
    initContainers: { items: container3, list: ['name'] },
    overhead: quantities,
    readinessGates: { list: 'atomic' },
    resourceClaims: { list: ['name'] },
    resources: resourceRequirements,
    schedulingGates: { list: ['name'] },
    securityContext: podSecurityContext,
    tolerations: { list: 'atomic' },
    topologySpreadConstraints,
    volumes: { items: volume2, list: ['name'] },
  },
};

const jobTargetRef: Shape = {
  fields: {
    podFailurePolicy,
    selector: { fields: { matchExpressions } },
    successPolicy,
    template: { fields: { spec } },
  },
};

const scaledJob: Shape = { fields: { spec: { fields: { jobTargetRef } } } };

const advanced: Shape = {
  fields: { horizontalPodAutoscalerConfig: { fields: { behavior: horizontalPodAutoscalerBehavior } } },
};

const scaledObject: Shape = {
  fields: { spec: { fields: { advanced, fallback: { fields: { behavior: { default: 'static' } } } } } },
};

const serviceMonitorSpec: Shape = {
  fields: {
    endpoints: { items: podMetricsEndpoint },
    nativeHistogramMinBucketFactor: quantity,
    scrapeProtocols: { list: 'set' },
    selector: { fields: { matchExpressions } },
  },
};

const serviceMonitor: Shape = { fields: { spec: serviceMonitorSpec } };

const startupBoost: Shape = { fields: { cpu: { fields: { quantity } } } };

const containerPolicy: Shape = {
  fields: {
    maxAllowed: quantities,
    minAllowed: quantities,
    oomBumpUpRatio: quantity,
    oomMinBumpUp: quantity,
    startupBoost,
  },
};

const verticalPodAutoscalerSpec: Shape = {
  fields: { resourcePolicy: { fields: { containerPolicies: { items: containerPolicy } } }, startupBoost },
};

const verticalPodAutoscaler: Shape = { fields: { spec: verticalPodAutoscalerSpec } };

/** Kinds by `apiVersion/kind`, as manifests write them. */
export const structures: Readonly<Record<string, Structure>> = {
  'admissionregistration.k8s.io/v1/MutatingAdmissionPolicy': {
    group: 'admissionregistration.k8s.io',
    version: 'v1',
    kind: 'MutatingAdmissionPolicy',
    plural: 'mutatingadmissionpolicies',
    namespaced: false,
    shape: mutatingAdmissionPolicy,
  },
  'admissionregistration.k8s.io/v1/MutatingAdmissionPolicyBinding': {
    group: 'admissionregistration.k8s.io',
    version: 'v1',
    kind: 'MutatingAdmissionPolicyBinding',
    plural: 'mutatingadmissionpolicybindings',
    namespaced: false,
    shape: mutatingAdmissionPolicyBinding,
  },
  'admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy': {
    group: 'admissionregistration.k8s.io',
    version: 'v1',
    kind: 'ValidatingAdmissionPolicy',
    plural: 'validatingadmissionpolicies',
    namespaced: false,
    shape: validatingAdmissionPolicy,
  },
  'admissionregistration.k8s.io/v1/ValidatingAdmissionPolicyBinding': {
    group: 'admissionregistration.k8s.io',
    version: 'v1',
    kind: 'ValidatingAdmissionPolicyBinding',
    plural: 'validatingadmissionpolicybindings',
    namespaced: false,
    shape: validatingAdmissionPolicyBinding,
  },
  'apps/v1/DaemonSet': {
    group: 'apps',
    version: 'v1',
    kind: 'DaemonSet',
    plural: 'daemonsets',
    namespaced: true,
    shape: daemonSet,
  },
  'apps/v1/Deployment': {
    group: 'apps',
    version: 'v1',
    kind: 'Deployment',
    plural: 'deployments',
    namespaced: true,
    shape: daemonSet,
  },
  'apps/v1/ReplicaSet': {
    group: 'apps',
    version: 'v1',
    kind: 'ReplicaSet',
    plural: 'replicasets',
    namespaced: true,
    shape: daemonSet,
  },
  'apps/v1/StatefulSet': {
    group: 'apps',
    version: 'v1',
    kind: 'StatefulSet',
    plural: 'statefulsets',
    namespaced: true,
    shape: statefulSet,
  },
  'argoproj.io/v1alpha1/AppProject': {
    group: 'argoproj.io',
    version: 'v1alpha1',
    kind: 'AppProject',
    plural: 'appprojects',
    namespaced: true,
    shape: {},
  },
  'argoproj.io/v1alpha1/Application': {
    group: 'argoproj.io',
    version: 'v1alpha1',
    kind: 'Application',
    plural: 'applications',
    namespaced: true,
    shape: {},
  },
  'argoproj.io/v1alpha1/ClusterWorkflowTemplate': {
    group: 'argoproj.io',
    version: 'v1alpha1',
    kind: 'ClusterWorkflowTemplate',
    plural: 'clusterworkflowtemplates',
    namespaced: false,
    shape: clusterWorkflowTemplate,
  },
  'argoproj.io/v1alpha1/CronWorkflow': {
    group: 'argoproj.io',
    version: 'v1alpha1',
    kind: 'CronWorkflow',
    plural: 'cronworkflows',
    namespaced: true,
    shape: cronWorkflow,
  },
  'argoproj.io/v1alpha1/Workflow': {
    group: 'argoproj.io',
    version: 'v1alpha1',
    kind: 'Workflow',
    plural: 'workflows',
    namespaced: true,
    shape: clusterWorkflowTemplate,
  },
  'argoproj.io/v1alpha1/WorkflowTemplate': {
    group: 'argoproj.io',
    version: 'v1alpha1',
    kind: 'WorkflowTemplate',
    plural: 'workflowtemplates',
    namespaced: true,
    shape: clusterWorkflowTemplate,
  },
  'autoscaling.k8s.io/v1/VerticalPodAutoscaler': {
    group: 'autoscaling.k8s.io',
    version: 'v1',
    kind: 'VerticalPodAutoscaler',
    plural: 'verticalpodautoscalers',
    namespaced: true,
    shape: verticalPodAutoscaler,
  },
  'autoscaling/v2/HorizontalPodAutoscaler': {
    group: 'autoscaling',
    version: 'v2',
    kind: 'HorizontalPodAutoscaler',
    plural: 'horizontalpodautoscalers',
    namespaced: true,
    shape: horizontalPodAutoscaler,
  },
  'batch/v1/CronJob': {
    group: 'batch',
    version: 'v1',
    kind: 'CronJob',
    plural: 'cronjobs',
    namespaced: true,
    shape: cronJob,
  },
  'batch/v1/Job': { group: 'batch', version: 'v1', kind: 'Job', plural: 'jobs', namespaced: true, shape: job },
  'keda.sh/v1alpha1/ScaledJob': {
    group: 'keda.sh',
    version: 'v1alpha1',
    kind: 'ScaledJob',
    plural: 'scaledjobs',
    namespaced: true,
    shape: scaledJob,
  },
  'keda.sh/v1alpha1/ScaledObject': {
    group: 'keda.sh',
    version: 'v1alpha1',
    kind: 'ScaledObject',
    plural: 'scaledobjects',
    namespaced: true,
    shape: scaledObject,
  },
  'monitoring.coreos.com/v1/PodMonitor': {
    group: 'monitoring.coreos.com',
    version: 'v1',
    kind: 'PodMonitor',
    plural: 'podmonitors',
    namespaced: true,
    shape: podMonitor,
  },
  'monitoring.coreos.com/v1/PrometheusRule': {
    group: 'monitoring.coreos.com',
    version: 'v1',
    kind: 'PrometheusRule',
    plural: 'prometheusrules',
    namespaced: true,
    shape: prometheusRule,
  },
  'monitoring.coreos.com/v1/ServiceMonitor': {
    group: 'monitoring.coreos.com',
    version: 'v1',
    kind: 'ServiceMonitor',
    plural: 'servicemonitors',
    namespaced: true,
    shape: serviceMonitor,
  },
  'networking.k8s.io/v1/Ingress': {
    group: 'networking.k8s.io',
    version: 'v1',
    kind: 'Ingress',
    plural: 'ingresses',
    namespaced: true,
    shape: ingress,
  },
  'networking.k8s.io/v1/NetworkPolicy': {
    group: 'networking.k8s.io',
    version: 'v1',
    kind: 'NetworkPolicy',
    plural: 'networkpolicies',
    namespaced: true,
    shape: networkPolicy,
  },
  'policy/v1/PodDisruptionBudget': {
    group: 'policy',
    version: 'v1',
    kind: 'PodDisruptionBudget',
    plural: 'poddisruptionbudgets',
    namespaced: true,
    shape: podDisruptionBudget,
  },
  'rbac.authorization.k8s.io/v1/ClusterRole': {
    group: 'rbac.authorization.k8s.io',
    version: 'v1',
    kind: 'ClusterRole',
    plural: 'clusterroles',
    namespaced: false,
    shape: clusterRole,
  },
  'rbac.authorization.k8s.io/v1/ClusterRoleBinding': {
    group: 'rbac.authorization.k8s.io',
    version: 'v1',
    kind: 'ClusterRoleBinding',
    plural: 'clusterrolebindings',
    namespaced: false,
    shape: clusterRoleBinding,
  },
  'rbac.authorization.k8s.io/v1/Role': {
    group: 'rbac.authorization.k8s.io',
    version: 'v1',
    kind: 'Role',
    plural: 'roles',
    namespaced: true,
    shape: role,
  },
  'rbac.authorization.k8s.io/v1/RoleBinding': {
    group: 'rbac.authorization.k8s.io',
    version: 'v1',
    kind: 'RoleBinding',
    plural: 'rolebindings',
    namespaced: true,
    shape: clusterRoleBinding,
  },
  'scheduling.k8s.io/v1/PriorityClass': {
    group: 'scheduling.k8s.io',
    version: 'v1',
    kind: 'PriorityClass',
    plural: 'priorityclasses',
    namespaced: false,
    shape: {},
  },
  'storage.k8s.io/v1/StorageClass': {
    group: 'storage.k8s.io',
    version: 'v1',
    kind: 'StorageClass',
    plural: 'storageclasses',
    namespaced: false,
    shape: storageClass,
  },
  'v1/ConfigMap': { group: '', version: 'v1', kind: 'ConfigMap', plural: 'configmaps', namespaced: true, shape: {} },
  'v1/LimitRange': {
    group: '',
    version: 'v1',
    kind: 'LimitRange',
    plural: 'limitranges',
    namespaced: true,
    shape: limitRange,
  },
  'v1/Namespace': {
    group: '',
    version: 'v1',
    kind: 'Namespace',
    plural: 'namespaces',
    namespaced: false,
    shape: namespace,
  },
  'v1/PersistentVolumeClaim': {
    group: '',
    version: 'v1',
    kind: 'PersistentVolumeClaim',
    plural: 'persistentvolumeclaims',
    namespaced: true,
    shape: persistentVolumeClaim,
  },
  'v1/Pod': { group: '', version: 'v1', kind: 'Pod', plural: 'pods', namespaced: true, shape: pod },
  'v1/ReplicationController': {
    group: '',
    version: 'v1',
    kind: 'ReplicationController',
    plural: 'replicationcontrollers',
    namespaced: true,
    shape: replicationController,
  },
  'v1/ResourceQuota': {
    group: '',
    version: 'v1',
    kind: 'ResourceQuota',
    plural: 'resourcequotas',
    namespaced: true,
    shape: resourceQuota,
  },
  'v1/Secret': { group: '', version: 'v1', kind: 'Secret', plural: 'secrets', namespaced: true, shape: {} },
  'v1/Service': { group: '', version: 'v1', kind: 'Service', plural: 'services', namespaced: true, shape: service },
  'v1/ServiceAccount': {
    group: '',
    version: 'v1',
    kind: 'ServiceAccount',
    plural: 'serviceaccounts',
    namespaced: true,
    shape: serviceAccount,
  },
};
