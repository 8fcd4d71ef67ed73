/** A quota, as YAML. */
export function quota(hard: string, { name = 'team', namespace = 'team', more = '' } = {}): string {
  return `
apiVersion: v1
kind: ResourceQuota
metadata: {name: ${name}, namespace: ${namespace}}
spec:
  hard: {${hard}}
  ${more}
---
`;
}

/** A Deployment of one container, as YAML. */
export function deployment({
  name = 'api',
  namespace = 'team',
  replicas = 1 as number | string,
  resources = 'requests: {cpu: 500m}',
  strategy = '',
  pod = '',
} = {}): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: ${namespace}}
spec:
  replicas: ${replicas}
  strategy: {${strategy}}
  template:
    spec:
      ${pod}
      containers: [{name: ${name}, resources: {${resources}}}]
---
`;
}

/** A WorkflowTemplate of one pod template `run`, and what calls it. */
export function workflow({ spec = 'entrypoint: run', more = '', resources = 'requests: {cpu: "1"}' } = {}): string {
  return `
apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata: {name: agent, namespace: team}
spec:
  ${spec}
  templates:
    - {name: run, container: {image: agent, resources: {${resources}}}}
${more}
---
`;
}

/** The configuration of Argo's controller. */
export function controller(data = '{}'): string {
  return `
apiVersion: v1
kind: ConfigMap
metadata: {name: workflow-controller-configmap, namespace: argo}
data: ${data}
---
`;
}
