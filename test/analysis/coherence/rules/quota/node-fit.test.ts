import { found } from '../../../checked';
import { deployment } from './manifests';

const rule = 'NODE-FIT';
const profile = {
  nodes: [
    { count: 1, allocatable: { cpu: '8', memory: '16Gi' } },
    { count: 1, allocatable: { cpu: '4', memory: '32Gi' } },
  ],
};

describe(rule, () => {
  test('is silent where a pod fills a node', () => {
    expect(found(rule, deployment({ resources: 'requests: {cpu: "8", memory: 16Gi}' }), profile)).toEqual([]);
  });

  test('fires where no one node has both', () => {
    expect(found(rule, deployment({ resources: 'requests: {cpu: "8", memory: 16385Mi}' }), profile)).toEqual([
      'warning Deployment/api spec.template: a pod of Deployment team/api asks for 8 cpu and 16385Mi memory, which no node has free even when it is empty',
    ]);
    expect(found(rule, deployment({ resources: 'requests: {cpu: 8001m}' }), profile)).toHaveLength(1);
  });

  test('says nothing where no nodes are declared, or no pods are made', () => {
    expect(found(rule, deployment({ resources: 'requests: {cpu: "99"}' }))).toEqual([]);
    expect(found(rule, deployment({ resources: 'requests: {cpu: "99"}', replicas: 0 }), profile)).toEqual([]);
  });
});
