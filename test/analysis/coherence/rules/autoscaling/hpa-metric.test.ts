import { found } from '../../../checked';
import { all, hpa, workload } from './sample';

const rule = 'HPA-METRIC';
const metric = (text: string) => hpa({ spec: `maxReplicas: 5, metrics: [${text}]` });
const external = (target: string, name = 'queue_length') =>
  metric(`{type: External, external: {metric: {name: ${name}}, target: {${target}}}}`);
const resource = (target: string) => metric(`{type: Resource, resource: {name: cpu, target: {${target}}}}`);
const pods = (target: string) => metric(`{type: Pods, pods: {metric: {name: requests}, target: {${target}}}}`);
const ofObject = (target: string) => {
  const described = 'describedObject: {apiVersion: v1, kind: Service, name: api}';
  return metric(`{type: Object, object: {${described}, metric: {name: requests}, target: {${target}}}}`);
};
const messages = (yaml: string) => found(rule, yaml).map((line) => line.replace(/^(\w+) \S+ (\S+): /, '$1 $2: '));

describe(rule, () => {
  test.each([
    resource('type: Utilization, averageUtilization: 1'),
    resource('type: AverageValue, averageValue: 200m'),
    pods('type: AverageValue, averageValue: "10"'),
    ofObject('type: Value, value: "10"'),
    ofObject('type: AverageValue, averageValue: "10"'),
    external('type: Value, value: "10"'),
    external('type: AverageValue, averageValue: "10"'),
    metric(
      '{type: ContainerResource, containerResource: {name: cpu, container: api, target: {type: Utilization, averageUtilization: 70}}}',
    ),
  ])('is silent about %s', (yaml) => {
    expect(found(rule, all(workload(), yaml))).toEqual([]);
  });

  test('fires for a type that does not exist, for none, and for its block', () => {
    expect(found(rule, metric('{type: Custom, custom: {metric: {name: running}}}'))).toEqual([
      'error HorizontalPodAutoscaler/api spec.metrics[0].type: there is no metric type "Custom", and the API server refuses it',
    ]);
    expect(messages(metric('{external: {metric: {name: x}}}'))).toEqual([
      'error spec.metrics[0].type: type is missing, and the API server refuses it',
    ]);
    expect(messages(metric('{type: External, pods: {metric: {name: x}}}'))).toEqual([
      'error spec.metrics[0].external: type External has no external, and the API server refuses it',
    ]);
    expect(messages(metric('{type: External, external: {metric: {name: x}}, pods: {}}'))).toEqual([
      'error spec.metrics[0].pods: type External has pods too, and the API server refuses it',
    ]);
  });

  test.each([
    [resource('type: Value, value: "1"'), 'the Resource metric has a target with value'],
    [resource('type: Utilization'), 'the Resource metric has a target with no value'],
    [
      resource('type: Utilization, averageUtilization: 70, averageValue: 1'),
      'the target has both averageUtilization and averageValue',
    ],
    [pods('type: Value, value: "1"'), 'the Pods metric has a target with value'],
    [external('type: Utilization, averageUtilization: 70'), 'the External metric has a target with averageUtilization'],
    [external('type: Value, value: "1", averageValue: "1"'), 'the target has both averageValue and value'],
    [external('value: "1"'), 'target.type is missing'],
    [external('type: Sum, value: "1"'), 'target.type "Sum" does not exist'],
  ])('fires for the target of %s', (yaml, fault) => {
    expect(messages(yaml)).toEqual([expect.stringContaining(`${fault}, and the API server refuses it`)]);
  });

  test('fires for an Object metric whose type is that of another field, which others do not mind', () => {
    expect(messages(ofObject('type: Value, averageValue: "1"'))).toEqual([
      'error spec.metrics[0].object.target.type: target.type Value does not go with averageValue, so the metric is never read',
    ]);
    expect(messages(external('type: Value, averageValue: "1"'))).toEqual([]);
  });

  test.each([
    [resource('type: Utilization, averageUtilization: 0'), 'averageUtilization is 0'],
    [external('type: Value, value: "0"'), 'value is 0'],
    [pods('type: AverageValue, averageValue: "-1"'), 'averageValue is -1'],
  ])('fires at 0 and below: %s', (yaml, fault) => {
    expect(messages(yaml)).toEqual([expect.stringContaining(`${fault}, and the API server refuses it`)]);
  });

  test('fires for a metric without name', () => {
    const unnamed = metric('{type: External, external: {metric: {}, target: {type: Value, value: "1"}}}');
    expect(messages(unnamed)).toEqual([
      'error spec.metrics[0].external.metric.name: metric.name is missing, and the API server refuses it',
    ]);
  });

  test('warns of a counter', () => {
    const message = 'requests_total looks like a counter, which never falls: what it once asked for it asks for ever';
    expect(messages(external('type: Value, value: "1"', 'requests_total'))).toEqual([
      `warning spec.metrics[0].external.metric.name: ${message}`,
    ]);
    expect(messages(external('type: Value, value: "1"', 'requests_total_rate'))).toEqual([]);
    const custom = metric('{type: Custom, custom: {metric: {name: requests_total}}}');
    expect(messages(custom)).toContain(`warning spec.metrics[0].custom.metric.name: ${message}`);
  });

  test('warns of a container that the target does not have', () => {
    const of = (container: string) => {
      return all(
        workload(),
        metric(
          `{type: ContainerResource, containerResource: {name: cpu, container: ${container}, target: {type: Utilization, averageUtilization: 70}}}`,
        ),
      );
    };
    expect(messages(of('istio-proxy'))).toEqual([
      'warning spec.metrics[0].containerResource.container: Deployment team/api has no container "istio-proxy", so the metric is never read',
    ]);
    expect(messages(of('api'))).toEqual([]);
  });

  test('is silent about other versions of the API, and about what is filled in later', () => {
    const old = metric('{type: Resource, resource: {name: cpu, targetAverageUtilization: 70}}');
    expect(found(rule, old.replace('autoscaling/v2', 'autoscaling/v2beta1'))).toEqual([]);
    expect(found(rule, metric('{type: "{{ .Values.type }}"}'))).toEqual([]);
  });
});
