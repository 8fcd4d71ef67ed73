import { found } from '../../../checked';
import { argo, defaults, policy, workflows } from './policies';

const rule = 'RET-PODGC';

function pods(keep: string, more = ''): string {
  return policy(`apiVersion: v1, kind: Pod, namespaces: [team], ${more} keep: {${keep}}`);
}

/** A spec with one template that runs a pod. */
function spec(podGc: string, template = ''): string {
  return `podGC: {${podGc}}, templates: [{name: main, container: {image: "a:1"}${template}}]`;
}

function severities(yaml: string): string[] {
  return found(rule, yaml).map((line) => line.split(' ')[0] ?? '');
}

describe('a rule for pods', () => {
  const minute = pods('Failed: {for: 60s}');
  const gc = (delay: string) => argo(spec(`strategy: OnPodCompletion, deleteDelayDuration: ${delay}`));

  test('never finds those that podGC deletes to the second before', () => {
    expect(found(rule, minute + gc('59s'))).toEqual([
      'error Workflow/run spec.podGC.strategy: podGC OnPodCompletion deletes the pods of Workflow team/run 59 s after their end, but rule one of policy team keeps them for 1m: it never finds one',
    ]);
    expect(found(rule, minute + gc('60s'))).toEqual([]);
  });

  test.each([
    ['OnPodCompletion', 2],
    ['OnWorkflowCompletion', 2],
    ['OnPodSuccess', 1],
    ['OnWorkflowSuccess', 1],
    ['Never', 0],
  ])('is defeated by %s in %i of two ends', (strategy, count) => {
    const both = ['Succeeded: {for: 1d}', 'Failed: {for: 1d}'].flatMap((keep) =>
      found(rule, pods(keep) + argo(spec(`strategy: ${strategy}`))),
    );
    expect(both).toHaveLength(count);
  });

  test('waits as long as the spec, the controller or Argo itself says', () => {
    const quiet = argo(spec('strategy: OnPodCompletion'));
    expect(severities(pods('Failed: {for: 5s}') + quiet)).toEqual([]);
    expect(severities(pods('Failed: {for: 6s}') + quiet)).toEqual(['error']);
    const slow = defaults('{}', 'podGCDeleteDelayDuration: "2m"');
    expect(severities(pods('Failed: {for: 2m}') + quiet + slow)).toEqual([]);
    expect(severities(pods('Failed: {for: 121s}') + quiet + slow)).toEqual(['error']);
    expect(severities(pods('Failed: {for: 121s}') + gc('3m') + slow)).toEqual([]);
    expect(severities(minute + gc('soon'))).toEqual([]);
  });

  test('leaves the pods of workflows out by their label', () => {
    const others = 'selector: {matchExpressions: [{key: workflows.argoproj.io/workflow, operator: DoesNotExist}]},';
    const onlyThose = 'selector: {matchExpressions: [{key: workflows.argoproj.io/workflow, operator: Exists}]},';
    expect(severities(pods('Failed: {for: 1d}', others) + gc('1s'))).toEqual([]);
    expect(severities(pods('Failed: {for: 1d}', onlyThose) + gc('1s'))).toEqual(['error']);
  });

  test('is for the labels that a template gives its pods', () => {
    const gold = pods('Failed: {for: 1d}', 'selector: {matchLabels: {tier: gold}},');
    const labelled = (tier: string) => argo(spec('strategy: OnPodCompletion', `, metadata: {labels: {tier: ${tier}}}`));
    expect(severities(gold + labelled('gold'))).toEqual(['error']);
    expect(severities(gold + labelled('tin'))).toEqual([]);
    const some = pods('Failed: {for: 1d}', 'selector: {matchLabels: {workflows.argoproj.io/workflow: nightly}},');
    expect(severities(some + labelled('gold'))).toEqual(['warning']);
  });

  test('is not defeated where podGC leaves those pods', () => {
    const selecting = (labels: string) =>
      argo(spec(`strategy: OnPodCompletion, labelSelector: {matchLabels: {short: "yes"}}`, labels));
    expect(severities(minute + selecting(''))).toEqual([]);
    expect(severities(minute + selecting(', metadata: {labels: {short: "yes"}}'))).toEqual(['error']);
  });

  test('is looked at where the policy is, defaults once', () => {
    expect(severities(minute + argo(spec('strategy: OnPodCompletion'), { namespace: 'other' }))).toEqual([]);
    const byDefault = defaults('podGC: {strategy: OnPodCompletion}');
    expect(severities(minute + byDefault)).toEqual(['error']);
    expect(severities(minute + byDefault + argo('entrypoint: main'))).toEqual(['error']);
    expect(severities(minute + byDefault + gc('2m'))).toEqual([]);
    expect(severities(minute + byDefault + defaults('{}', '', 'b-workflow-controller-configmap'))).toEqual([]);
  });
});

describe('logs that are to be archived', () => {
  const archiving = (keep: string, logs = '') => policy(workflows(keep), `archive: {s3: {bucket: a}${logs}}`);
  const gc = argo(spec('strategy: OnPodCompletion'));

  test('are gone with the pods of a workflow that failed', () => {
    expect(found(rule, archiving('Failed: {for: 3d}') + gc)).toEqual([
      'warning Workflow/run spec.podGC.strategy: podGC OnPodCompletion deletes the pods of Workflow team/run 5 s after their end, and their logs with them: rule one of policy team keeps the workflow for 3d, and archives them only then',
    ]);
    expect(severities(archiving('Succeeded: {for: 7d}') + gc)).toEqual([]);
    expect(severities(archiving('Succeeded: {for: 7d}', ', logs: all') + gc)).toEqual(['warning']);
    expect(severities(archiving('Failed: {for: 3d}', ', logs: none') + gc)).toEqual([]);
    expect(severities(archiving('Failed: {for: 3d, archive: false}') + gc)).toEqual([]);
    expect(severities(archiving('Failed: {for: 3d, action: report}') + gc)).toEqual([]);
    expect(severities(archiving('Failed: {for: 5s}') + gc)).toEqual([]);
  });

  test('are there where podGC leaves what failed', () => {
    expect(severities(archiving('Failed: {for: 3d}') + argo(spec('strategy: OnPodSuccess')))).toEqual([]);
    expect(
      severities(
        archiving('Failed: {for: 3d}, Succeeded: {for: 3d}', ', logs: all') + argo(spec('strategy: OnPodSuccess')),
      ),
    ).toEqual(['warning']);
  });

  test('are saved where Argo does it', () => {
    const repository = defaults('{}', 'artifactRepository: "{archiveLogs: true}"');
    expect(severities(archiving('Failed: {for: 3d}') + gc + repository)).toEqual([]);
    expect(
      severities(archiving('Failed: {for: 3d}') + argo(`archiveLogs: true, ${spec('strategy: OnPodCompletion')}`)),
    ).toEqual([]);
  });
});
