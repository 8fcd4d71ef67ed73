import { createRequire } from 'node:module';
import { clusterObjects, namespaceObjects } from '../objects.mjs';

/** Untyped ApiObjects: cdk8s at its cheapest that writes the same files. */
export const title = 'cdk8s, one chart per namespace';

export function render(fleet, out) {
  const { App, ApiObject, Chart } = createRequire(import.meta.url)('cdk8s');
  const app = new App({ outdir: out });
  const chart = (name, objects) => {
    const scope = new Chart(app, name);
    for (const object of objects) new ApiObject(scope, `${object.kind}-${object.metadata.name}`, object);
  };
  chart('_cluster', clusterObjects(fleet));
  for (const n of fleet.namespaces) chart(n.name, namespaceObjects(n));
  app.synth();
}
