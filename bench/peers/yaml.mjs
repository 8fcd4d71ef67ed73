import { mkdirSync, writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { clusterObjects, namespaceObjects } from '../objects.mjs';

export const title = 'Node, `yaml` stringify';

const options = { version: '1.1', aliasDuplicateObjects: false, lineWidth: 0 };

export function render(fleet, out) {
  const write = (name, objects) => {
    writeFileSync(`${out}/${name}.yaml`, objects.map((object) => stringify(object, options)).join('---\n'));
  };
  mkdirSync(out, { recursive: true });
  write('_cluster', clusterObjects(fleet));
  for (const n of fleet.namespaces) write(n.name, namespaceObjects(n));
}
