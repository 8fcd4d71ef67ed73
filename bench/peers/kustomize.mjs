import { mkdirSync, writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { makeFleet } from '../fleet.mjs';
import { namespace, namespaceObjects, priorityClass } from '../objects.mjs';

/** A base, an overlay for each namespace that patches what differs, and a root over all of them. */
export const title = 'kustomize, one root (one stream)';
export const binary = { name: 'kustomize', version: ['version'] };

const kustomization = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization' };

export function prepare(folder, { fleet }) {
  const write = (path, documents) => {
    writeFileSync(`${folder}/${path}`, documents.map((document) => stringify(document, options)).join('---\n'));
  };
  const basis = makeFleet(1).namespaces[0];
  mkdirSync(`${folder}/base`, { recursive: true });
  write('base/all.yaml', [namespace(basis), ...namespaceObjects(basis)].map(withoutNamespace));
  write('base/kustomization.yaml', [{ ...kustomization, resources: ['all.yaml'] }]);
  write('priority-classes.yaml', fleet.priorityClasses.map(priorityClass));
  for (const n of fleet.namespaces) {
    mkdirSync(`${folder}/overlays/${n.name}`, { recursive: true });
    write(`overlays/${n.name}/patch.yaml`, patches(n, basis.name));
    write(`overlays/${n.name}/kustomization.yaml`, [
      {
        ...kustomization,
        namespace: n.name,
        resources: ['../../base'],
        labels: [{ pairs: { squad: n.squad, tier: n.tier }, includeTemplates: false }],
        patches: [{ path: 'patch.yaml' }],
      },
    ]);
  }
  const overlays = fleet.namespaces.map(({ name }) => `overlays/${name}`);
  write('kustomization.yaml', [{ ...kustomization, resources: ['priority-classes.yaml', ...overlays] }]);
  return { render: () => ['kustomize', 'build', folder], isStream: true };
}

const options = { version: '1.1', aliasDuplicateObjects: false, lineWidth: 0 };

function withoutNamespace(object) {
  const { namespace: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}

function patches(n, basisName) {
  const byKind = new Map(namespaceObjects(n).map((object) => [object.kind, object]));
  const patch = (kind, fields) => {
    const { apiVersion, metadata } = byKind.get(kind);
    return { apiVersion, kind, metadata: { name: metadata.name }, ...fields };
  };
  const { minReplicas, maxReplicas, metrics } = byKind.get('HorizontalPodAutoscaler').spec;
  const { schedule, jobTemplate } = byKind.get('CronJob').spec;
  const { metadata, spec } = jobTemplate.spec.template;
  const [{ name, env }] = spec.containers;
  const pod = { priorityClassName: spec.priorityClassName, containers: [{ name, env }] };
  const { annotations } = namespace(n).metadata;
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: basisName, annotations } },
    patch('ResourceQuota', { spec: byKind.get('ResourceQuota').spec }),
    patch('LimitRange', { spec: byKind.get('LimitRange').spec }),
    patch('HorizontalPodAutoscaler', { spec: { minReplicas, maxReplicas, metrics } }),
    patch('VerticalPodAutoscaler', { spec: byKind.get('VerticalPodAutoscaler').spec }),
    patch('PrometheusRule', { spec: byKind.get('PrometheusRule').spec }),
    patch('CronJob', {
      spec: { schedule, jobTemplate: { spec: { template: { metadata: { labels: metadata.labels }, spec: pod } } } },
    }),
    patch('RoleBinding', { subjects: byKind.get('RoleBinding').subjects }),
  ];
}
