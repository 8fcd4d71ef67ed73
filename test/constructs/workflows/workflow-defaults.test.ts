import { Problems } from '../../../src';
import { restrictedContainer, restrictedPod } from '../../../src/constructs/access/security';
import {
  renderWorkflowDefaults,
  type WorkflowDefaultsProps,
} from '../../../src/constructs/workflows/workflow-defaults';
import { schemaErrorsAt } from '../../schemas';
import type { Loose } from '../render';

function defaults(props: WorkflowDefaultsProps): Loose {
  const problems = Problems.none();
  const rendered = renderWorkflowDefaults(props, problems);
  expect(problems.all).toEqual([]);
  expect(schemaErrorsAt('argoproj.io/v1alpha1/Workflow', 'spec', (rendered as Loose).spec, { partial: true })).toEqual(
    [],
  );
  return rendered;
}

it('are pods at Pod Security restricted, and nothing else', () => {
  expect(defaults({})).toEqual({ spec: { securityContext: restrictedPod() } });
});

it('are a part of a Workflow', () => {
  expect(
    defaults({
      ttl: { success: '1h', failure: '3h', completion: '1h' },
      podGc: { strategy: 'OnPodSuccess', deleteDelay: '60s', selector: { matchLabels: { keep: 'no' } } },
      activeDeadline: '14d',
      parallelism: 5,
      podSecurityContext: { runAsUser: 1000 },
      serviceAccountName: 'workflow',
      podPriorityClassName: 'agent-standard-priority',
      archiveLogs: false,
      labels: { team: 'platform' },
    }),
  ).toEqual({
    metadata: { labels: { team: 'platform' } },
    spec: {
      ttlStrategy: { secondsAfterCompletion: 3600, secondsAfterFailure: 10_800, secondsAfterSuccess: 3600 },
      podGC: { strategy: 'OnPodSuccess', deleteDelayDuration: '60s', labelSelector: { matchLabels: { keep: 'no' } } },
      activeDeadlineSeconds: 1_209_600,
      parallelism: 5,
      securityContext: { runAsUser: 1000 },
      serviceAccountName: 'workflow',
      podPriorityClassName: 'agent-standard-priority',
      archiveLogs: false,
    },
  });
});

it('say of pods and containers all that Pod Security restricted asks for', () => {
  expect(restrictedPod(1000)).toEqual({
    runAsNonRoot: true,
    runAsUser: 1000,
    runAsGroup: 1000,
    fsGroup: 1000,
    seccompProfile: { type: 'RuntimeDefault' },
  });
  expect(restrictedContainer).toEqual({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } });
});

const name = 'use a-z, 0-9, - and ., each part starting and ending with a letter or digit';

it.each<[object, string]>([
  [
    { activeDeadline: 'never' },
    'activeDeadline "never" is not a duration: write e.g. 90s, 15m, 1h30m, 7d, or a number of seconds',
  ],
  [{ activeDeadline: '500ms' }, 'activeDeadline "500ms" is not a whole number of seconds'],
  [{ parallelism: 0 }, 'parallelism 0 is out of range: use a whole number of at least 1'],
  [{ serviceAccountName: 'A' }, `serviceAccountName "A" is not a DNS-1123 subdomain: ${name}`],
  [{ podPriorityClassName: 'High' }, `podPriorityClassName "High" is not a DNS-1123 subdomain: ${name}`],
  [{ archiveLogs: 'yes' }, 'archiveLogs "yes" is neither true nor false'],
  [{ podSecurityContext: 8737 }, 'podSecurityContext 8737 is not a map: write { … }'],
  [
    { labels: { 'a b': 'c' } },
    'labels "a b" is not a key: use letters, digits, -, _ and ., starting and ending with a letter or digit, with an optional prefix/',
  ],
  [
    { labels: { team: 5 } },
    'labels.team 5 is not a label value: write a string of empty, or letters, digits, -, _ and ., starting and ending with a letter or digit',
  ],
])('refuse %j', (props, message) => {
  const problems = Problems.none();
  renderWorkflowDefaults(props as WorkflowDefaultsProps, problems);
  expect(problems.all.map(({ property, message: why }) => `${property} ${why}`)).toEqual([message]);
});
