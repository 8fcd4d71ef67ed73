import { found } from '../../../checked';
import { quota } from './manifests';

const rule = 'QTA-SCOPE-KEY';
const select = (requirement: string) => `scopeSelector: {matchExpressions: [${requirement}]}`;

describe(rule, () => {
  test.each([
    ['pods: "1", limits.cpu: "1"', 'scopes: [NotTerminating, NotBestEffort]'],
    ['pods: "1"', 'scopes: [BestEffort]'],
    // With a / nothing is checked.
    ['requests.nvidia.com/gpu: "1"', 'scopes: [Terminating]'],
    ['requests.storage: 1Gi', select('{scopeName: VolumeAttributesClass, operator: In, values: [gold]}')],
    ['pods: "1"', select('{scopeName: PriorityClass, operator: DoesNotExist}')],
    // The server holds each list against itself only.
    ['pods: "1"', `scopes: [Terminating]\n  ${select('{scopeName: NotTerminating, operator: Exists}')}`],
    ['pods: "1"', 'scopes: ["{{ .Values.scope }}"]'],
  ])('is silent about %s under %s', (hard, more) => {
    expect(found(rule, quota(hard, { more }))).toEqual([]);
  });

  test.each([
    [
      'pods: "1", services: "1"',
      'scopes: [Terminating]',
      'spec.hard.services: a quota with scope Terminating cannot limit services',
    ],
    ['pods: "1", cpu: "1"', 'scopes: [BestEffort]', 'spec.hard.cpu: a quota with scope BestEffort cannot limit cpu'],
    ['pods: "1"', 'scopes: [Ending]', 'spec.scopes[0]: Ending is no scope of quotas'],
    [
      'pods: "1"',
      'scopes: [BestEffort, NotBestEffort]',
      'spec.scopes[1]: BestEffort and NotBestEffort exclude each other',
    ],
    [
      'pods: "1"',
      select('{scopeName: Terminating, operator: DoesNotExist}'),
      'spec.scopeSelector.matchExpressions[0]: scope Terminating knows no operator DoesNotExist',
    ],
    [
      'pods: "1"',
      select('{scopeName: PriorityClass, operator: In}'),
      'spec.scopeSelector.matchExpressions[0]: In needs values',
    ],
    [
      'pods: "1"',
      select('{scopeName: PriorityClass, operator: Exists, values: [high]}'),
      'spec.scopeSelector.matchExpressions[0]: Exists takes no values',
    ],
    [
      'pods: "1"',
      select('{scopeName: VolumeAttributesClass, operator: Exists}'),
      'spec.hard.pods: a quota with scope VolumeAttributesClass cannot limit pods',
    ],
  ])('fires for %s under %s', (hard, more, message) => {
    const [first] = found(rule, quota(hard, { more }));
    expect(first).toBe(`error ResourceQuota/team ${message}`);
  });
});
