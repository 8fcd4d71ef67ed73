import type { ClusterProfile } from '../../../model/profile/cluster-profile';
import type { ClusterObject } from '../cluster-object';
import { type DeclaredContainer, declaredContainer } from '../container';
import type { Field } from '../field';
import { type DeclaredPod, podOf } from '../pod-template';
import { readAmounts } from '../resources';
import { archivesLogs } from './archived-logs';
import type { WorkflowController } from './workflow-controller';

/** Kinds of templates that run a pod; the others only arrange templates, or run in the controller or its agent. */
const podTypes = ['container', 'script', 'containerSet', 'resource', 'data'] as const;
type PodType = (typeof podTypes)[number];

/** The templates of a workflow that run a pod each. */
export function podTemplates(spec: Field): Field[] {
  return spec.get('templates').items.filter((template) => podTypes.some((name) => template.get(name).exists));
}

/**
 * The pods of a Workflow, WorkflowTemplate or CronWorkflow: one for each template that runs one, with the containers that
 * Argo adds to it: `init` and `wait`, or `supervisor` where the controller is set to pods without init containers.
 *
 * Source: argo-workflows workflow/controller/workflowpod.go `createWorkflowPod`.
 */
export function workflowPods(
  object: ClusterObject,
  spec: Field,
  controller: WorkflowController | undefined,
  profile: ClusterProfile | undefined,
): DeclaredPod[] {
  const defaults = controller?.setting('workflowDefaults')?.get('spec') ?? spec.embedded(undefined);
  const hasDeadline = [spec, defaults].some((one) => one.get('activeDeadlineSeconds').exists);
  const isPatched = [spec, defaults].some((one) => {
    return one.get('podSpecPatch').exists || one.get('templateDefaults').exists;
  });
  const metadata = spec.get('podMetadata').over(defaults.get('podMetadata'));
  return spec.get('templates').items.flatMap((template) => {
    const type = podTypes.find((name) => template.get(name).exists);
    if (!type) return [];
    const pod = podOf(object, template);
    const settings = executorSettings(template, type, controller, profile);
    const injected = injectedContainers(settings, template, type, {
      archivesLogs: archivesLogs(template, spec, controller),
      isInitless: controller?.setting('initlessPod')?.get('enabled').flag === true,
    });
    return [
      {
        ...pod,
        spec: template,
        labels: { ...metadata.get('labels').strings, ...template.get('metadata', 'labels').strings },
        containers: [...injected, ...ownContainers(template, type, controller, settings)],
        priorityClassName: firstOf(
          template.get('priorityClassName'),
          spec.get('podPriorityClassName'),
          defaults.get('podPriorityClassName'),
        ),
        hasDeadline: hasDeadline || template.get('activeDeadlineSeconds').exists,
        isPatched: isPatched || template.get('podSpecPatch').exists,
      },
    ];
  });
}

function ownContainers(
  template: Field,
  type: PodType,
  controller: WorkflowController | undefined,
  settings: DeclaredContainer,
): DeclaredContainer[] {
  const main = template.get(type);
  const containers = type === 'containerSet' ? main.get('containers').items : [main];
  const isArgos = type === 'resource' || type === 'data';
  return [
    ...template.get('initContainers').items.map((item) => declaredContainer(item, 'initContainers')),
    ...containers.map((item) => {
      const own: DeclaredContainer = isArgos ? { ...settings, field: item } : declaredContainer(item, 'main');
      return withMainDefaults({ ...own, name: type === 'containerSet' ? own.name : 'main' }, controller);
    }),
    ...template.get('sidecars').items.map((item) => declaredContainer(item, 'containers')),
  ];
}

/** The controller's `mainContainer` is merged below what the template says. */
function withMainDefaults(container: DeclaredContainer, controller: WorkflowController | undefined): DeclaredContainer {
  const mainContainer = controller?.setting('mainContainer');
  if (!mainContainer) return container;
  const { securityContext = container.field.embedded(undefined) } = container;
  const defaults = mainContainer.get('resources');
  const [requests, limits] = [readAmounts(defaults.get('requests')), readAmounts(defaults.get('limits'))];
  return {
    ...container,
    securityContext: securityContext.over(mainContainer.get('securityContext')),
    requests: { ...requests.amounts, ...container.requests },
    limits: { ...limits.amounts, ...container.limits },
    isReadable: container.isReadable && requests.isReadable && limits.isReadable,
  };
}

/** Source: argo-workflows workflow/controller/workflowpod.go `build`, workflowpod_layout.go. */
function injectedContainers(
  settings: DeclaredContainer,
  template: Field,
  type: PodType,
  { archivesLogs, isInitless }: { readonly archivesLogs: boolean; readonly isInitless: boolean },
): DeclaredContainer[] {
  const inject = (name: string, role: 'init' | 'main'): DeclaredContainer => ({ ...settings, name, role });
  const waits = type === 'resource' ? archivesLogs : type !== 'data';
  if (isInitless) {
    return waits || template.get('resource', 'manifestFrom').exists ? [inject('supervisor', 'main')] : [];
  }
  return [inject('init', 'init'), ...(waits ? [inject('wait', 'main')] : [])];
}

/** What every container that Argo adds gets: the controller's `executor`. */
function executorSettings(
  template: Field,
  type: PodType,
  controller: WorkflowController | undefined,
  profile: ClusterProfile | undefined,
): DeclaredContainer {
  const executor = controller?.setting('executor');
  const declared = template.embedded(profile?.workflowExecutor);
  const resources = executor?.get('resources') ?? declared;
  const [requests, limits] = [readAmounts(resources.get('requests')), readAmounts(resources.get('limits'))];
  return {
    name: 'executor',
    role: 'main',
    field: executor ?? template,
    requests: requests.amounts,
    limits: limits.amounts,
    securityContext: executorSecurity(type, executor, template),
    isReadable: requests.isReadable && limits.isReadable,
    injectedBy: 'Argo',
  };
}

/** Templates of type `resource` run locked down unless the settings say otherwise; argo-workflows `newExecContainer`. */
function executorSecurity(type: PodType, executor: Field | undefined, template: Field): Field {
  const stated = executor?.get('securityContext') ?? template.embedded(undefined);
  return type === 'resource' && !stated.exists ? stated.embedded(minimalSecurity) : stated;
}

/** Source: argo-workflows workflow/common/security_context.go `MinimalCtrSC`. */
const minimalSecurity = {
  capabilities: { drop: ['ALL'] },
  privileged: false,
  runAsNonRoot: true,
  runAsUser: 8737,
  allowPrivilegeEscalation: false,
  seccompProfile: { type: 'RuntimeDefault' },
};

/** An empty text counts as none. */
function firstOf(...fields: readonly [Field, ...Field[]]): Field {
  return fields.find(({ exists, text }) => exists && text !== '') ?? fields[0];
}
