import { found } from '../../../checked';
import { hpa, scaledObject } from './sample';

const rule = 'HPA-SLOW-UP';
const window = (side: string, seconds: number | string) => `{${side}: {stabilizationWindowSeconds: ${seconds}}}`;
const slow = (side: string, seconds: number | string) => {
  return found(rule, hpa({ spec: `maxReplicas: 5, behavior: ${window(side, seconds)}` }));
};

describe(rule, () => {
  test('warns from five minutes on', () => {
    expect(slow('scaleUp', 299)).toEqual([]);
    expect(slow('scaleUp', 300)).toEqual([
      'warning HorizontalPodAutoscaler/api spec.behavior.scaleUp.stabilizationWindowSeconds: load must last 300 s before a pod is added: going up, the window takes the lowest number of pods within it',
    ]);
  });

  test('is silent about going down, the default and what is filled in later', () => {
    expect([...slow('scaleDown', 900), ...found(rule, hpa()), ...slow('scaleUp', '"{{x}}"')]).toEqual([]);
  });

  test('reads what a ScaledObject hands on', () => {
    const spec = `advanced: {horizontalPodAutoscalerConfig: {behavior: ${window('scaleUp', 300)}}}`;
    expect(found(rule, scaledObject({ spec }))).toHaveLength(1);
  });
});
