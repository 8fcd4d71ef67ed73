import { mkdirSync, writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { namespaceFields, priorityClassFields, templates, wholeHole } from '../template.mjs';

/** All of the fleet as one release: a release for each namespace would start ten thousand processes. */
export const title = 'helm, one release (one stream)';
export const binary = { name: 'helm', version: ['version', '--short'] };

export function prepare(folder, { fleetFile }) {
  const types = { ...priorityClassFields, ...namespaceFields };
  const document = (object, variable) => `---\n${template(object, variable, types)}`;
  const loop = (variable, list, body) => `{{- range ${variable} := .Values.${list} }}\n${body}{{- end }}\n`;
  mkdirSync(`${folder}/chart/templates`, { recursive: true });
  writeFileSync(`${folder}/chart/Chart.yaml`, 'apiVersion: v2\nname: fleet\nversion: 0.1.0\n');
  writeFileSync(`${folder}/chart/values.yaml`, 'priorityClasses: []\nnamespaces: []\n');
  const cluster = [
    loop('$p', 'priorityClasses', document(templates.priorityClass, '$p')),
    loop('$n', 'namespaces', document(templates.namespace, '$n')),
  ];
  writeFileSync(`${folder}/chart/templates/cluster.yaml`, cluster.join(''));
  const objects = templates.objects.map((object) => document(object, '$n')).join('');
  writeFileSync(`${folder}/chart/templates/namespaces.yaml`, loop('$n', 'namespaces', objects));
  return { render: () => ['helm', 'template', 'fleet', `${folder}/chart`, '-f', fleetFile], isStream: true };
}

function template(object, variable, types) {
  return stringify(object, { version: '1.1', aliasDuplicateObjects: false, lineWidth: 0 })
    .replace(/\{\{ .*? \}\}/g, (prometheus) => `{{\`${prometheus}\`}}`)
    .replace(/(?<=: )"?(«\w+»)"?$/gm, (_, hole) => {
      const field = wholeHole(hole);
      return types[field] === 'number' ? `{{ ${variable}.${field} }}` : `{{ ${variable}.${field} | quote }}`;
    })
    .replace(/«(\w+)»/g, (_, field) => `{{ ${variable}.${field} }}`);
}
