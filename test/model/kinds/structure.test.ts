import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Shape } from '../../../src/model/kinds/shape';
import { structures } from '../../../src/model/kinds/structure';

/**
 * Reads `imports/` once more, by another way than the generator: both the schema of a kind and its shape become a list
 * of lines such as `spec.containers[].resources.limits{}: quantity`, and the lists must be the same.
 */

interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly properties?: Record<string, Schema>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly default?: unknown;
  readonly pattern?: string;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
}

interface Import {
  readonly name: string;
  readonly about: { group: string; version: string; kind: string; plural: string; namespaced: boolean };
  readonly schema: Schema;
  readonly schemas: Record<string, Schema>;
  readonly builtIn: boolean;
}

const imports = [...files('kubernetes').flatMap(builtIn), ...files('crds').flatMap(custom)];

// biome-ignore lint/suspicious/noExplicitAny: two known forms of files
function files(folder: string): any[] {
  const path = join(__dirname, '..', '..', '..', 'imports', folder);
  return readdirSync(path).map((file) => JSON.parse(readFileSync(join(path, file), 'utf8')));
}

function builtIn({ groupVersion, resources, schemas }: ReturnType<typeof files>[number]): Import[] {
  const [version, group = ''] = groupVersion.split('/').reverse();
  return resources.map(({ kind, plural, namespaced, schema }: Import['about'] & { schema: string }) => ({
    name: `${groupVersion}/${kind}`,
    about: { group, version, kind, plural, namespaced },
    schema: schemas[schema],
    schemas,
    builtIn: true,
  }));
}

function custom({ group, kind, plural, namespaced, versions, schemas }: ReturnType<typeof files>[number]): Import[] {
  return versions.map(({ name, schema }: { name: string; schema: Schema }) => ({
    name: `${group}/${name}/${kind}`,
    about: { group, version: name, kind, plural, namespaced },
    schema,
    schemas,
    builtIn: false,
  }));
}

/* What a schema says */

type Facts = string[];

function factsOfSchema(one: Import): Facts {
  const facts: Facts = [];
  const visit = (path: string, wrapped: Schema, above: readonly string[]): void => {
    const ref = refOf(wrapped);
    if (ref !== undefined && above.includes(ref)) return;
    const schema = ref === undefined ? wrapped : one.schemas[ref]!;
    const trail = ref === undefined ? above : [...above, ref];
    if (refOf(schema) !== undefined) throw new Error(`${path}: a reference to a reference`);

    if (isQuantity(ref, schema)) facts.push(`${path}: quantity`);
    if (schema['x-kubernetes-list-type'] !== undefined) facts.push(`${path}: ${listType(schema)}`);
    for (const value of [wrapped.default, ref === undefined ? undefined : schema.default]) {
      if (fillsIn(value, one.builtIn)) facts.push(`${path}: default ${JSON.stringify(value)}`);
    }
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      if (!isAboutTheObject(name, path, schema)) visit(path === '' ? name : `${path}.${name}`, property, trail);
    }
    if (schema.items) visit(`${path}[]`, schema.items, trail);
    if (typeof schema.additionalProperties === 'object') visit(`${path}{}`, schema.additionalProperties, trail);
  };
  visit('', one.schema, []);
  return facts.sort();
}

function refOf({ $ref, allOf }: Schema): string | undefined {
  return ($ref ?? allOf?.[0]?.$ref)?.slice('#/schemas/'.length);
}

function isQuantity(ref: string | undefined, schema: Schema): boolean {
  if (ref === 'io.k8s.apimachinery.pkg.api.resource.Quantity') return true;
  return schema['x-kubernetes-int-or-string'] === true && (schema.pattern ?? '').includes('[numkMGTPE]');
}

function listType(schema: Schema): string {
  const keys = schema['x-kubernetes-list-map-keys'];
  return schema['x-kubernetes-list-type'] === 'map' ? `by ${keys!.join('+')}` : schema['x-kubernetes-list-type']!;
}

/** The OpenAPI of built-in kinds repeats the zero values of Go as defaults. */
function fillsIn(value: unknown, builtIn: boolean): boolean {
  if (value === undefined) return false;
  return !builtIn || !['""', '0', 'false', '{}'].includes(JSON.stringify(value));
}

/** Metadata and status, of the object itself and of objects inside it (pod templates, volume claims). */
function isAboutTheObject(name: string, path: string, { properties = {} }: Schema): boolean {
  return (
    (name === 'metadata' || name === 'status') && (path === '' || ('metadata' in properties && 'spec' in properties))
  );
}

/* What a shape says */

function factsOfShape(root: Shape): Facts {
  const facts: Facts = [];
  const visit = (path: string, shape: Shape): void => {
    if (shape.quantity) facts.push(`${path}: quantity`);
    if (shape.list)
      facts.push(`${path}: ${typeof shape.list === 'string' ? shape.list : `by ${shape.list.join('+')}`}`);
    if (shape.default !== undefined) facts.push(`${path}: default ${JSON.stringify(shape.default)}`);
    for (const [name, field] of Object.entries(shape.fields ?? {}))
      visit(path === '' ? name : `${path}.${name}`, field);
    if (shape.items) visit(`${path}[]`, shape.items);
    if (shape.values) visit(`${path}{}`, shape.values);
  };
  visit('', root);
  return facts.sort();
}

describe('structures', () => {
  it('are those of the imports', () => {
    expect(Object.keys(structures).sort()).toEqual(imports.map(({ name }) => name).sort());
  });

  it.each(imports.map((one) => [one.name, one] as const))('%s', (name, one) => {
    const { shape, ...about } = structures[name]!;
    expect(about).toEqual(one.about);
    expect(factsOfShape(shape)).toEqual(factsOfSchema(one));
  });

  it.each([
    ['v1/ResourceQuota', 'spec.hard{}: quantity'],
    ['v1/LimitRange', 'spec.limits[].maxLimitRequestRatio{}: quantity'],
    ['apps/v1/Deployment', 'spec.template.spec.containers: by name'],
    ['apps/v1/Deployment', 'spec.template.spec.volumes[].emptyDir.sizeLimit: quantity'],
    ['apps/v1/StatefulSet', 'spec.volumeClaimTemplates[].spec.resources.requests{}: quantity'],
    ['autoscaling/v2/HorizontalPodAutoscaler', 'spec.metrics[].external.target.averageValue: quantity'],
    ['argoproj.io/v1alpha1/Workflow', 'spec.templates[].container.resources.limits{}: quantity'],
    ['argoproj.io/v1alpha1/CronWorkflow', 'spec.workflowSpec.templates[].script.resources.requests{}: quantity'],
    ['autoscaling.k8s.io/v1/VerticalPodAutoscaler', 'spec.resourcePolicy.containerPolicies[].maxAllowed{}: quantity'],
    ['monitoring.coreos.com/v1/PrometheusRule', 'spec.groups: by name'],
  ])('%s knows %s', (name, fact) => {
    expect(factsOfShape(structures[name]!.shape)).toContain(fact);
  });
});
