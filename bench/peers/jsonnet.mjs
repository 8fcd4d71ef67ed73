import { writeFileSync } from 'node:fs';
import { expression, templates } from '../template.mjs';

export const title = 'go-jsonnet';
export const binary = { name: 'jsonnet', version: ['--version'] };

const language = {
  list: (items) => `[${items.join(', ')}]`,
  map: (entries) => `{ ${entries.join(', ')} }`,
  field: (name) => `n.${name}`,
};

export function prepare(folder, { fleetFile }) {
  const program = `
local fleet = std.extVar('fleet');
local priorityClass(n) = ${expression(templates.priorityClass, language)};
local namespace(n) = ${expression(templates.namespace, language)};
local objects(n) = ${expression(templates.objects, language)};
local stream(objects) = std.manifestYamlStream(objects, quote_keys=false, c_document_end=false);
{ '_cluster.yaml': stream([priorityClass(p) for p in fleet.priorityClasses] + [namespace(n) for n in fleet.namespaces]) }
+ { [n.name + '.yaml']: stream(objects(n)) for n in fleet.namespaces }
`;
  writeFileSync(`${folder}/fleet.jsonnet`, program);
  const render = (out) => [
    ...['jsonnet', '--ext-code-file', `fleet=${fleetFile}`, '-S', '-c', '-m', out, `${folder}/fleet.jsonnet`],
  ];
  return { render };
}
