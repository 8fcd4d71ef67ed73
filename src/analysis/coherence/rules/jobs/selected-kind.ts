import type { Kind } from '../../../../model/kinds/kind';
import { kindOf } from '../../../../model/kinds/registry';
import { structures } from '../../../../model/kinds/structure';
import type { Cluster } from '../../../cluster/cluster';
import type { Field } from '../../../cluster/field';

/** What a field selector may name for a resource, as a command calls it. */
export interface SelectedKind {
  readonly kind: string;
  readonly selectable: readonly string[];
  /** False where a definition that is not among the manifests may declare more. */
  readonly isCertain: boolean;
}

const always = ['metadata.name', 'metadata.namespace'];
/** Short names of the kinds that we know. */
const shortNames: Readonly<Record<string, string>> = {
  app: 'Application',
  clusterwftmpl: 'ClusterWorkflowTemplate',
  cm: 'ConfigMap',
  cj: 'CronJob',
  cwf: 'CronWorkflow',
  cwft: 'ClusterWorkflowTemplate',
  cronwf: 'CronWorkflow',
  deploy: 'Deployment',
  ds: 'DaemonSet',
  hpa: 'HorizontalPodAutoscaler',
  ing: 'Ingress',
  limits: 'LimitRange',
  netpol: 'NetworkPolicy',
  ns: 'Namespace',
  pc: 'PriorityClass',
  pdb: 'PodDisruptionBudget',
  po: 'Pod',
  pvc: 'PersistentVolumeClaim',
  quota: 'ResourceQuota',
  rc: 'ReplicationController',
  rs: 'ReplicaSet',
  sa: 'ServiceAccount',
  sc: 'StorageClass',
  so: 'ScaledObject',
  sts: 'StatefulSet',
  svc: 'Service',
  vpa: 'VerticalPodAutoscaler',
  wf: 'Workflow',
  wftmpl: 'WorkflowTemplate',
};
/** Resources of Kubernetes itself whose fields we do not know, and words that stand for several. */
const unknown = new Set(
  (
    'all apiservice apiservices bindings certificatesigningrequest certificatesigningrequests clustertrustbundle ' +
    'clustertrustbundles componentstatuses controllerrevision controllerrevisions crd crds cs csidriver csidrivers csinode ' +
    'csinodes csistoragecapacities csr customresourcedefinition customresourcedefinitions deviceclass deviceclasses endpoint ' +
    'endpoints endpointslice endpointslices ep ev event events flowschema flowschemas ingressclass ingressclasses ipaddress ' +
    'ipaddresses lease leases mutatingwebhookconfiguration mutatingwebhookconfigurations no node nodes persistentvolume ' +
    'persistentvolumes podcertificaterequest podcertificaterequests podtemplate podtemplates prioritylevelconfiguration ' +
    'prioritylevelconfigurations pv resourceclaim resourceclaims resourceclaimtemplate resourceclaimtemplates resourceslice ' +
    'resourceslices runtimeclass runtimeclasses servicecidr servicecidrs validatingwebhookconfiguration ' +
    'validatingwebhookconfigurations volumeattachment volumeattachments volumeattributesclass volumeattributesclasses'
  ).split(' '),
);

const known: ReadonlyMap<string, Kind> = new Map(
  Object.values(structures).flatMap(({ group, version, kind, plural }) => {
    const found = kindOf(group === '' ? version : `${group}/${version}`, kind);
    const shorts = Object.keys(shortNames).filter((short) => shortNames[short] === kind);
    return found ? [plural, kind.toLowerCase(), ...shorts].map((name) => [name, found] as const) : [];
  }),
);

/** Undefined for what names no kind, or one of which too little is known. */
export function selectedKind(resource: string, cluster: Cluster): SelectedKind | undefined {
  if (!/^[a-z][a-z0-9]*(\.[a-z0-9.-]+)?$/i.test(resource)) return undefined;
  const lower = resource.toLowerCase();
  const dot = lower.indexOf('.');
  const [name, group] = dot < 0 ? [lower, undefined] : [lower.slice(0, dot), lower.slice(dot + 1)];
  const kind = known.get(name);
  if (kind && (group === undefined || isOf(kind, group))) {
    return { kind: kind.kind, selectable: [...new Set([...always, ...kind.selectable])], isCertain: true };
  }
  if (unknown.has(name)) return undefined;
  const definition = definitionOf(name, group, cluster);
  if (!definition) return { kind: resource, selectable: always, isCertain: false };
  const declared = definition
    .get('versions')
    .items.flatMap((version) => version.get('selectableFields').items)
    .map((field) => (field.get('jsonPath').text ?? '').replace(/^\./, ''));
  return {
    kind: definition.get('names', 'kind').text ?? resource,
    selectable: [...always, ...declared],
    isCertain: true,
  };
}

/** `workflows.argoproj.io`, and also `workflows.v1alpha1.argoproj.io`. */
function isOf({ group, version }: Kind, qualifier: string): boolean {
  return qualifier === group || qualifier === `${version}.${group}` || (group === '' && qualifier === version);
}

function definitionOf(name: string, group: string | undefined, cluster: Cluster): Field | undefined {
  return cluster
    .ofKind('CustomResourceDefinition', 'apiextensions.k8s.io')
    .map((object) => object.field('spec'))
    .find((spec) => {
      const names = spec.get('names');
      const words = [names.get('plural').text, names.get('singular').text, names.get('kind').text?.toLowerCase()];
      const isNamed = words.includes(name) || names.get('shortNames').words.includes(name);
      return isNamed && (group === undefined || group.endsWith(spec.get('group').text ?? ''));
    });
}
