import { Quantity } from '../../model/values/quantity';
import { type Charge, times } from '../../model/workloads/charge';
import type { ClusterObject } from './cluster-object';
import type { Field } from './field';
import type { Namespace } from './namespace';
import { isPlaceholder } from './placeholder';

/** Claims for storage that one object makes: a claim itself, or a template that is claimed once for each pod or run. */
export interface VolumeClaim {
  readonly object: ClusterObject;
  /** The claim, or its template. */
  readonly field: Field;
  /** What each asks for. */
  readonly storage: Field;
  /** The class it names; undefined where the cluster's default decides. */
  readonly storageClass: Field | undefined;
  /** How many there are at most; undefined when nothing says so. */
  readonly count: number | undefined;
  /** The field that says how many; undefined for a single one. */
  readonly countField: Field | undefined;
}

const betaClass = 'volume.beta.kubernetes.io/storage-class';

/** The claims of a namespace's objects: PersistentVolumeClaims, StatefulSets, workflows, and ephemeral volumes of pods. */
export function volumeClaims(namespace: Namespace): VolumeClaim[] {
  const made = claimsOfSets(namespace);
  const plain = namespace
    .ofKind('PersistentVolumeClaim')
    .filter((object) => !namespace.isMade(object) && !made.has(/^(.*)-\d+$/.exec(object.name)?.[1] ?? ''))
    .map((object) => claim(object, object.root));
  const templates = namespace.workloads.flatMap((workload) => {
    const { object } = workload;
    const { max, field } = namespace.replicasOf(workload);
    const perPod = { count: typeof field.value === 'string' ? undefined : max, countField: field };
    // Which templates of a workflow run how often is not known: at least one pod of each does.
    const perTemplate = workload.templates.length === 1 ? perPod : undefined;
    const ephemeral = workload.templates.flatMap(({ spec }) => {
      return spec.get('volumes').items.map((volume) => volume.get('ephemeral', 'volumeClaimTemplate'));
    });
    return [
      ...ephemeral.filter(({ exists }) => exists).map((template) => claim(object, template, perTemplate)),
      ...object
        .field('spec', 'volumeClaimTemplates')
        .items.map((template) => claim(object, template, object.is('StatefulSet', 'apps') ? perPod : undefined)),
      ...object.field('spec', 'workflowSpec', 'volumeClaimTemplates').items.map((template) => claim(object, template)),
    ];
  });
  return [...plain, ...templates];
}

/** Names, without the number, of claims that StatefulSets make: these do not say who made them. */
function claimsOfSets(namespace: Namespace): ReadonlySet<string> {
  const names = namespace.ofKind('StatefulSet', 'apps').flatMap((object) => {
    const templates = object.field('spec', 'volumeClaimTemplates').items;
    return templates.map((template) => `${template.get('metadata', 'name').text}-${object.name}`);
  });
  return new Set(names);
}

/** What claims count against a quota, all together; undefined where that cannot be told. */
export function chargeOfClaim({ storage, storageClass, count }: VolumeClaim): Charge | undefined {
  const amount = storage.quantity;
  if (amount === undefined || count === undefined) return undefined;
  const each: Record<string, Quantity> = {
    'requests.storage': amount,
    persistentvolumeclaims: Quantity.units(1),
    'count/persistentvolumeclaims': Quantity.units(1),
  };
  const name = storageClass?.text ?? '';
  if (name !== '' && !isPlaceholder(name)) {
    each[`${name}${classSuffix}requests.storage`] = amount;
    each[`${name}${classSuffix}persistentvolumeclaims`] = Quantity.units(1);
  }
  return times(each, count);
}

/** Between a class and what of it a quota limits. */
export const classSuffix = '.storageclass.storage.k8s.io/';

/** Source: k8s.io/component-helpers/storage/volume `GetPersistentVolumeClaimClass`: the old annotation counts first. */
function claim(
  object: ClusterObject,
  field: Field,
  { count, countField }: Partial<Pick<VolumeClaim, 'count' | 'countField'>> = { count: 1 },
): VolumeClaim {
  const classes = [field.get('metadata', 'annotations', betaClass), field.get('spec', 'storageClassName')];
  return {
    object,
    field,
    storage: field.get('spec', 'resources', 'requests', 'storage'),
    storageClass: classes.find(({ exists }) => exists),
    count,
    countField,
  };
}
