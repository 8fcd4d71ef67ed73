import { randomUUID } from 'node:crypto';

const image = 'ghcr.io/example/agent@sha256:0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9';
/** What a run of an agent does, step by step. */
const steps = ['prepare', 'implement', 'review', 'test', 'publish'];
const phases = ['Succeeded', 'Succeeded', 'Succeeded', 'Failed', 'Succeeded', 'Error', 'Succeeded', 'Failed'];

/** A Workflow that ended days ago, as Argo leaves it behind: its spec, its labels, and a node for each step. */
export function finishedWorkflow(namespace, name, number) {
  const phase = phases[number % phases.length];
  const finished = Date.now() - (10 + (number % 28)) * 86_400_000 - (number % 1_440) * 60_000;
  const [startedAt, finishedAt] = [finished - 1_800_000, finished].map(timestamp);
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: {
      name,
      namespace,
      labels: {
        'workflows.argoproj.io/completed': 'true',
        'workflows.argoproj.io/phase': phase,
        'workflows.argoproj.io/workflow-template': 'agent-run',
        'workflows.argoproj.io/creator': 'system-serviceaccount-agents-runner',
        task: `task-${number % 50}`,
      },
      annotations: {
        'workflows.argoproj.io/pod-name-format': 'v2',
        'example.com/repository': `https://git.example.com/squad-${number % 37}/service`,
        'example.com/request': randomUUID(),
      },
    },
    spec: {
      entrypoint: 'run',
      serviceAccountName: 'runner',
      arguments: { parameters: [{ name: 'task', value: `task-${number % 50}` }] },
      templates: [dag(), ...steps.map(template)],
      podGC: { strategy: 'OnPodCompletion' },
      activeDeadlineSeconds: 86_400,
    },
    status: {
      phase,
      startedAt,
      finishedAt,
      progress: `${steps.length}/${steps.length}`,
      estimatedDuration: 1_800,
      resourcesDuration: { cpu: 3_600, memory: 14_400 },
      conditions: [
        { type: 'PodRunning', status: 'False' },
        { type: 'Completed', status: 'True' },
      ],
      nodes: Object.fromEntries(nodes(name, phase, startedAt, finishedAt).map((node) => [node.id, node])),
    },
  };
}

/** The same of a template that it only refers to, without its nodes: a sixth as large. */
export function bareWorkflow(namespace, name, number) {
  const { spec, status, ...rest } = finishedWorkflow(namespace, name, number);
  const { templates, ...others } = spec;
  const { nodes, ...ended } = status;
  return { ...rest, spec: { ...others, workflowTemplateRef: { name: 'agent-run' } }, status: ended };
}

function dag() {
  const tasks = steps.map((name, index) => ({
    name,
    template: name,
    ...(index > 0 && { dependencies: [steps[index - 1]] }),
    arguments: { parameters: [{ name: 'task', value: '{{workflow.parameters.task}}' }] },
  }));
  return { name: 'run', dag: { tasks } };
}

function template(name) {
  return {
    name,
    inputs: { parameters: [{ name: 'task' }] },
    retryStrategy: { limit: '2', retryPolicy: 'OnError' },
    container: {
      image,
      command: ['/bin/agent'],
      args: [name, '--task', '{{inputs.parameters.task}}', '--workspace', '/workspace'],
      env: [
        { name: 'LOG_LEVEL', value: 'info' },
        { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'agent', key: 'token' } } },
      ],
      resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { cpu: '2', memory: '4Gi' } },
      volumeMounts: [{ name: 'workspace', mountPath: '/workspace' }],
    },
  };
}

function nodes(name, phase, startedAt, finishedAt) {
  const common = { templateScope: `local/${name}`, startedAt, finishedAt, estimatedDuration: 360, progress: '1/1' };
  const ids = steps.map((_, index) => `${name}-${1_000_000_000 + index}`);
  const root = {
    ...common,
    id: name,
    name,
    displayName: name,
    type: 'DAG',
    templateName: 'run',
    phase,
    children: [ids[0]],
    outboundNodes: [ids.at(-1)],
  };
  const pods = steps.map((step, index) => ({
    ...common,
    id: ids[index],
    name: `${name}.${step}`,
    displayName: step,
    type: 'Pod',
    templateName: step,
    boundaryID: name,
    phase: index === steps.length - 1 ? phase : 'Succeeded',
    hostNodeName: `node-${index % 3}`,
    resourcesDuration: { cpu: 720, memory: 2_880 },
    inputs: { parameters: [{ name: 'task', value: 'task' }] },
    outputs: {
      exitCode: phase === 'Succeeded' ? '0' : '1',
      artifacts: [{ name: 'main-logs', s3: { key: `${name}/${name}-${step}-${1_000_000_000 + index}/main.log` } }],
    },
    ...(index < steps.length - 1 && { children: [ids[index + 1]] }),
  }));
  return [root, ...pods];
}

/** Kubernetes' times have no fractions. */
function timestamp(millis) {
  return `${new Date(millis).toISOString().slice(0, 19)}Z`;
}
