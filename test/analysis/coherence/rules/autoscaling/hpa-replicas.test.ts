import { found } from '../../../checked';
import { all, hpa, scaledObject, workload } from './sample';

const rule = 'HPA-REPLICAS';
const application = (spec: string) => `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: team, namespace: argocd}
spec: {destination: {namespace: team}, ${spec}}`;
const ignored = 'ignoreDifferences: [{group: apps, kind: Deployment, jsonPointers: [/spec/replicas]}]';
const respected = 'syncPolicy: {syncOptions: [RespectIgnoreDifferences=true]}';

describe(rule, () => {
  test('warns of a number, and is silent without one', () => {
    expect(found(rule, all(workload({ replicas: 3 }), hpa()))).toEqual([
      'warning Deployment/api spec.replicas: each apply sets Deployment team/api back to 3, however many HorizontalPodAutoscaler team/api has found it to need',
    ]);
    expect(found(rule, all(workload(), hpa()))).toEqual([]);
    expect(found(rule, all(workload({ replicas: 3 }), scaledObject()))).toHaveLength(1);
    expect(found(rule, all(workload({ replicas: 3 }), hpa({ namespace: 'other' })))).toEqual([]);
    expect(found(rule, all(workload({ replicas: '"{{ .Values.replicas }}"' }), hpa()))).toEqual([]);
  });

  test('says that 0 switches the autoscaler off', () => {
    expect(found(rule, all(workload({ replicas: 0 }), hpa()))).toEqual([
      'warning Deployment/api spec.replicas: replicas: 0 switches HorizontalPodAutoscaler team/api off with each apply: what has no replicas it does not scale',
    ]);
  });

  test('is silent where the autoscaler wants that number only', () => {
    const fixed = (min: number) => all(workload({ replicas: 3 }), hpa({ spec: `minReplicas: ${min}, maxReplicas: 3` }));
    expect(found(rule, fixed(3))).toEqual([]);
    expect(found(rule, fixed(2))).toHaveLength(1);
  });

  test('is silent where Argo CD leaves the field alone', () => {
    const managed = (spec: string) => found(rule, all(workload({ replicas: 3 }), hpa(), application(spec)));
    expect(managed(`${ignored}, ${respected}`)).toEqual([]);
    expect(managed(ignored)).toHaveLength(1);
    expect(managed(`${ignored.replace('Deployment', 'StatefulSet')}, ${respected}`)).toHaveLength(1);
  });

  test('is silent about what a profile declares: nobody applies it here', () => {
    const declared = { workloads: [{ namespace: 'team', name: 'api', replicas: 3, containers: [] }] };
    expect(found(rule, hpa(), declared)).toEqual([]);
  });
});
