import { quotaUseOf } from '../../../src/analysis/coherence/quota-use';
import { formatPath } from '../../../src/analysis/findings/finding';
import { clusterOf, container } from '../cluster/model';

const quota = (spec: string) =>
  `{apiVersion: v1, kind: ResourceQuota, metadata: {name: q, namespace: team}, spec: {${spec}}}\n---\n`;
const deployment = (name: string, replicas: number, spec = '') =>
  `{apiVersion: apps/v1, kind: Deployment, metadata: {name: ${name}, namespace: team},
  spec: {replicas: ${replicas}, template: {spec: {containers: [${container('a', '500m')}], ${spec}}}}}\n---\n`;

const use = (yaml: string) =>
  quotaUseOf(clusterOf(yaml)).map(({ key, peak, hard, share, place }) => {
    return `${key} ${formatPath(place.path)}: ${peak} of ${hard} = ${share}`;
  });

test('adds up what the workloads of the namespace ask for at their most', () => {
  const manifests = quota('hard: {cpu: "4", pods: 6, count/pods: 12}') + deployment('a', 2) + deployment('b', 1);
  expect(use(manifests)).toEqual([
    'requests.cpu spec.hard.cpu: 1500m of 4 = 0.375',
    'pods spec.hard.pods: 3 of 6 = 0.5',
    'count/pods spec.hard[count/pods]: 3 of 12 = 0.25',
  ]);
});

test('counts only pods that the quota covers', () => {
  const scoped = quota('hard: {pods: 4}, scopes: [PriorityClass]');
  expect(use(scoped + deployment('a', 2, 'priorityClassName: high') + deployment('b', 9))).toEqual([
    'pods spec.hard.pods: 2 of 4 = 0.5',
  ]);
});

test('says nothing of limits of 0, of what nobody asks for, and of what nothing bounds', () => {
  expect(use(quota('hard: {pods: 0, limits.cpu: 4}') + deployment('a', 2))).toEqual([]);
  const daemons = deployment('a', 2).replace('kind: Deployment', 'kind: DaemonSet');
  expect(use(quota('hard: {pods: 4}') + daemons)).toEqual([]);
});

test('another namespace has quotas of its own', () => {
  expect(use(quota('hard: {pods: 4}') + deployment('a', 2).replaceAll('team', 'other'))).toEqual([]);
});
