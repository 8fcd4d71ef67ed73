import type { Field } from '../field';
import type { WorkflowController } from './workflow-controller';

/**
 * Whether Argo saves the logs of a template's pod: as its own archive location says, where it names a store; else where the
 * controller's repository says so, or, more closely, workflow or template.
 *
 * Source: argo-workflows workflow/controller/workflowpod.go `addArchiveLocation`, `IsArchiveLogs`.
 */
export function archivesLogs(template: Field, workflow: Field, controller: WorkflowController | undefined): boolean {
  const location = template.get('archiveLocation');
  const own = location.get('archiveLogs');
  if (location.entries.some(([name]) => name !== 'archiveLogs')) return own.flag === true;
  const fallback = controller?.setting('workflowDefaults')?.get('spec', 'archiveLogs');
  const stated = [own, workflow.get('archiveLogs'), fallback].find((field) => field?.exists);
  const repository = workflow.get('artifactRepositoryRef').exists
    ? undefined
    : controller?.setting('artifactRepository');
  return repository?.get('archiveLogs').flag === true || stated?.flag === true;
}
