import type { k8s } from 'cdk8s-plus-28';
import { pod } from '../../model/kinds/pod';
import { canonicalValue } from '../../model/manifests/canonical';
import { port } from '../../model/values/cidr';
import { wholeNumber } from '../../model/values/numbers';
import type { Problems } from '../../model/values/problems';
import { Quantity } from '../../model/values/quantity';
import type { ContainerResources } from '../../model/workloads/charge';
import { restrictedContainer } from '../access/security';
import { mapOf, required } from '../synth/input';
import { type ArtifactRepository, renderArtifactRepository } from './artifact-repository';
import { renderArchive, type WorkflowArchive } from './workflow-archive';
import { renderWorkflowDefaults, type WorkflowDefaultsProps } from './workflow-defaults';

/** What containers that Argo makes or completes get. */
export interface ContainerSettings {
  /** @default - none: a LimitRange's defaults are charged for each */
  readonly resources?: ContainerResources;
  /** @default - what Pod Security `restricted` asks for */
  readonly securityContext?: k8s.SecurityContext;
}

/** How many ended workflows stay, over all namespaces; a key that is left out means keep none, so all are required. */
export interface WorkflowCounts {
  /** Phase Succeeded. */
  readonly completed: number;
  readonly failed: number;
  readonly errored: number;
}

/** Settings of the Argo workflow controller, for all its namespaces. */
export interface WorkflowControllerSettings {
  /** What every workflow gets that does not say otherwise. */
  readonly defaults: WorkflowDefaultsProps;
  /** Argo's own containers `init` and `wait`, in every pod of every workflow. @default - restricted, without resources */
  readonly executor?: ContainerSettings;
  /** The main container, where a template does not say. @default - restricted, without resources */
  readonly mainContainer?: ContainerSettings;
  /** Workflows that may run at once. @default - any number */
  readonly parallelism?: number;
  /** Workflows that may run at once in one namespace. @default - any number */
  readonly namespaceParallelism?: number;
  /** Acts beside `defaults.ttl`, whichever comes first. @default - not limited by number */
  readonly retentionPolicy?: WorkflowCounts;
  /** @default - no artifacts, and logs end with their pod */
  readonly artifacts?: ArtifactRepository;
  /** @default - ended workflows are lost when they are deleted */
  readonly archive?: WorkflowArchive;
  /** Port of the controller's metrics. @default - Argo's, 9090 */
  readonly metricsPort?: number;
}

/** The controller's configuration: its documents by the key it knows them by. */
export type ControllerDocuments = Readonly<Record<string, unknown>>;

/** The configuration as documents, the same for every form it is shipped in. */
export function renderController(given: WorkflowControllerSettings, problems: Problems): ControllerDocuments {
  const settings: Partial<WorkflowControllerSettings> = given ?? {};
  const defaults = mapOf(
    required(settings.defaults, 'defaults', problems, 'what every workflow gets'),
    'defaults',
    problems,
  );
  const artifacts = mapOf(settings.artifacts, 'artifacts', problems);
  const archive = mapOf(settings.archive, 'archive', problems);
  const retentionPolicy = mapOf(settings.retentionPolicy, 'retentionPolicy', problems);
  const metricsPort = problems.read('metricsPort', settings.metricsPort, port);
  const documents: Record<string, unknown> = {
    workflowDefaults: renderWorkflowDefaults(defaults ?? {}, problems.at('defaults')),
    executor: renderContainer(settings.executor, 'executor', problems),
    mainContainer: renderContainer(settings.mainContainer, 'mainContainer', problems),
    parallelism: problems.read('parallelism', settings.parallelism, wholeNumber(1)),
    namespaceParallelism: problems.read('namespaceParallelism', settings.namespaceParallelism, wholeNumber(1)),
    retentionPolicy: retentionPolicy && readCounts(retentionPolicy, problems.at('retentionPolicy')),
    artifactRepository: artifacts && renderArtifactRepository(artifacts, problems.at('artifacts')),
    persistence: archive && renderArchive(archive, problems.at('archive')),
    metricsConfig: metricsPort === undefined ? undefined : { enabled: true, port: metricsPort },
  };
  return canonicalValue(documents) as ControllerDocuments;
}

function renderContainer(settings: ContainerSettings | undefined, property: string, problems: Problems): unknown {
  const { resources, securityContext } = mapOf(settings, property, problems) ?? {};
  const at = problems.at(property);
  const given = mapOf(resources, 'resources', at);
  for (const side of ['requests', 'limits'] as const) {
    const amounts = mapOf(given?.[side], side, at.at('resources'));
    for (const [resource, value] of Object.entries(amounts ?? {})) {
      at.at('resources').at(side).read(resource, value, Quantity.parse);
    }
  }
  mapOf(securityContext, 'securityContext', at);
  const container = pod.shape.fields?.['spec']?.fields?.['containers']?.items;
  return canonicalValue({ resources, securityContext: securityContext ?? restrictedContainer }, container);
}

function readCounts(counts: WorkflowCounts, problems: Problems): WorkflowCounts {
  for (const key of ['completed', 'failed', 'errored'] as const) {
    const stated = required(counts[key], key, problems, 'left out, Argo keeps none and deletes such workflows at once');
    problems.read(key, stated, wholeNumber(0));
  }
  return counts;
}
