/** A ConfigMap that holds a policy; the lines are those of its text. */
export function policyMap(text: string, namespace = 'steward-system'): string {
  const lines = text.trim().split('\n');
  return `
---
apiVersion: v1
kind: ConfigMap
metadata: {name: cleanup-policy, namespace: ${namespace}, labels: {cdk8s-steward.dev/policy: team}}
data:
  policy.yaml: |
${lines.map((line) => `    ${line}`).join('\n')}
`;
}

/** A policy of one rule, as flow maps. */
export function policy(rule: string, more = ''): string {
  return policyMap(`name: team\n${more === '' ? '' : `${more}\n`}rules:\n  - {name: one, ${rule}}`);
}

export const store = 'archive: {s3: {bucket: archive}}';

/** A rule for workflows of namespace team. */
export function workflows(keep: string, more = 'namespaces: [team]'): string {
  return `apiVersion: argoproj.io/v1alpha1, kind: Workflow, ${more}, keep: {${keep}}`;
}

export interface Sweep {
  readonly schedule?: string;
  readonly args?: string;
  /** Below the pod's spec. */
  readonly spec?: string;
  /** Below the container. */
  readonly container?: string;
  readonly volumes?: string;
  readonly mounts?: string;
  readonly suspend?: boolean;
}

/** The CronJob that sweeps by the policy. */
export function sweep({
  schedule = '0 2 * * *',
  args = '--policy, /etc/steward/policy.yaml, --mode, delete',
  spec = 'serviceAccountName: cleanup',
  container = 'env: []',
  volumes = '',
  mounts = '',
  suspend = false,
}: Sweep = {}): string {
  return `
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: cleanup, namespace: steward-system}
spec:
  schedule: "${schedule}"
  suspend: ${suspend}
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          ${spec}
          containers:
            - name: sweep
              image: registry.example.com/sweep:1
              args: [${args}]
              ${container}
              volumeMounts: [{name: policy, mountPath: /etc/steward}${mounts}]
          volumes: [{name: policy, configMap: {name: cleanup-policy}}${volumes}]
`;
}

/** An object of Argo with this spec. */
export function argo(spec: string, { kind = 'Workflow', namespace = 'team', metadata = '', cron = '' } = {}): string {
  const inner = kind === 'CronWorkflow' ? `schedules: ["0 * * * *"], ${cron} workflowSpec: {${spec}}` : spec;
  const where = kind === 'ClusterWorkflowTemplate' ? '' : `, namespace: ${namespace}`;
  return `
---
apiVersion: argoproj.io/v1alpha1
kind: ${kind}
metadata: {name: run${where}${metadata === '' ? '' : `, ${metadata}`}}
spec: {${inner}}
`;
}

/** The controller's ConfigMap with defaults for every workflow. */
export function defaults(spec: string, more = '', name = 'workflow-controller-configmap'): string {
  return `
---
apiVersion: v1
kind: ConfigMap
metadata: {name: ${name}, namespace: argo}
data:
  workflowDefaults: "spec: {${spec}}"
  ${more}
`;
}
