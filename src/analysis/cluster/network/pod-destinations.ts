import type { WorkflowController } from '../argo/workflow-controller';
import type { Field } from '../field';
import type { PodTemplate } from '../pod-template';

/** Why a pod does not work without the API server. */
export interface ApiServerNeed {
  readonly reason: string;
}

/** Commands of kubectl and argo that ask the API server. */
const asking =
  /\b(kubectl|argo)\b[^;&|\n]*\s(annotate|apply|cordon|create|delete|describe|drain|edit|exec|expose|get|label|list|logs|patch|replace|resubmit|retry|rollout|scale|stop|submit|taint|terminate|top|wait|watch)\b/;

/** Accounts that roles are bound to, as `namespace/name`. */
export type BoundAccounts = ReadonlySet<string>;

/** Why a pod needs the API server; undefined when nothing here says that it does. */
export function apiServerNeed(pod: PodTemplate, namespace: string, bound: BoundAccounts): ApiServerNeed | undefined {
  const argos = pod.containers.find(({ injectedBy }) => injectedBy === 'Argo');
  if (argos) return { reason: 'Argo reports results of the pod to it' };
  for (const { field, name } of pod.containers) {
    const words = [...field.get('command').words, ...field.get('args').words].join(' ');
    const image = /(^|\/)kubectl(:|@|$)/.test(field.get('image').text ?? '') ? 'kubectl ' : '';
    const command = asking.exec(`${image}${words}`);
    if (command && !/--dry-run(=client)?\b/.test(words)) {
      return { reason: `container "${name}" runs ${command[1]} ${command[2]}` };
    }
  }
  const account = pod.spec.get('serviceAccountName').text ?? 'default';
  const hasToken = pod.spec.get('automountServiceAccountToken').flag !== false;
  return hasToken && bound.has(`${namespace}/${account}`)
    ? { reason: `its ServiceAccount ${account} has rights on it` }
    : undefined;
}

/** Whether a pod of a workflow reads or writes artifacts in a store, its logs among them. */
export function needsStore(template: Field, controller: WorkflowController | undefined): boolean {
  const isStored = (artifact: Field) =>
    !artifact.get('raw').exists && !artifact.get('http').exists && !artifact.get('git').exists;
  const artifacts = ['inputs', 'outputs'].flatMap((side) => template.get(side, 'artifacts').items);
  const archivesLogs = [
    template.get('archiveLocation', 'archiveLogs'),
    controller?.setting('artifactRepository')?.get('archiveLogs'),
  ].find((field) => field?.exists === true);
  return artifacts.some(isStored) || archivesLogs?.flag === true;
}
