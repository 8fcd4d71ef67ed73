import { found } from '../../../checked';
import { vpa } from './sample';

const rule = 'VPA-MODE';
const mode = (updateMode: string, version?: string) => {
  return found(rule, vpa({ spec: `updatePolicy: {updateMode: ${updateMode}}` }), { verticalPodAutoscaler: version });
};

describe(rule, () => {
  test.each(['"Off"', 'Initial', 'Recreate', 'InPlaceOrRecreate'])('is silent about %s', (updateMode) => {
    expect(mode(updateMode)).toEqual([]);
    expect(mode(updateMode, '1.6')).toEqual([]);
  });

  test('fires for a mode that does not exist, and for Off without quotes', () => {
    expect(mode('Sometimes')).toEqual([
      'error VerticalPodAutoscaler/api spec.updatePolicy.updateMode: there is no updateMode "Sometimes", and the API server refuses it',
    ]);
    expect(mode('Off')).toEqual([
      'error VerticalPodAutoscaler/api spec.updatePolicy.updateMode: there is no updateMode false (Off without quotes is false in YAML), and the API server refuses it',
    ]);
    expect(mode('"{{ .Values.mode }}"')).toEqual([]);
  });

  test('fires for a mode that the declared version does not have yet', () => {
    expect(mode('InPlaceOrRecreate', '1.3')).toEqual([
      'error VerticalPodAutoscaler/api spec.updatePolicy.updateMode: updateMode InPlaceOrRecreate came with VPA 1.4, and the API server refuses it in 1.3',
    ]);
    expect(mode('InPlaceOrRecreate', '1.4')).toEqual([]);
    expect(mode('InPlace', '1.6')).toEqual([expect.stringMatching(/^error .* came with VPA 1.7/)]);
  });

  test('warns of what is deprecated, behind a feature gate, or left out', () => {
    expect(mode('Auto')).toEqual([
      'warning VerticalPodAutoscaler/api spec.updatePolicy.updateMode: updateMode Auto is deprecated; it means Recreate, which evicts pods to change them',
    ]);
    expect(mode('InPlace', '1.7')).toEqual([expect.stringMatching(/^warning .* feature gate InPlace/)]);
    expect(found(rule, vpa({ spec: 'updatePolicy: {minReplicas: 1}' }))).toEqual([
      expect.stringMatching(/^warning .* updatePolicy has no updateMode/),
    ]);
    expect(found(rule, vpa())).toEqual([]);
  });
});
