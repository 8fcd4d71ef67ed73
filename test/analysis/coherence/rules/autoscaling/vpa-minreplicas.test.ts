import { found } from '../../../checked';
import { all, hpa, vpa, workload } from './sample';

const rule = 'VPA-MINREPLICAS';
const policy = (text: string) => vpa({ spec: `updatePolicy: {${text}}` });

describe(rule, () => {
  test('warns of one replica, and is silent about two', () => {
    expect(found(rule, all(workload({ replicas: 1 }), policy('updateMode: Recreate')))).toEqual([
      "warning VerticalPodAutoscaler/api spec.updatePolicy.minReplicas: Deployment team/api has at most 1 replica, and Recreate changes pods only from 2 on (the updater's default)",
    ]);
    expect(found(rule, all(workload({ replicas: 2 }), policy('updateMode: Recreate')))).toEqual([]);
    expect(found(rule, all(workload(), vpa()))).toHaveLength(1);
  });

  test("takes the autoscaler's own number", () => {
    const own = (minReplicas: number | string, replicas: number) => {
      return found(rule, all(workload({ replicas }), policy(`updateMode: Recreate, minReplicas: ${minReplicas}`)));
    };
    expect(own(1, 1)).toEqual([]);
    expect(own(4, 3)).toEqual([expect.stringContaining("only from 4 on (the autoscaler's minReplicas)")]);
    expect(own(4, 4)).toEqual([]);
    expect(own('"{{x}}"', 1)).toEqual([]);
  });

  test('asks a horizontal autoscaler for the most there may be', () => {
    expect(found(rule, all(workload({ replicas: 1 }), hpa({ spec: 'maxReplicas: 2' }), vpa()))).toEqual([]);
    expect(found(rule, all(workload({ replicas: 3 }), hpa({ spec: 'maxReplicas: 1' }), vpa()))).toHaveLength(1);
  });

  test('is silent about modes that leave running pods alone, and about what is not known', () => {
    expect(found(rule, all(workload(), policy('updateMode: Initial')))).toEqual([]);
    expect(found(rule, all(workload(), policy('updateMode: "Off"')))).toEqual([]);
    const daemons = workload({ kind: 'DaemonSet' });
    expect(found(rule, all(daemons, vpa({ target: '{apiVersion: apps/v1, kind: DaemonSet, name: api}' })))).toEqual([]);
    expect(found(rule, all(workload({ replicas: '"{{ .Values.replicas }}"' }), vpa()))).toEqual([]);
    expect(found(rule, all(workload({ replicas: 0 }), vpa()))).toEqual([]);
    expect(found(rule, all(workload({ namespace: 'other' }), vpa()))).toEqual([]);
  });
});
