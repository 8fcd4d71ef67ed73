import { found } from '../../../checked';
import { all, hpa, share, workload } from './sample';

const rule = 'HPA-UTIL-CAP';
const capped = (percent: number, limit: string, rest = '') => {
  return found(
    rule,
    all(
      workload({ resources: `{requests: {cpu: 500m}, limits: {cpu: ${limit}}}` }),
      hpa({ spec: share(percent, 'cpu', rest) }),
    ),
  );
};

describe(rule, () => {
  test('fires where limits keep the share within the tolerance, and not a percent below', () => {
    expect(capped(91, '500m')).toEqual([
      'warning HorizontalPodAutoscaler/api spec.metrics[0].resource.target.averageUtilization: pods are added above 100.1 % of the requested cpu, but limits let no pod of Deployment team/api use more than 100 %',
    ]);
    expect(capped(90, '500m')).toEqual([]);
    expect(capped(182, '1')).toHaveLength(1);
    expect(capped(181, '1')).toEqual([]);
  });

  test('takes the tolerance that is set', () => {
    const tolerance = (value: string) => `, behavior: {scaleUp: {tolerance: "${value}"}}`;
    expect(capped(95, '500m', tolerance('0.05'))).toEqual([]);
    expect(capped(96, '500m', tolerance('0.05'))).toHaveLength(1);
  });

  test('sums all containers, and needs a limit of each', () => {
    const pair = (second: string) => {
      const containers = `{name: api, resources: {requests: {cpu: 500m}, limits: {cpu: 500m}}}, {name: proxy, resources: ${second}}`;
      return found(rule, all(workload({ containers }), hpa({ spec: share(95) })));
    };
    expect(pair('{requests: {cpu: 100m}, limits: {cpu: 100m}}')).toHaveLength(1);
    expect(pair('{requests: {cpu: 100m}, limits: {cpu: 400m}}')).toEqual([]);
    expect(pair('{requests: {cpu: 100m}}')).toEqual([]);
  });
});
