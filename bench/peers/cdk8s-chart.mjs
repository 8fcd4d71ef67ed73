import { createRequire } from 'node:module';
import { clusterObjects, namespaceObjects } from '../objects.mjs';

/** Untyped ApiObjects in one chart, and so in one file: the fastest that cdk8s can do. */
export const title = 'cdk8s, one chart (one file)';

export function render(fleet, out) {
  const { App, ApiObject, Chart } = createRequire(import.meta.url)('cdk8s');
  const app = new App({ outdir: out });
  const chart = new Chart(app, 'fleet');
  const add = (prefix, objects) => {
    for (const object of objects) new ApiObject(chart, `${prefix}-${object.kind}-${object.metadata.name}`, object);
  };
  add('_cluster', clusterObjects(fleet));
  for (const n of fleet.namespaces) add(n.name, namespaceObjects(n));
  app.synth();
}
