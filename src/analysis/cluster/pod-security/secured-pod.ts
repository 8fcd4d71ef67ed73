import type { WorkflowController } from '../argo/workflow-controller';
import type { Field } from '../field';
import type { PodTemplate } from '../pod-template';

/** What Pod Security reads of a container. */
export interface SecuredContainer {
  /** As messages name it. */
  readonly title: string;
  readonly name: string;
  /** Its securityContext, or the place where it would be. */
  readonly context: Field;
  /** Its entry in the manifest; without value for a container that a program adds. */
  readonly body: Field;
  readonly isInjected: boolean;
}

/** What Pod Security reads of a pod. */
export interface SecuredPod {
  readonly containers: readonly SecuredContainer[];
  /** The pod's own securityContext, or the place where it would be. */
  readonly context: Field;
  readonly annotations: readonly (readonly [name: string, value: Field])[];
  readonly volumes: readonly Field[];
  /** A field of the pod's spec beside these: `hostNetwork`, `hostUsers`, `os`. */
  setting(name: string): Field;
  /** Whether nothing outside these manifests can still fill in the pod's own securityContext. */
  readonly isPodKnown: boolean;
  /** Whether nothing outside these manifests can still fill in those of containers. */
  readonly areContainersKnown: boolean;
}

/** Undefined when a patch or a default that is not computed here decides how the pod looks. */
export function securedPod(template: PodTemplate, controller: WorkflowController | undefined): SecuredPod | undefined {
  return template.object.group === 'argoproj.io' ? workflowPod(template, controller) : plainPod(template);
}

function plainPod(template: PodTemplate): SecuredPod {
  const { spec, field } = template;
  return {
    containers: containersOf(template),
    context: spec.get('securityContext'),
    annotations: field.get('metadata', 'annotations').entries,
    volumes: spec.get('volumes').items,
    setting: (name) => spec.get(name),
    isPodKnown: true,
    areContainersKnown: true,
  };
}

/**
 * Source: argo-workflows workflow/controller/workflowpod.go `createWorkflowPod`, `addSchedulingConstraints` (a template's
 * securityContext replaces the workflow's), `addVolumeReferences`.
 */
function workflowPod(template: PodTemplate, controller: WorkflowController | undefined): SecuredPod | undefined {
  const { object, spec: own } = template;
  const workflow = object.kind === 'CronWorkflow' ? object.field('spec', 'workflowSpec') : object.field('spec');
  const defaults = controller?.setting('workflowDefaults')?.get('spec') ?? workflow.embedded(undefined);
  const ofTemplates = [workflow.get('templateDefaults'), defaults.get('templateDefaults')];
  const isPatched = [own, workflow, defaults, ...ofTemplates].some((field) => field.get('podSpecPatch').exists);
  const definesContainers = ofTemplates.some((field) => containerFields.some((name) => field.get(name).exists));
  if (isPatched || definesContainers) return undefined;

  const containers = containersOf(template);
  const ofTemplate = ofTemplates.reduce(
    (field, below) => field.over(below.get('securityContext')),
    own.get('securityContext'),
  );
  const ofWorkflow = workflow.get('securityContext').over(defaults.get('securityContext'));
  const hostNetwork = [workflow, defaults].map((field) => field.get('hostNetwork')).find(({ exists }) => exists);
  const isWhole = controller !== undefined && ofTemplates.every(({ exists }) => !exists);
  return {
    containers,
    context: ofTemplate.exists || !ofWorkflow.exists ? ofTemplate : ofWorkflow,
    annotations: [...workflow.get('podMetadata', 'annotations').entries, ...own.get('metadata', 'annotations').entries],
    volumes: [
      ...own.get('volumes').items,
      ...mounted([...workflow.get('volumes').items, ...defaults.get('volumes').items], own, containers),
    ],
    setting: (name) => (name === 'hostNetwork' && hostNetwork ? hostNetwork : own.embedded(undefined)),
    // A workflow that uses the template brings a spec of its own.
    isPodKnown: isWhole && object.kind !== 'WorkflowTemplate',
    areContainersKnown: isWhole,
  };
}

const containerFields = ['container', 'script', 'containerSet', 'sidecars', 'initContainers', 'volumes'];

function containersOf({ containers }: PodTemplate): SecuredContainer[] {
  return containers.map(({ name, role, field, securityContext, injectedBy }) => {
    const kind = role === 'init' ? 'init container' : 'container';
    return {
      name,
      title: `${kind} "${name}"${injectedBy === undefined ? '' : ` (of ${injectedBy})`}`,
      context: securityContext ?? field.embedded(undefined),
      body: injectedBy === undefined ? field : field.embedded(undefined),
      isInjected: injectedBy !== undefined,
    };
  });
}

/** Volumes of the workflow reach only the pods that mount them. */
function mounted(volumes: readonly Field[], template: Field, containers: readonly SecuredContainer[]): Field[] {
  const mounts = [...containers.map(({ body }) => body), template.get('containerSet')].flatMap(
    (field) => field.get('volumeMounts').items,
  );
  const names = new Set(mounts.map((mount) => mount.get('name').text));
  return volumes.filter((volume) => names.has(volume.get('name').text));
}
