import { found } from '../../../checked';
import { argo, defaults, policy, store, sweep, workflows } from './policies';

const rule = 'RET-TTL';
const week = policy(workflows('Succeeded: {for: 7d}'));
const archiving = policy(workflows('Succeeded: {for: 7d}'), store);

/** How bad, and how long the objects live by what deletes them. */
function severities(yaml: string): string[] {
  return found(rule, yaml).map((line) => line.split(' ')[0] ?? '');
}

describe('the TTL of a workflow', () => {
  const ttl = (seconds: number) => argo(`ttlStrategy: {secondsAfterSuccess: ${seconds}}`);

  test('is an error to the second before the time of the policy', () => {
    expect(found(rule, week + ttl(604_799))).toEqual([
      'error Workflow/run spec.ttlStrategy.secondsAfterSuccess: secondsAfterSuccess deletes Workflow team/run 604799 s after its end, but rule one of policy team keeps it for 7d',
    ]);
    expect(found(rule, week + ttl(604_800))).toEqual([]);
    expect(found(rule, archiving + ttl(604_799))).toEqual([
      expect.stringMatching(/keeps it for 7d: nothing is left to archive$/),
    ]);
  });

  test('is a warning until the next sweep has come, where it is known and archives', () => {
    expect(severities(archiving + sweep() + ttl(604_800))).toEqual(['warning']);
    expect(severities(archiving + sweep() + ttl(691_199))).toEqual(['warning']);
    expect(severities(archiving + sweep() + ttl(691_200))).toEqual([]);
    expect(severities(archiving + ttl(604_800))).toEqual([]);
    // What is not archived may as well go by Argo's hand.
    expect(severities(week + sweep() + ttl(604_800))).toEqual([]);
    expect(severities(archiving + sweep({ suspend: true }) + ttl(604_800))).toEqual([]);
    expect(severities(archiving + sweep({ args: '--mode, delete' }) + ttl(604_800))).toEqual([]);
  });

  test('is a backstop only behind the longest time between two sweeps', () => {
    const weekdays = sweep({ schedule: '0 2 * * mon-fri' });
    expect(found(rule, archiving + weekdays + ttl(863_999))).toEqual([
      expect.stringMatching(/^warning .* may come later: it is gone unarchived$/),
    ]);
    expect(severities(archiving + weekdays + ttl(864_000))).toEqual([]);
    const berlin = (schedule: string) => sweep({ schedule }).replace('spec:', 'spec:\n  timeZone: Europe/Berlin');
    // A day of 25 hours; and at two there is a night without a start.
    expect(severities(archiving + berlin('0 4 * * *') + ttl(691_200))).toEqual(['warning']);
    expect(severities(archiving + berlin('0 4 * * *') + ttl(694_800))).toEqual([]);
    expect(severities(archiving + berlin('0 2 * * *') + ttl(773_999))).toEqual(['warning']);
    expect(severities(archiving + berlin('0 2 * * *') + ttl(774_000))).toEqual([]);
  });

  test('is a warning wherever the policy keeps the last ones: they get as old as they like', () => {
    const last = policy(workflows('Succeeded: {for: 7d, keepLast: 5}'), store);
    expect(found(rule, last + sweep() + ttl(864_000))).toEqual([
      'warning Workflow/run spec.ttlStrategy.secondsAfterSuccess: secondsAfterSuccess deletes Workflow team/run 864000 s after its end, but rule one of policy team keeps the last 5 however old they are, and archives none of them before',
    ]);
    expect(severities(last + ttl(604_799))).toEqual(['error']);
    const cron = (limit: number) =>
      argo('entrypoint: main', { kind: 'CronWorkflow', cron: `successfulJobsHistoryLimit: ${limit},` });
    expect(severities(last + cron(200))).toEqual([]);
    expect(severities(policy(workflows('Succeeded: {for: 1h, keepLast: 20}')) + cron(19))).toEqual(['warning']);
    expect(severities(policy(workflows('Succeeded: {for: 1h, keepLast: 20}')) + cron(20))).toEqual([]);
  });

  test('is no matter of a rule that only reports, nor of objects with a time of their own', () => {
    const reporting = policy(workflows('Succeeded: {for: 7d, action: report}'), store);
    expect(severities(reporting + sweep() + ttl(60))).toEqual([]);
    const perhaps = policy(
      `${workflows('Succeeded: {for: 7d, action: report}', 'namespaces: [team], selector: {matchLabels: {a: b}}')}}\n  - {name: two, ${workflows('Succeeded: {for: 7d}')}`,
    );
    expect(severities(perhaps + argo('ttlStrategy: {secondsAfterSuccess: 60}', { kind: 'WorkflowTemplate' }))).toEqual([
      'error',
    ]);
    const held = policy(workflows('Succeeded: {for: 7d, action: report}'), 'legalHolds: [{reason: SOX, for: 90d}]');
    expect(severities(held + ttl(60))).toEqual(['error']);
    const own = 'workflowMetadata: {annotations: {cleanup.cto.dev/ttl-seconds: "3600"}}';
    const spec = `${own}, ttlStrategy: {secondsAfterSuccess: 172800}`;
    expect(severities(archiving + sweep() + argo(spec))).toEqual([]);
    expect(severities(archiving + sweep() + argo(spec, { kind: 'WorkflowTemplate' }))).toEqual([]);
  });

  test('says what a backstop is, by the sweep that comes most often', () => {
    const twice =
      sweep() + sweep({ schedule: '0 */6 * * *' }).replace('name: cleanup, namespace', 'name: often, namespace');
    expect(severities(archiving + twice + ttl(626_400))).toEqual([]);
    expect(severities(archiving + twice + ttl(626_399))).toEqual(['warning']);
  });

  test('is looked at for each end', () => {
    const each = policy(workflows('Succeeded: {for: 1h}, Failed: {for: 2h}, Error: {for: 3h}'));
    const spec = 'ttlStrategy: {secondsAfterSuccess: 3600, secondsAfterFailure: 7200, secondsAfterCompletion: 10799}';
    expect(found(rule, each + argo(spec))).toEqual([expect.stringContaining('secondsAfterCompletion deletes')]);
    // Without a time of its own a failure goes with any completion.
    expect(severities(each + argo('ttlStrategy: {secondsAfterSuccess: 3600, secondsAfterCompletion: 7199}'))).toEqual([
      'error',
    ]);
    expect(severities(policy(workflows('Failed: {for: 7d}')) + ttl(60))).toEqual([]);
  });

  test('matters where the policy is, whatever made the workflow', () => {
    const short = 'ttlStrategy: {secondsAfterCompletion: 60}';
    expect(severities(week + argo(short, { namespace: 'other' }))).toEqual([]);
    expect(severities(week + argo(short, { kind: 'WorkflowTemplate' }))).toEqual(['error']);
    expect(severities(policy(workflows('Succeeded: {for: 7d}', 'namespaces: ["*"]')) + argo(short))).toEqual(['error']);
  });

  test('of a template for every namespace matters where something refers to it', () => {
    const template = argo('ttlStrategy: {secondsAfterCompletion: 60}', { kind: 'ClusterWorkflowTemplate' });
    const user = (namespace: string) =>
      argo('workflowTemplateRef: {name: run, clusterScope: true}', { kind: 'WorkflowTemplate', namespace });
    expect(severities(week + template)).toEqual([]);
    expect(severities(week + template + user('other'))).toEqual([]);
    expect(severities(week + template + user('team'))).toEqual(['error']);
  });

  test('is nobody’s matter without a policy, or beside one that is for something else', () => {
    expect(found(rule, ttl(60))).toEqual([]);
    const pods = policy('apiVersion: v1, kind: Pod, namespaces: [team], keep: {Succeeded: {for: 7d}}');
    expect(found(rule, pods + ttl(60))).toEqual([]);
  });
});

describe('the selector of a rule', () => {
  const selecting = (selector: string) =>
    policy(workflows('Succeeded: {for: 7d}', `namespaces: [team], selector: {${selector}}`));
  const short = 'ttlStrategy: {secondsAfterCompletion: 60}';
  const gold = selecting('matchLabels: {tier: gold}');

  test('decides by the labels that a workflow has', () => {
    expect(severities(gold + argo(short))).toEqual([]);
    expect(severities(gold + argo(short, { metadata: 'labels: {tier: gold}' }))).toEqual(['error']);
    expect(severities(gold + argo(`workflowMetadata: {labels: {tier: gold}}, ${short}`))).toEqual(['error']);
  });

  test('leaves it open where labels come later', () => {
    const template = { kind: 'WorkflowTemplate' };
    expect(severities(gold + argo(short, template))).toEqual(['warning']);
    expect(severities(gold + argo(`workflowMetadata: {labels: {tier: tin}}, ${short}`, template))).toEqual([]);
    expect(severities(gold + defaults(short))).toEqual(['warning']);
  });

  test('knows the labels that Argo writes at the end', () => {
    const ended = selecting(
      'matchLabels: {workflows.argoproj.io/completed: "true"}, matchExpressions: [{key: workflows.argoproj.io/phase, operator: In, values: [Succeeded]}]',
    );
    expect(severities(ended + argo(short))).toEqual(['error']);
    const failed = selecting('matchLabels: {workflows.argoproj.io/phase: Failed}');
    expect(severities(failed + argo(short))).toEqual([]);
  });
});

describe("the controller's defaults", () => {
  const short = defaults('ttlStrategy: {secondsAfterSuccess: 3600}');

  test('are for all workflows that are still to come', () => {
    expect(found(rule, week + short)).toEqual([
      "error ConfigMap/workflow-controller-configmap data.workflowDefaults: secondsAfterSuccess deletes workflows of the controller's workflowDefaults 3600 s after their end, but rule one of policy team keeps them for 7d",
    ]);
  });

  test('are told once, however many workflows take them, and not where none does', () => {
    expect(severities(week + short + argo('entrypoint: main'))).toEqual(['error']);
    expect(severities(week + short + argo('ttlStrategy: {secondsAfterSuccess: 604800}'))).toEqual([]);
    // The default of another end counts before one's own of any completion.
    expect(severities(week + short + argo('ttlStrategy: {secondsAfterCompletion: 604800}'))).toEqual(['error']);
    expect(
      severities(week + short + argo('ttlStrategy: {secondsAfterSuccess: 604800}', { namespace: 'other' })),
    ).toEqual(['error']);
  });

  test('of several controllers are not known to be for it', () => {
    expect(severities(week + short + defaults('{}', '', 'b-workflow-controller-configmap'))).toEqual([]);
  });
});

describe('the history of a CronWorkflow', () => {
  const hourly = (limits: string) => argo('entrypoint: main', { kind: 'CronWorkflow', cron: limits });
  const day = policy(workflows('Succeeded: {for: 1d}'), store);

  test('may be full before the time of the policy', () => {
    expect(found(rule, day + hourly('successfulJobsHistoryLimit: 23,'))).toEqual([
      'warning CronWorkflow/run spec.successfulJobsHistoryLimit: successfulJobsHistoryLimit deletes workflows of CronWorkflow team/run 82800 s after their end, but rule one of policy team keeps them for 1d: nothing is left to archive',
    ]);
    expect(severities(day + hourly('successfulJobsHistoryLimit: 24,'))).toEqual([]);
    expect(found(rule, day + hourly(''))).toEqual([expect.stringContaining('which is 3 where it is left out')]);
  });
});

describe('the TTL of a Job', () => {
  const jobs = (keep: string, more = '') =>
    policy(`apiVersion: batch/v1, kind: Job, namespaces: [team], ${more} keep: {${keep}}`);
  const spec = (ttl: number) =>
    `{ttlSecondsAfterFinished: ${ttl}, template: {spec: {restartPolicy: Never, containers: [{name: a, image: "a:1"}]}}}`;
  const job = (ttl: number, metadata = '') =>
    `\n---\napiVersion: batch/v1\nkind: Job\nmetadata: {name: run, namespace: team${metadata}}\nspec: ${spec(ttl)}\n`;
  const cronJob = (ttl: number) =>
    `\n---\napiVersion: batch/v1\nkind: CronJob\nmetadata: {name: run, namespace: team}\nspec: {schedule: "@daily", jobTemplate: {spec: ${spec(ttl)}}}\n`;

  test('is an error before the time of the policy, for either end', () => {
    expect(found(rule, jobs('Failed: {for: 1d}') + job(86_399))).toEqual([
      'error Job/run spec.ttlSecondsAfterFinished: ttlSecondsAfterFinished deletes Job team/run 86399 s after its end, but rule one of policy team keeps it for 1d',
    ]);
    expect(severities(jobs('Succeeded: {for: 1d}') + job(86_399))).toEqual(['error']);
    expect(severities(jobs('Succeeded: {for: 1d}, Failed: {for: 1d}') + job(86_400))).toEqual([]);
  });

  test('is that of who manages the Job, unless the rule says otherwise', () => {
    expect(severities(jobs('Failed: {for: 1d}') + cronJob(60))).toEqual([]);
    expect(severities(jobs('Failed: {for: 1d}', 'managed: true,') + cronJob(60))).toEqual(['error']);
    const hook = ', annotations: {argocd.argoproj.io/hook: PreSync}';
    expect(severities(jobs('Failed: {for: 1d}') + job(60, hook))).toEqual([]);
  });
});

describe('a legal hold', () => {
  const held = (hold: string) => policy(workflows('Succeeded: {for: 1h}'), `legalHolds: [{reason: SOX, ${hold}}]`);
  const ttl = argo('ttlStrategy: {secondsAfterSuccess: 86400}');

  test('counts where it is longer than the rule', () => {
    expect(found(rule, held('for: 90d') + ttl)).toEqual([
      expect.stringContaining('but legal hold "SOX" of policy team keeps it for 90d'),
    ]);
    expect(severities(held('for: 1d') + ttl)).toEqual([]);
    expect(found(rule, held('namespaces: [team]') + ttl)).toEqual([expect.stringContaining('keeps it for good')]);
  });

  test('is for what it surely selects', () => {
    expect(severities(held('for: 90d, namespaces: [other]') + ttl)).toEqual([]);
    expect(severities(held('for: 90d, selector: {matchLabels: {a: b}}') + ttl)).toEqual([]);
  });
});

test('the first rule that speaks of an end decides', () => {
  const two = policy(
    `${workflows('Failed: {for: 90d}')}}\n  - {name: two, ${workflows('Succeeded: {for: 1h}')}}\n  - {name: three, ${workflows('Succeeded: {for: 90d}')}`,
  );
  expect(severities(two + argo('ttlStrategy: {secondsAfterSuccess: 3600}'))).toEqual([]);
  expect(severities(two + argo('ttlStrategy: {secondsAfterSuccess: 3599}'))).toEqual(['error']);
});
