import { container, namespaceOf, text } from './model';

const spec = `{containers: [${container('a', '1')}]}`;

function object(type: string, name: string, content: string, owner = ''): string {
  const owners = owner === '' ? '' : `, ownerReferences: [{${owner}, uid: u}]`;
  return `{${type}, metadata: {name: ${name}, namespace: team${owners}}, ${content}}\n---\n`;
}

const deployment = object(
  'apiVersion: apps/v1, kind: Deployment',
  'api',
  `spec: {replicas: 2, template: {spec: ${spec}}}`,
);
const replicaSet = (owner: string) =>
  object('apiVersion: apps/v1, kind: ReplicaSet', 'api-1', `spec: {replicas: 2, template: {spec: ${spec}}}`, owner);
const pod = (owner: string, name = 'api-1-a') => object('apiVersion: v1, kind: Pod', name, `spec: ${spec}`, owner);

const byDeployment = 'apiVersion: apps/v1, kind: Deployment, name: api, controller: true';
const byReplicaSet = 'apiVersion: apps/v1, kind: ReplicaSet, name: api-1, controller: true';

const names = (yaml: string) => namespaceOf(yaml).workloads.map(({ object: { kind, name } }) => `${kind} ${name}`);

describe('what others have made', () => {
  test('is not counted again, as in a dump of a cluster', () => {
    const dump = deployment + replicaSet(byDeployment) + pod(byReplicaSet) + pod(byReplicaSet, 'api-1-b');
    expect(names(dump)).toEqual(['Deployment api']);
    expect(text(namespaceOf(dump).peakOfOthers())).toEqual({ pods: '2', 'requests.cpu': '2' });
  });

  test('may be Jobs and their pods, or workflows and theirs', () => {
    const job = `spec: {template: {spec: ${spec}}}`;
    const cron = object('apiVersion: batch/v1, kind: CronJob', 'c', `spec: {jobTemplate: {${job}}}`);
    const run = object(
      'apiVersion: batch/v1, kind: Job',
      'c-1',
      job,
      'apiVersion: batch/v1, kind: CronJob, name: c, controller: true',
    );
    const ran = pod('apiVersion: batch/v1, kind: Job, name: c-1, controller: true', 'c-1-a');
    const templates = 'spec: {entrypoint: a, templates: [{name: a, container: {image: a}}]}';
    const workflow = object('apiVersion: argoproj.io/v1alpha1, kind: Workflow', 'w', templates);
    const step = pod('apiVersion: argoproj.io/v1alpha1, kind: Workflow, name: w, controller: true', 'w-1');
    expect(names(cron + run + ran + workflow + step)).toEqual(['CronJob c', 'Workflow w']);
  });

  test('is known by group, kind and name of its controller, whatever the version', () => {
    expect(names(deployment + replicaSet(byDeployment.replace('apps/v1', 'apps/v1beta2')))).toHaveLength(1);
    expect(names(deployment + replicaSet(byDeployment.replace('apps/v1', 'other/v1')))).toHaveLength(2);
    expect(names(deployment + replicaSet(byDeployment.replace('name: api', 'name: web')))).toHaveLength(2);
  });

  test('counts where its maker is not here, or makes no pods that we know', () => {
    expect(names(replicaSet(byDeployment) + pod(byReplicaSet))).toEqual(['ReplicaSet api-1']);
    const rollout = object('apiVersion: argoproj.io/v1alpha1, kind: Rollout', 'api', 'spec: {}');
    expect(
      names(rollout + replicaSet(byDeployment.replace('apps/v1, kind: Deployment', 'argoproj.io/v1, kind: Rollout'))),
    ).toEqual(['ReplicaSet api-1']);
  });

  test('is not what only goes with another, nor what names itself', () => {
    expect(names(deployment + replicaSet(byDeployment.replace('true', 'false')))).toHaveLength(2);
    expect(names(deployment + replicaSet(byDeployment.replace(', controller: true', '')))).toHaveLength(2);
    expect(names(replicaSet(byReplicaSet))).toEqual(['ReplicaSet api-1']);
  });
});

test('status and managed fields change nothing', () => {
  const dumped = deployment.replace(
    'namespace: team',
    'namespace: team, uid: u, managedFields: [{manager: kubectl, fieldsV1: {"f:spec": {}}}]',
  );
  const withStatus = dumped.replace(/}\n---\n$/, ', status: {replicas: 9, conditions: [{type: Available}]}}\n---\n');
  expect(text(namespaceOf(withStatus).peakOfOthers())).toEqual(text(namespaceOf(deployment).peakOfOthers()));
});
