import { readDocuments } from '../../../model/manifests/yaml/documents';
import type { ClusterObject } from '../cluster-object';
import type { Field } from '../field';

/** Settings of an Argo Workflows controller, wherever they are written. */
export interface WorkflowController {
  /** The object that holds the settings. */
  readonly object: ClusterObject;
  /**
   * A setting by its name in the controller's ConfigMap: `executor`, `workflowDefaults`; undefined where it says nothing.
   * Findings point at the key of the ConfigMap that holds it, since the text inside has no fields of its own.
   */
  setting(name: string): Field | undefined;
}

const configMapName = /(^|-)workflow-controller-configmap$/;
/** Settings that the Helm chart takes below `controller`; others are beside it. */
const belowController = [
  'workflowDefaults',
  'retentionPolicy',
  'parallelism',
  'namespaceParallelism',
  'initlessPod',
  'persistence',
  'podGCDeleteDelayDuration',
];

/** The controllers whose settings are among the objects: as ConfigMap, or as Argo CD Application of the Helm chart. */
export function workflowControllers(objects: Iterable<ClusterObject>): WorkflowController[] {
  const found: WorkflowController[] = [];
  for (const object of objects) {
    if (object.is('ConfigMap') && configMapName.test(object.name)) found.push(fromConfigMap(object));
    if (object.is('Application', 'argoproj.io')) found.push(...fromApplication(object));
  }
  return found;
}

/** The text of all settings under `config`, or one key for each. */
function fromConfigMap(object: ClusterObject): WorkflowController {
  const data = object.field('data');
  const all = parsed(data.get('config'));
  return controller(object, (name) => {
    const own = data.get(name);
    return own.text === undefined ? all.get(name) : parsed(own);
  });
}

/** Several sources take the place of the single one. */
function fromApplication(object: ClusterObject): WorkflowController[] {
  const several = object.field('spec', 'sources').items;
  const sources = several.length > 0 ? several : [object.field('spec', 'source')];
  return sources
    .filter((source) => source.get('chart').text === 'argo-workflows')
    .map((source) => {
      const values = source.get('helm', 'valuesObject').exists
        ? source.get('helm', 'valuesObject')
        : parsed(source.get('helm', 'values'));
      return controller(object, (name) => values.get(...(belowController.includes(name) ? ['controller'] : []), name));
    });
}

/** Each setting is read once, however many workflows ask for it. */
function controller(object: ClusterObject, read: (name: string) => Field): WorkflowController {
  const known = new Map<string, Field | undefined>();
  return {
    object,
    setting: (name) => {
      if (!known.has(name)) {
        const field = read(name);
        known.set(name, field.exists ? field : undefined);
      }
      return known.get(name);
    },
  };
}

/** What a field's text says; nothing for one that cannot be read, however long or deep it is. */
function parsed(field: Field): Field {
  const [document] = readDocuments(field.text ?? '');
  return field.embedded(document?.failures.length === 0 ? document.parts[0]?.value : undefined);
}
