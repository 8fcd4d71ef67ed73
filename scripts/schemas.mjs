/**
 * Makes `src/model/kinds/schema/generated/schemas.ts` from `imports/`: for each kind, what an API server takes, as one
 * list of nodes in which equal ones are one.
 *
 *   node scripts/schemas.mjs           writes the file
 *   node scripts/schemas.mjs --check   exit 1 when the file is not what imports/ gives
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { demanded, forgiven, namedOnly, unproven } from './server-validation.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const target = join(root, 'src', 'model', 'kinds', 'schema', 'generated', 'schemas.ts');

function main() {
  const wanted = print(readKinds());
  const missing = [...forgiven, ...demanded, ...unproven, ...Object.keys(namedOnly)].filter(
    (field) => !fields.has(field),
  );
  if (missing.length > 0) throw new Error(`imports/ has no ${missing.join(', ')}, which server-validation.mjs names`);
  if (!process.argv.includes('--check')) {
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, wanted);
  } else if (!existsSync(target) || readFileSync(target, 'utf8') !== wanted) {
    console.error('src/model/kinds/schema/generated/schemas.ts differs from imports/');
    process.exit(1);
  }
}

/* Reading */

function readKinds() {
  const files = readFolder('kubernetes');
  const core = files.find(({ groupVersion }) => groupVersion === 'v1');
  const context = { schemas: core.schemas, builtIn: true };
  const metadata = nodeOf({ $ref: '#/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' }, context);
  return {
    builtIn: Object.fromEntries(files.flatMap(builtInKinds)),
    custom: Object.fromEntries(readFolder('crds').flatMap((file) => customKinds(file, metadata))),
  };
}

function readFolder(name) {
  const folder = join(root, 'imports', name);
  return readdirSync(folder)
    .sort()
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
}

function builtInKinds({ groupVersion, resources, schemas }) {
  return resources.map(({ kind, schema }) => {
    return [`${groupVersion}/${kind}`, nodeOf(schemas[schema], { schemas, builtIn: true, name: schema, isRoot: true })];
  });
}

/** A definition says of metadata only that it is an object. */
function customKinds({ group, kind, versions, schemas }, metadata) {
  return versions.map(({ name, schema }) => {
    return [`${group}/${name}/${kind}`, nodeOf(schema, { schemas, builtIn: false, isRoot: true, metadata })];
  });
}

/* From schema to node. Nodes of equal content are one; a node refers to others by their place in the list. */

const nodes = [];
const places = new Map();
/** Every field of a built-in kind, as `definition.field`. */
const fields = new Set();

/** Keywords whose meaning is in the nodes, and those without a meaning for whether an object is valid. */
const understood = new Set(
  `$ref additionalProperties allOf anyOf default enum format items maximum maxLength minimum minItems minLength oneOf
   pattern properties required type x-kubernetes-group-version-kind x-kubernetes-int-or-string
   x-kubernetes-list-map-keys x-kubernetes-list-type x-kubernetes-map-type x-kubernetes-patch-merge-key x-kubernetes-patch-strategy
   x-kubernetes-preserve-unknown-fields x-kubernetes-unions x-kubernetes-validations`.split(/\s+/),
);

function nodeOf(schema, context) {
  const keyword = Object.keys(schema).find((key) => !understood.has(key));
  if (keyword !== undefined) throw new Error(`the checker does not know ${keyword}, which imports/ now has`);
  const reference = schema.$ref ?? schema.allOf?.[0].$ref;
  if (reference) return nodeOfReference(reference.replace('#/schemas/', ''), context);
  if (schema['x-kubernetes-int-or-string']) return intern({ type: isQuantity(schema) ? 'quantity' : 'intOrString' });
  if (schema.type === 'array') return intern(listOf(schema, context));
  if (schema.type === 'object') return intern(mapOf(schema, context));
  if (schema.type === undefined) return intern({ type: 'any' });
  return intern(scalarOf(schema));
}

function nodeOfReference(name, context) {
  if (name.endsWith('.resource.Quantity')) return intern({ type: 'quantity' });
  if (name.endsWith('.intstr.IntOrString')) return intern({ type: 'intOrString' });
  return nodeOf(context.schemas[name], { ...context, name });
}

/** Only the type resource.Quantity has a pattern beside its two types. */
function isQuantity({ pattern }) {
  return pattern?.includes('[numkMGTPE]') === true;
}

function listOf({ items, minItems, ...schema }, context) {
  const type = schema['x-kubernetes-list-type'];
  const keys = type === 'map' ? schema['x-kubernetes-list-map-keys'] : undefined;
  return {
    type: 'list',
    items: nodeOf(items, inside(context)),
    ...(keys && { keys, ...keyDefaults(resolved(items, context), keys, context) }),
    ...(type === 'set' && { set: true }),
    ...(minItems !== undefined && { minItems }),
  };
}

/** What the server takes for the key of an item that leaves it out; where that is a problem of its own, nothing. */
function keyDefaults({ properties, required = [] }, keys, { builtIn }) {
  const known = keys.filter((key) => properties[key].default !== undefined && !(builtIn && required.includes(key)));
  return known.length > 0
    ? { keyDefaults: Object.fromEntries(known.map((key) => [key, properties[key].default])) }
    : {};
}

function resolved(schema, { schemas }) {
  const reference = schema.$ref ?? schema.allOf?.[0].$ref;
  return reference ? schemas[reference.replace('#/schemas/', '')] : schema;
}

function mapOf(schema, context) {
  const { additionalProperties, properties } = schema;
  const values = typeof additionalProperties === 'object' ? additionalProperties : undefined;
  const required = requiredOf(schema, context);
  return {
    type: 'map',
    ...(properties && { fields: fieldsOf(properties, context) }),
    ...(values && { values: nodeOf(values, inside(context)) }),
    ...(isOpen(schema, context) && { open: true }),
    ...(required.length > 0 && { required }),
  };
}

function fieldsOf(properties, context) {
  const { isRoot, metadata, name } = context;
  const isObject = properties.metadata !== undefined && properties.spec !== undefined;
  const fieldOf = (key, property) => {
    fields.add(`${name}.${key}`);
    if (key === 'metadata' && isRoot && metadata !== undefined) return metadata;
    // Nobody writes a status by hand, and what a program wrote there is dropped.
    if (key === 'status' && (isRoot || isObject)) return intern({ type: 'any' });
    if (unproven.has(`${name}.${key}`)) return nodeOf({ ...property, enum: undefined }, inside(context));
    const values = namedOnly[`${name}.${key}`];
    return nodeOf(values ? { ...property, enum: values } : property, inside(context));
  };
  const sorted = Object.keys(properties).sort();
  return Object.fromEntries(sorted.map((key) => [key, fieldOf(key, properties[key])]));
}

function inside({ schemas, builtIn }) {
  return { schemas, builtIn };
}

/** A custom resource's object without any property is empty; that of a built-in kind is opaque. */
function isOpen(schema, { builtIn }) {
  const { additionalProperties, properties } = schema;
  if (additionalProperties === true || schema['x-kubernetes-preserve-unknown-fields'] === true) return true;
  return builtIn && properties === undefined && additionalProperties === undefined;
}

/** The server fills in the defaults of a custom resource before it looks for what is missing. */
function requiredOf({ required = [], properties = {} }, { builtIn, name }) {
  if (!builtIn) return required.filter((key) => properties[key]?.default === undefined);
  const isRequired = (key) => required.includes(key) && !forgiven.has(`${name}.${key}`);
  return Object.keys(properties).filter((key) => isRequired(key) || demanded.has(`${name}.${key}`));
}

function scalarOf({ type, format, enum: values, pattern, minimum, maximum, minLength, maxLength }) {
  return {
    type: { byte: 'base64', 'date-time': 'time', int32: 'int32', int64: 'int64' }[format] ?? type,
    ...(values && { enum: values }),
    ...(pattern && patternOf(pattern)),
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
    ...(minLength !== undefined && { minLength }),
    ...(maxLength !== undefined && { maxLength }),
  };
}

/** Go writes the flag for either case inside the pattern. */
function patternOf(pattern) {
  return pattern.includes('(?i)') ? { pattern: pattern.replace('(?i)', ''), ignoreCase: true } : { pattern };
}

function intern(node) {
  const key = JSON.stringify(node);
  if (!places.has(key)) {
    places.set(key, nodes.length);
    nodes.push(key);
  }
  return places.get(key);
}

/* Printing: one kind and one node a line, so that a change of imports/ reads as one */

function print({ builtIn, custom }) {
  const kinds = `"builtIn":{${kindLines(builtIn)}},\n"custom":{${kindLines(custom)}}`;
  const json = `{${kinds},\n"nodes":[\n${nodes.join(',\n')}\n]}`;
  return `// Made from imports/ by scripts/schemas.mjs; do not edit.
/** What API servers take, as JSON: quicker to parse than code, and only when it is asked for. */
export const text: string = \`${json.replace(/[\\`]|\$\{/g, '\\$&')}\`;
`;
}

function kindLines(kinds) {
  const names = Object.keys(kinds).sort();
  return `\n${names.map((name) => `${JSON.stringify(name)}:${kinds[name]}`).join(',\n')}`;
}

main();
