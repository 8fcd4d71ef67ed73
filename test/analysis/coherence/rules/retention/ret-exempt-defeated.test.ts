import { found } from '../../../checked';
import { argo, defaults, policy, workflows } from './policies';

const rule = 'RET-EXEMPT-DEFEATED';
const here = policy(workflows('Succeeded: {for: 7d}'));
const ttl = 'ttlStrategy: {secondsAfterSuccess: 600, secondsAfterCompletion: 60}';
const marked = (key: string, part = 'annotations') => `${part}: {${key}: "true"}`;

describe('a workflow that is marked', () => {
  test('is deleted by the shortest TTL that it has', () => {
    expect(found(rule, argo(ttl, { metadata: marked('cleanup.cto.dev/preserve') }))).toEqual([
      'error Workflow/run spec.ttlStrategy.secondsAfterCompletion: secondsAfterCompletion deletes Workflow team/run 60 s after its end, although cleanup.cto.dev/preserve=true is to keep it: Argo reads no mark, and its own setting not again after the end',
    ]);
    expect(found(rule, argo('entrypoint: main', { metadata: marked('cleanup.cto.dev/preserve') }))).toEqual([]);
    expect(found(rule, argo(ttl))).toEqual([]);
  });

  test.each(['cdk8s-steward.dev/preserve', 'cleanup.cto.dev/preserve', 'taskmaster.io/cleanup-exempt'])(
    'by %s needs no policy for it',
    (key) => {
      expect(found(rule, argo(ttl, { metadata: marked(key) }))).toHaveLength(1);
      expect(found(rule, argo(ttl, { metadata: marked(key, 'labels') }))).toHaveLength(1);
    },
  );

  test.each(['debug', 'preserve'])('by the plain word %s is one only where a policy is', (key) => {
    const metadata = marked(key, 'labels');
    expect(found(rule, argo(ttl, { metadata }))).toEqual([]);
    expect(found(rule, here + argo(ttl, { metadata }))).toHaveLength(1);
    expect(found(rule, here + argo(ttl, { metadata, namespace: 'other' }))).toEqual([]);
  });

  test('may be so by a mark of the policy', () => {
    const own = policy(workflows('Succeeded: {for: 7d}'), 'exemptions: [{key: tier, value: gold}]');
    expect(found(rule, own + argo(ttl, { metadata: 'labels: {tier: gold}' }))).toHaveLength(1);
    expect(found(rule, own + argo(ttl, { metadata: 'labels: {tier: tin}' }))).toEqual([]);
  });

  test('is not where the mark is taken back, or something fills it in', () => {
    expect(found(rule, argo(ttl, { metadata: 'annotations: {cleanup.cto.dev/preserve: "false"}' }))).toEqual([]);
    const filled = 'annotations: {cleanup.cto.dev/preserve: "{{workflow.parameters.keep}}"}';
    expect(found(rule, argo(ttl, { metadata: filled }))).toEqual([]);
  });

  test('is told of templates where they mark what is made of them', () => {
    const made = `workflowMetadata: {${marked('cleanup.cto.dev/preserve')}}, ${ttl}`;
    for (const kind of ['WorkflowTemplate', 'ClusterWorkflowTemplate', 'CronWorkflow']) {
      expect(found(rule, argo(made, { kind }))).toEqual([
        expect.stringContaining(
          `deletes workflows of ${kind} ${kind === 'ClusterWorkflowTemplate' ? '' : 'team/'}run 60 s`,
        ),
      ]);
    }
    // The mark of the template itself is nothing of its workflows.
    expect(found(rule, argo(ttl, { kind: 'WorkflowTemplate', metadata: marked('cleanup.cto.dev/preserve') }))).toEqual(
      [],
    );
  });

  test('is deleted by a TTL of the defaults too', () => {
    expect(
      found(rule, defaults(ttl) + argo('entrypoint: main', { metadata: marked('cleanup.cto.dev/preserve') })),
    ).toEqual([expect.stringMatching(/^error ConfigMap\/workflow-controller-configmap data.workflowDefaults: /)]);
  });
});

describe('a time of its own', () => {
  const own = (seconds: string) => ({ metadata: `annotations: {cleanup.cto.dev/ttl-seconds: "${seconds}"}` });

  test('is shortened to the second', () => {
    expect(found(rule, argo('ttlStrategy: {secondsAfterCompletion: 3600}', own('3600')))).toEqual([]);
    expect(found(rule, argo('ttlStrategy: {secondsAfterCompletion: 3599}', own('3600')))).toEqual([
      expect.stringContaining('although cleanup.cto.dev/ttl-seconds=3600 is to keep it for 3600 s'),
    ]);
    expect(found(rule, argo('ttlStrategy: {secondsAfterCompletion: 3600}', own('forever')))).toHaveLength(1);
  });
});

describe('pods that are marked', () => {
  const template = (metadata: string) =>
    `templates: [{name: main, metadata: {${metadata}}, container: {image: "a:1"}}]`;
  const preserve = template(marked('cleanup.cto.dev/preserve', 'labels'));

  test('go by podGC, unless it leaves them', () => {
    expect(found(rule, argo(`podGC: {strategy: OnPodCompletion}, ${preserve}`))).toEqual([
      'error Workflow/run spec.podGC.strategy: podGC OnPodCompletion deletes pods of Workflow team/run 5 s after their end, although cleanup.cto.dev/preserve=true is to keep them: Argo reads no mark',
    ]);
    const leaving = 'labelSelector: {matchExpressions: [{key: cleanup.cto.dev/preserve, operator: DoesNotExist}]}';
    expect(found(rule, argo(`podGC: {strategy: OnPodCompletion, ${leaving}}, ${preserve}`))).toEqual([]);
  });

  test('go along with their workflow', () => {
    expect(found(rule, argo(`${ttl}, ${preserve}`))).toEqual([
      expect.stringContaining(
        'secondsAfterCompletion deletes Workflow team/run 60 s after its end, and its pods with it, although',
      ),
    ]);
    expect(found(rule, argo(`podMetadata: {${marked('cleanup.cto.dev/preserve')}}, ${ttl}`))).toHaveLength(1);
    expect(found(rule, argo(preserve))).toEqual([]);
  });
});

describe('a Job that is marked', () => {
  const inner = (metadata: string, pod = '') =>
    `metadata: {${metadata}}, spec: {ttlSecondsAfterFinished: 60, template: {metadata: {${pod}}, spec: {restartPolicy: Never, containers: [{name: a, image: "a:1"}]}}}`;
  const job = (metadata: string, pod = '') =>
    `{apiVersion: batch/v1, kind: Job, ${inner(`name: run, namespace: team, ${metadata}`, pod)}}`;
  const cronJob = (metadata: string) =>
    `{apiVersion: batch/v1, kind: CronJob, metadata: {name: run, namespace: team}, spec: {schedule: "@daily", jobTemplate: {${inner(metadata)}}}}`;
  const mark = marked('taskmaster.io/cleanup-exempt');

  test('is deleted by its TTL, and so are its pods', () => {
    expect(found(rule, job(mark))).toEqual([
      'error Job/run spec.ttlSecondsAfterFinished: ttlSecondsAfterFinished deletes Job team/run 60 s after its end, although taskmaster.io/cleanup-exempt=true is to keep it: its controller reads no mark',
    ]);
    expect(found(rule, cronJob(mark))).toEqual([expect.stringContaining('deletes Jobs of CronJob team/run 60 s')]);
    expect(found(rule, job('', mark))).toEqual([
      expect.stringContaining('after its end, and its pods with it, although'),
    ]);
    expect(found(rule, job(''))).toEqual([]);
  });
});
