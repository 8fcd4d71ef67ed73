import { found } from '../../../checked';
import { deployment, quota } from './manifests';

const rule = 'QTA-SURGE-ROUND';
const web = deployment({ name: 'web', strategy: 'type: Recreate' });

describe(rule, () => {
  test('fires where the room is gone when others are at their peak', () => {
    expect(found(rule, quota('pods: "4"') + deployment({ replicas: 3 }) + web)).toEqual([
      'warning Deployment/api spec.strategy.rollingUpdate.maxSurge: a rollout of Deployment team/api needs room for one pod more than its 3 replicas, and the quota team has none while its other workloads are at their peak',
    ]);
  });

  test.each([
    ['there is room for one more', quota('pods: "5"') + deployment({ replicas: 3 }) + web],
    ['there is no quota', deployment({ replicas: 3 }) + web],
    ['the quota limits nothing that pods ask for', quota('requests.memory: 1Gi') + deployment({ replicas: 3 }) + web],
    ['one of four may go', quota('pods: "5"') + deployment({ replicas: 4 }) + web],
    ['there is none even alone', quota('pods: "3"') + deployment({ replicas: 3 })],
    [
      'the others are elsewhere',
      quota('pods: "4"') + deployment({ replicas: 3 }) + web.replace('namespace: team', 'namespace: other'),
    ],
    [
      'none is meant to go',
      quota('pods: "4"') +
        deployment({ replicas: 3, strategy: 'rollingUpdate: {maxUnavailable: 0, maxSurge: 1}' }) +
        web,
    ],
  ])('is silent where %s', (_, manifests) => {
    expect(found(rule, manifests)).toEqual([]);
  });
});
