import type { SchemaFault } from '../../../../src/model/kinds/schema/problem';
import { schemaProblems } from '../../../../src/model/kinds/schema/schema-problems';

export type Fields = Record<string, unknown>;

/** A Deployment with fields of its container, its pod, its spec and its top changed. */
export const deployment = (container: Fields, pod: Fields = {}, spec: Fields = {}, top: Fields = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'api' },
  spec: {
    selector: { matchLabels: { app: 'api' } },
    template: {
      metadata: { labels: { app: 'api' } },
      spec: { containers: [{ name: 'main', image: 'api:1', ...container }], ...pod },
    },
    ...spec,
  },
  ...top,
});

/** A small object of any kind. */
export const object = (apiVersion: string, kind: string, fields: Fields) => ({
  apiVersion,
  kind,
  metadata: { name: 'x' },
  ...fields,
});

/** A Workflow of one template. */
export const workflow = (template: Fields) =>
  object('argoproj.io/v1alpha1', 'Workflow', { spec: { templates: [{ name: 'main', ...template }] } });

/** Path, message and fix of each problem of one kind of fault. */
export function found(fault: SchemaFault, manifest: Fields): [string, string, string][] {
  const problems = schemaProblems(manifest);
  expect(problems.map(({ problem }) => problem)).toEqual(problems.map(() => fault));
  return problems.map(({ path, message, fix }) => [path.join(' '), message, fix]);
}
