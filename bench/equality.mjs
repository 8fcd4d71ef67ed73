import { readdirSync, readFileSync, statSync } from 'node:fs';
import { parse } from 'yaml';
import { clusterObjects, namespaceObjects } from './objects.mjs';

/** Parsing takes a hundred times as long as rendering; of a larger fleet this many namespaces are compared whole. */
const compared = 1_000;

/**
 * Why an output is not the fleet's set of objects, whatever their order; undefined when it is. All documents are counted,
 * and those of up to a thousand namespaces, evenly spread, are parsed and compared.
 */
export function difference(fleet, output) {
  const step = Math.ceil(fleet.namespaces.length / compared);
  const chosen = new Set(fleet.namespaces.filter((_, index) => index % step === 0).map(({ name }) => name));
  const expected = new Map();
  const expect = (object) => expected.set(identity(object), normal(object));
  for (const object of clusterObjects(fleet)) if (isChosen(object.metadata.name, chosen)) expect(object);
  for (const n of fleet.namespaces) if (chosen.has(n.name)) namespaceObjects(n).forEach(expect);

  let count = 0;
  for (const file of filesIn(output)) {
    for (const text of readFileSync(file, 'utf8').split(/^---.*$/m)) {
      if (!/^[^#\s]/m.test(text)) continue;
      count += 1;
      if (!isChosen(text, chosen)) continue;
      const object = text.trimStart().startsWith('{') ? JSON.parse(text) : parse(text, { version: '1.1' });
      const wanted = expected.get(identity(object));
      if (wanted === undefined) return `${identity(object)} should not be there, or not twice`;
      if (wanted !== normal(object)) {
        return `${identity(object)} differs:\n  expected ${wanted}\n  rendered ${normal(object)}`;
      }
      expected.delete(identity(object));
    }
  }
  const total = clusterObjects(fleet).length + fleet.namespaces.length * namespaceObjects(fleet.namespaces[0]).length;
  if (expected.size > 0) return `${[...expected.keys()][0]} is missing`;
  return count === total ? undefined : `${count} objects instead of ${total}`;
}

/** Whether a text that names a namespace of the fleet names a chosen one; what names none is always compared. */
function isChosen(text, chosen) {
  const name = /team-\d{5}/.exec(text)?.[0];
  return name === undefined || chosen.has(name);
}

function identity({ kind, metadata }) {
  return `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
}

/** As text, keys sorted. */
function normal(value) {
  return JSON.stringify(value, (_, inner) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function filesIn(path) {
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true })
    .map((name) => `${path}/${name}`)
    .filter((file) => statSync(file).isFile());
}
