import type { PodTemplate } from '../../../../src/analysis/cluster/pod-template';
import { formatPath } from '../../../../src/analysis/findings/finding';
import type { ClusterProfile } from '../../../../src/model/profile/cluster-profile';
import { text, workloadOf } from '../model';

interface Setting {
  /** Keys of the controller's ConfigMap. */
  readonly controller?: string;
  /** Fields of the workflow's spec. */
  readonly spec?: string;
  readonly profile?: ClusterProfile;
}

function templates(list: string, { controller, spec = '', profile }: Setting = {}): readonly PodTemplate[] {
  const settings = `
apiVersion: v1
kind: ConfigMap
metadata: {name: workflow-controller-configmap, namespace: argo}
data: {${controller}}
---`;
  const workflow = `
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {name: run, namespace: team}
spec: {${spec === '' ? '' : `${spec}, `}templates: [${list}]}
`;
  return workloadOf(`${controller === undefined ? '' : settings}${workflow}`, profile).templates;
}

const names = ({ containers }: PodTemplate) =>
  containers.map(({ name, role }) => (role === 'main' ? name : `${role} ${name}`));
const run = '{name: a, container: {image: a, resources: {requests: {cpu: "1"}}}}';
const executor = `executor: "resources: {requests: {cpu: 100m}}"`;
const initless = `initlessPod: "enabled: true"`;

describe('the containers of a template', () => {
  test.each([
    ['container: {image: a}', ['init init', 'wait', 'main'], ['supervisor', 'main']],
    ['script: {image: a, source: ls}', ['init init', 'wait', 'main'], ['supervisor', 'main']],
    ['containerSet: {containers: [{name: x}, {name: z}]}', ['init init', 'wait', 'x', 'z'], ['supervisor', 'x', 'z']],
    ['resource: {action: get}', ['init init', 'main'], ['main']],
    [
      'resource: {action: get}, archiveLocation: {archiveLogs: true}',
      ['init init', 'wait', 'main'],
      ['supervisor', 'main'],
    ],
    ['resource: {action: get, manifestFrom: {}}', ['init init', 'main'], ['supervisor', 'main']],
    ['data: {source: {}}', ['init init', 'main'], ['main']],
    [
      'container: {image: a}, sidecars: [{name: s}], initContainers: [{name: i}, {name: p, restartPolicy: Always}]',
      ['init init', 'wait', 'init i', 'sidecar p', 'main', 's'],
      ['supervisor', 'init i', 'sidecar p', 'main', 's'],
    ],
  ])('with {%s}', (content, usual, withoutInit) => {
    expect(templates(`{name: a, ${content}}`).map(names)).toEqual([usual]);
    expect(templates(`{name: a, ${content}}`, { controller: initless }).map(names)).toEqual([withoutInit]);
  });

  test.each(['steps: [[]]', 'dag: {tasks: []}', 'suspend: {}', 'http: {url: x}', 'plugin: {}', ''])(
    'are none with {%s}: it runs no pod of its own',
    (content) => {
      expect(templates(`{name: a, ${content}}`)).toEqual([]);
    },
  );

  test('archive logs of a resource where the repository says so', () => {
    const controller = 'artifactRepository: "archiveLogs: true"';
    expect(templates('{name: a, resource: {}}', { controller }).map(names)).toEqual([['init init', 'wait', 'main']]);
  });
});

describe('what Argo adds', () => {
  const charge = (setting: Setting, list = run) => text(templates(list, setting)[0]?.charge);

  test('gets the resources of the executor', () => {
    expect(charge({ controller: executor })).toEqual({ pods: '1', 'requests.cpu': '1100m' });
    expect(charge({ controller: `${executor}, ${initless}` })).toEqual({ pods: '1', 'requests.cpu': '1100m' });
  });

  test('is the main container, too, of a template whose work it does', () => {
    const data = '{name: a, data: {source: {}}}';
    for (const controller of [executor, `${executor}, ${initless}`]) {
      const [pod] = templates(data, { controller });
      expect(text(pod?.charge)).toEqual({ pods: '1', 'requests.cpu': '100m' });
      expect(pod?.containers.at(-1)).toMatchObject({ name: 'main', role: 'main', injectedBy: 'Argo' });
    }
  });

  test('is as the profile says only where no settings of the controller do', () => {
    const profile = { workflowExecutor: { requests: { cpu: '200m' } } };
    expect(charge({ profile })).toEqual({ pods: '1', 'requests.cpu': '1200m' });
    expect(charge({ profile, controller: executor })).toEqual({ pods: '1', 'requests.cpu': '1100m' });
  });

  test('points at the settings, or at the template', () => {
    const place = (setting: Setting) => formatPath(templates(run, setting)[0]!.containers[0]!.field.path);
    expect(place({ controller: executor })).toBe('data.executor');
    expect(place({})).toBe('spec.templates[0]');
  });

  test('is not readable when the settings are no amounts', () => {
    expect(templates(run, { controller: 'executor: "resources: {limits: {cpu: some}}"' })[0]?.isReadable).toBe(false);
  });
});

describe('the defaults of the main container', () => {
  const controller = 'mainContainer: "resources: {requests: {cpu: 2, memory: 1Gi}, limits: {cpu: 3}}"';

  test('fill in what a template leaves out', () => {
    expect(text(templates(run, { controller })[0]?.charge)).toEqual({
      pods: '1',
      'requests.cpu': '1',
      'requests.memory': '1Gi',
      'limits.cpu': '3',
    });
  });

  test('are for each main container of a set, and for no sidecar', () => {
    const set = '{name: a, containerSet: {containers: [{name: x}, {name: z}]}, sidecars: [{name: s}]}';
    expect(text(templates(set, { controller })[0]?.charge)).toMatchObject({ 'requests.cpu': '4' });
  });

  test('go before those of a LimitRange', () => {
    const limits = '{type: Container, default: {cpu: "9"}, defaultRequest: {cpu: "8"}}';
    const yaml = `
apiVersion: v1
kind: LimitRange
metadata: {name: l, namespace: team}
spec: {limits: [${limits}]}
---
apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata: {name: w, namespace: team}
spec: {templates: [{name: a, data: {}}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: workflow-controller-configmap, namespace: argo}
data: {${executor}, mainContainer: "resources: {requests: {cpu: 2}}"}
`;
    expect(text(workloadOf(yaml).templates[0]?.charge)).toMatchObject({ 'requests.cpu': '100m', 'limits.cpu': '9' });
  });
});

describe('what the workflow says', () => {
  const first = (list: string, setting: Setting) => templates(list, setting)[0]!;

  test.each([
    ['', 'a', {}],
    ['podMetadata: {labels: {a: w, b: w}}', 'a', { a: 'w', b: 'w' }],
    ['podMetadata: {labels: {a: w, b: w}}', 'a, metadata: {labels: {a: t}}', { a: 't', b: 'w' }],
  ])('of labels: {%s} and {name: %s}', (spec, name, labels) => {
    expect(first(`{name: ${name}, container: {}}`, { spec }).labels).toEqual(labels);
  });

  test('of labels, the defaults of the controller fill in', () => {
    const controller = 'workflowDefaults: "spec: {podMetadata: {labels: {a: d, c: d}}}"';
    expect(first(run, { controller, spec: 'podMetadata: {labels: {a: w}}' }).labels).toEqual({ a: 'w', c: 'd' });
  });

  test.each([
    ['', '', undefined],
    ['podPriorityClassName: w', '', 'spec.podPriorityClassName: w'],
    ['podPriorityClassName: w', ', priorityClassName: t', 'spec.templates[0].priorityClassName: t'],
    ['podPriorityClassName: w', ', priorityClassName: ""', 'spec.podPriorityClassName: w'],
    ['podPriorityClassName: w', ', podPriorityClassName: t', 'spec.podPriorityClassName: w'],
  ])('of priority: {%s} and {%s}', (spec, more, expected) => {
    const { priorityClassName } = first(`{name: a, container: {}${more}}`, { spec });
    const said = priorityClassName.exists
      ? `${formatPath(priorityClassName.path)}: ${priorityClassName.text}`
      : undefined;
    expect(said).toBe(expected);
  });

  test('of priority, the defaults of the controller fill in', () => {
    const controller = 'workflowDefaults: "spec: {podPriorityClassName: low}"';
    expect(first(run, { controller }).priorityClassName.text).toBe('low');
    expect(first(run, { controller, spec: 'podPriorityClassName: high' }).priorityClassName.text).toBe('high');
  });

  test.each([
    [{}, run, false],
    [{ spec: 'activeDeadlineSeconds: 5' }, run, true],
    [{}, '{name: a, activeDeadlineSeconds: "{{x}}", container: {}}', true],
    [{ controller: 'workflowDefaults: "spec: {activeDeadlineSeconds: 5}"' }, run, true],
  ])('of deadlines: %j and %s: %s', (setting, list, hasDeadline) => {
    expect(first(list, setting).hasDeadline).toBe(hasDeadline);
  });

  test.each([
    [{}, run, true],
    [{ spec: "podSpecPatch: '{}'" }, run, false],
    [{ spec: 'templateDefaults: {}' }, run, false],
    [{}, "{name: a, podSpecPatch: '{}', container: {}}", false],
    [{ controller: `workflowDefaults: "spec: {podSpecPatch: '{}'}"` }, run, false],
  ])('of patches: %j and %s leave it readable: %s', (setting, list, isReadable) => {
    expect(first(list, setting).isReadable).toBe(isReadable);
  });
});

test('a CronWorkflow has its spec one level deeper', () => {
  const { templates: pods, replicas } = workloadOf(`
apiVersion: argoproj.io/v1alpha1
kind: CronWorkflow
metadata: {name: run, namespace: team}
spec: {schedule: "* * * * *", workflowSpec: {parallelism: 2, templates: [${run}]}}
`);
  expect(pods.map(({ field }) => formatPath(field.path))).toEqual(['spec.workflowSpec.templates[0]']);
  expect([replicas.max, formatPath(replicas.field.path)]).toEqual([2, 'spec.workflowSpec.parallelism']);
});

test('the parallelism of the defaults bounds workflows that state none', () => {
  const controller = (yaml: string) => `
apiVersion: v1
kind: ConfigMap
metadata: {name: workflow-controller-configmap, namespace: argo}
data: {workflowDefaults: "spec: {parallelism: 4}"}
---${yaml}`;
  const workflow = (spec: string) => `
apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata: {name: run, namespace: team}
spec: {${spec}entrypoint: all, templates: [${run}, {name: all, steps: [[{template: a, withParam: "{{x}}"}]]}]}
`;
  const { replicas } = workloadOf(controller(workflow('')));
  expect([replicas.max, formatPath(replicas.field.path)]).toEqual([4, 'data.workflowDefaults']);
  expect(workloadOf(controller(workflow('parallelism: 9, '))).replicas.max).toBe(9);
});
