import { found } from '../../../checked';
import { controller, quota, workflow } from './manifests';

const rule = 'WF-PARALLEL';

function fanOut(call: string, spec = ''): string {
  const more = `    - {name: all, steps: [[{name: a, template: run, ${call}}]]}`;
  return workflow({ spec: `entrypoint: all\n  ${spec}`, more });
}

function graph(...tasks: string[]): string {
  const more = `    - {name: all, dag: {tasks: [${tasks.map((task) => `{template: run, ${task}}`).join(', ')}]}}`;
  return workflow({ spec: 'entrypoint: all', more });
}

describe(rule, () => {
  const four = quota('requests.cpu: "4"');

  test('is silent where the fan-out fills the quota', () => {
    expect(found(rule, four + fanOut('withItems: [1, 2, 3, 4]'))).toEqual([]);
  });

  test('fires one pod above', () => {
    expect(found(rule, four + fanOut('withItems: [1, 2, 3, 4, 5]'))).toEqual([
      'warning WorkflowTemplate/agent spec.templates[1].steps[0][0]: WorkflowTemplate team/agent runs up to 5 pods at once, and the quota team does not hold them',
    ]);
  });

  test('considers parallelism, which also bounds what parameters decide', () => {
    expect(found(rule, four + fanOut('withSequence: {count: 9}', 'parallelism: 4'))).toEqual([]);
    expect(found(rule, four + fanOut('withParam: "{{x}}"'))).toEqual([]);
    expect(found(rule, four + fanOut('withParam: "{{x}}"', 'parallelism: 4'))).toEqual([]);
    expect(found(rule, four + fanOut('withParam: "{{x}}"', 'parallelism: 5'))).toHaveLength(1);
  });

  test('counts only tasks that may run at the same time', () => {
    const chain = graph(
      'name: a',
      'name: b, depends: a',
      'name: c, depends: b.Succeeded',
      'name: d, dependencies: [c]',
      'name: e, depends: d',
    );
    expect(found(rule, four + chain)).toEqual([]);
    expect(found(rule, four + graph('name: a', 'name: b', 'name: c', 'name: d', 'name: e'))).toHaveLength(1);
  });

  test('takes the pods of the stage, not the greediest of all', () => {
    const more = `    - {name: big, container: {image: big, resources: {requests: {cpu: "4"}}}}
    - {name: all, steps: [[{name: a, template: big}], [{name: b, template: run, withSequence: {count: 4}}]]}`;
    expect(found(rule, four + workflow({ spec: 'entrypoint: all', more }))).toEqual([]);
  });

  test('counts as many workflows as may run at once', () => {
    const manifests = four + fanOut('withItems: [1, 2]');
    expect(found(rule, manifests + controller('{namespaceParallelism: "2"}'))).toEqual([]);
    expect(found(rule, manifests + controller('{namespaceParallelism: "3"}'))).toEqual([
      'warning ConfigMap/workflow-controller-configmap data.namespaceParallelism: 3 workflows may run at once in this namespace, and the quota team does not hold so many of WorkflowTemplate team/agent',
    ]);
    const label = `
apiVersion: v1
kind: Namespace
metadata: {name: team, labels: {workflows.argoproj.io/parallelism-limit: "2"}}
---`;
    expect(found(rule, manifests + label + controller('{namespaceParallelism: "3"}'))).toEqual([]);
  });

  test('leaves a template that calls itself alone', () => {
    const more = '    - {name: all, steps: [[{name: a, template: all}, {name: b, template: run}]]}';
    expect(found(rule, four + workflow({ spec: 'entrypoint: all', more }))).toEqual([]);
  });
});
