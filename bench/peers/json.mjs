import { mkdirSync, writeFileSync } from 'node:fs';
import { clusterObjects, namespaceObjects } from '../objects.mjs';

/** No tool, but the least that a Node program can do: JSON is YAML, if not for people. */
export const title = 'Node, JSON (floor)';

export function render(fleet, out) {
  const write = (name, objects) => {
    writeFileSync(`${out}/${name}.yaml`, `${objects.map((object) => JSON.stringify(object)).join('\n---\n')}\n`);
  };
  mkdirSync(out, { recursive: true });
  write('_cluster', clusterObjects(fleet));
  for (const n of fleet.namespaces) write(n.name, namespaceObjects(n));
}
