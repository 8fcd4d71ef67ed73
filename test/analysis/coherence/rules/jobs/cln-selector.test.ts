import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { found } from '../../../checked';

const rule = 'CLN-SELECTOR';

function cronJob(container: object): string {
  return JSON.stringify({
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'cleanup', namespace: 'team' },
    spec: {
      schedule: '@daily',
      jobTemplate: { spec: { template: { spec: { containers: [{ name: 'main', ...container }] } } } },
    },
  });
}

function script(text: string): string {
  return cronJob({ command: ['/bin/bash', '-euo', 'pipefail', '-c', text] });
}

/** What is said of a script, without the place. */
function said(text: string): string[] {
  return found(rule, script(text)).map((line) => line.replace(/ CronJob.*?: /, ' '));
}

describe(rule, () => {
  test('finds all that is wrong with the cleanup of the requirements', () => {
    const yaml = readFileSync(join(__dirname, '../../../../requirements/000.yaml'), 'utf8');
    const place = 'CronJob/agent-platform-cleanup spec.jobTemplate.spec.template.spec.containers[0].command[2]';
    expect(found(rule, yaml)).toEqual([
      `error ${place}: kubectl delete pods has --field-selector 2 times, and kubectl keeps only the last: status.phase==Succeeded is never asked for`,
      `error ${place}: kubectl delete pods selects by "metadata.creationTimestamp<$(date -u -d '24 hours ago' +%Y-%m-%dT%H:%M:%SZ)", but field selectors compare with =, == and != alone, and for the shell < is a redirection`,
      `error ${place}: kubectl delete workflows selects by status.phase, and the server selects Workflow only by metadata.name, metadata.namespace`,
      `warning ${place}: kubectl delete coderuns selects by status.phase, and the server selects coderuns only by metadata.name, metadata.namespace, unless its definition declares more`,
    ]);
  });

  test.each([
    ['kubectl delete pods --field-selector=status.phase=Succeeded', 0],
    ['kubectl delete pods --field-selector status.phase!=Running,metadata.name=a', 0],
    ['kubectl delete po -n team --field-selector=metadata.creationTimestamp=2026', 1],
    ['kubectl get jobs --field-selector status.successful=1', 0],
    ['kubectl get jobs --field-selector status.failed=1', 1],
    ['kubectl get wf --field-selector metadata.name=a', 0],
    ['kubectl delete wf.argoproj.io --field-selector status.phase=Failed', 1],
    ['kubectl delete workflows.argoproj.io --field-selector status.phase=Failed', 1],
    ['kubectl delete svc --field-selector spec.type=LoadBalancer', 0],
    ['kubectl delete pods,workflows --field-selector status.phase=Failed', 1],
    ['kubectl get events --field-selector involvedObject.name=a', 0],
    ['kubectl get all --field-selector status.phase=a', 0],
  ])('of %s finds %i', (command, count) => {
    expect(said(command).filter((line) => line.startsWith('error'))).toHaveLength(count);
  });

  test.each([
    'kubectl delete pods --field-selector "status.startTime<2026-01-01"',
    'kubectl delete pods --field-selector "status.phase in (Failed)"',
    "kubectl delete pods --field-selector 'status.phase'",
  ])('cannot read %s', (command) => {
    expect(said(command)).toEqual([expect.stringContaining('field selectors compare with =, == and != alone')]);
  });

  test('leaves a redirection behind a whole selector alone', () => {
    expect(said('kubectl get pods --field-selector=status.phase=Failed</dev/null>/tmp/out')).toEqual([]);
  });

  test('lets a flag be repeated with the same value', () => {
    const flag = '--field-selector=status.phase=Failed';
    expect(said(`kubectl get pods ${flag} ${flag}`)).toEqual([]);
    expect(said(`kubectl get pods ${flag} --field-selector=spec.nodeName=a`)).toHaveLength(1);
  });

  test.each([
    'kubectl delete pods --field-selector "$SELECTOR"',
    'kubectl delete pods --field-selector "${FIELD}=a"',
    'kubectl delete pods --field-selector "{{inputs.parameters.selector}}"',
    'kubectl delete "$KIND" --field-selector status.phase=a',
    'kubectl delete pods --field-selector "spec.nodeName=$(hostname)"',
    'echo kubectl delete wf --field-selector status.phase=a',
    '# kubectl delete wf --field-selector status.phase=a',
    "cat <<'END'\nkubectl delete wf --field-selector status.phase=a\nEND",
  ])('says nothing of %j', (command) => {
    expect(said(command)).toEqual([]);
  });

  test.each([
    'for pod in $(kubectl get wf --field-selector status.phase=a); do echo; done',
    'if ! kubectl get wf --field-selector status.phase=a; then exit 1; fi',
    'date | xargs -n 1 timeout 30s kubectl get wf --field-selector status.phase=a',
    'KUBECONFIG=/a /usr/bin/kubectl get wf \\\n  --field-selector status.phase=a',
    'echo "`kubectl get wf --field-selector status.phase=a`"',
  ])('finds the command in %j', (command) => {
    expect(said(command)).toHaveLength(1);
  });

  test('reads arguments, with the place of the selector', () => {
    const args = ['delete', 'wf', '--field-selector=status.phase=a', '--now'];
    const place = 'spec.jobTemplate.spec.template.spec.containers[0].args[2]';
    const expected = [
      expect.stringContaining(`error CronJob/cleanup ${place}: kubectl delete wf selects by status.phase`),
    ];
    expect(found(rule, cronJob({ command: ['kubectl'], args }))).toEqual(expected);
    expect(found(rule, cronJob({ image: 'bitnami/kubectl:1.36', args }))).toEqual(expected);
    expect(found(rule, cronJob({ image: 'registry.example.com/tool:1', args }))).toEqual([]);
  });

  test('reads the script of an Argo template', () => {
    const yaml = `
apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata: {name: cleanup, namespace: team}
spec:
  templates:
    - name: main
      script: {image: a, command: [sh], source: "kubectl delete wf --field-selector status.phase=a"}
`;
    expect(found(rule, yaml)).toEqual([
      expect.stringMatching(/^error WorkflowTemplate\/cleanup spec.templates\[0\].script.source: /),
    ]);
    expect(found(rule, yaml.replace('[sh]', '[python]'))).toEqual([]);
  });

  test('reads what a definition declares', () => {
    const definition = (fields: string) => `
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: coderuns.agents.example.com}
spec:
  group: agents.example.com
  names: {plural: coderuns, singular: coderun, kind: CodeRun, shortNames: [cr]}
  versions: [{name: v1, selectableFields: [${fields}]}]
`;
    const command = script('kubectl delete cr --field-selector status.phase=Succeeded');
    expect(found(rule, command + definition('{jsonPath: .status.phase}'))).toEqual([]);
    expect(found(rule, command + definition(''))).toEqual([
      expect.stringMatching(/^error .* the server selects CodeRun only by metadata.name, metadata.namespace$/),
    ]);
  });
});
