/**
 * Makes `src/model/kinds/structure.ts` from `imports/`.
 *
 *   node scripts/kinds.mjs           writes the file
 *   node scripts/kinds.mjs --check   exit 1 when the file is not what imports/ gives
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const target = join(root, 'src', 'model', 'kinds', 'structure.ts');
const lineWidth = 120;

/** How controller-gen writes the type resource.Quantity. */
const quantityPattern =
  '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$';

function main() {
  const wanted = print(readStructures());
  if (!process.argv.includes('--check')) writeFileSync(target, wanted);
  else if (!existsSync(target) || readFileSync(target, 'utf8') !== wanted) {
    console.error('src/model/kinds/structure.ts differs from imports/');
    process.exit(1);
  }
}

/* Reading */

function readStructures() {
  const builtIn = readFolder('kubernetes').flatMap(builtInStructures);
  const custom = readFolder('crds').flatMap(customStructures);
  const structures = [...builtIn, ...custom];
  for (const { kind, shape } of [...structures].reverse()) names.set(shape, kind);
  return structures;
}

function readFolder(name) {
  const folder = join(root, 'imports', name);
  return readdirSync(folder)
    .sort()
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
}

function builtInStructures({ groupVersion, resources, schemas }) {
  const [group, version] = groupVersion.includes('/') ? groupVersion.split('/') : ['', groupVersion];
  return resources.map(({ kind, plural, namespaced, schema }) => {
    const shape = shapeOf(
      { $ref: `#/schemas/${schema}` },
      { schemas, name: kind, refs: [], root: true, builtIn: true },
    );
    return { group, version, kind, plural, namespaced, shape };
  });
}

function customStructures({ group, kind, plural, namespaced, versions, schemas }) {
  return versions.map(({ name, schema }) => {
    const shape = shapeOf(schema, { schemas, name: kind, refs: [], root: true, builtIn: false });
    return { group, version: name, kind, plural, namespaced, shape };
  });
}

/* From schema to shape. Shapes of equal content are one object; `names` holds what to call each of them. */

const shapes = new Map();
const names = new Map();

/** Returns undefined where there is nothing to know, and where a schema comes back to itself. */
function shapeOf(schema, context) {
  const ref = schema.$ref ?? schema.allOf?.[0].$ref;
  if (ref) return shapeOfReference(schema, ref, context);
  if (isQuantity(schema)) return intern({ quantity: true, ...defaultOf(schema, context) }, 'quantity');
  return intern(
    {
      fields: fieldsOf(schema, context),
      values: typeof schema.additionalProperties === 'object' ? inner(schema.additionalProperties, context) : undefined,
      items: schema.items && inner(schema.items, context),
      list: listOf(schema),
      ...defaultOf(schema, context),
    },
    context.name,
  );
}

function shapeOfReference(schema, ref, context) {
  const name = ref.replace('#/schemas/', '');
  if (name.endsWith('.resource.Quantity')) return intern({ quantity: true, ...defaultOf(schema, context) }, 'quantity');
  if (context.refs.includes(name)) return undefined;
  const called = context.builtIn ? name.split('.').at(-1) : context.name;
  const found = shapeOf(context.schemas[name], { ...context, name: called, refs: [...context.refs, name] });
  return intern({ ...found, ...defaultOf(schema, context) }, called);
}

function isQuantity(schema) {
  return schema['x-kubernetes-int-or-string'] === true && schema.pattern === quantityPattern;
}

function fieldsOf(schema, context) {
  const embedded = schema.properties?.metadata !== undefined && schema.properties.spec !== undefined;
  const skipped = embedded || context.root ? ['metadata', 'status'] : [];
  const fields = {};
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    if (skipped.includes(key)) continue;
    const shape = shapeOf(property, {
      ...context,
      name: key === 'spec' && context.root ? `${context.name}Spec` : key,
      root: false,
    });
    if (shape) fields[key] = shape;
  }
  return Object.keys(fields).length > 0 ? fields : undefined;
}

function inner(schema, context) {
  return shapeOf(schema, { ...context, name: singular(context.name), root: false });
}

function listOf(schema) {
  const type = schema['x-kubernetes-list-type'];
  return type === 'map' ? schema['x-kubernetes-list-map-keys'] : type;
}

/** Zero values in the OpenAPI of built-in kinds are those of Go's types; the server fills nothing in. */
function defaultOf(schema, { builtIn }) {
  const value = schema.default;
  const zero = value === '' || value === 0 || value === false || JSON.stringify(value) === '{}';
  return value === undefined || (builtIn && zero) ? {} : { default: value };
}

function singular(name) {
  return name.replace(/ies$/, 'y').replace(/([^s])s$/, '$1');
}

function intern(content, name) {
  const known = Object.entries(content).filter(([, value]) => value !== undefined);
  if (known.length === 0) return undefined;
  const shape = Object.fromEntries(known);
  const key = JSON.stringify(shape);
  if (!shapes.has(key)) {
    shapes.set(key, shape);
    names.set(shape, shape.values?.quantity ? 'quantities' : name);
  }
  return shapes.get(key);
}

/* Printing: a shape that is used twice, or that does not fit a line, gets a constant of its own */

const worthAName = 40;
const comfortable = 90;

function print(structures) {
  const constants = nameConstants(structures);
  const declared = [...constants].map(([shape, name]) =>
    declaration(`const ${name}: Shape`, literal(shape, constants)),
  );
  const entries = structures.map(({ shape, ...rest }) => [
    `${rest.group ? `${rest.group}/` : ''}${rest.version}/${rest.kind}`,
    { ...rest, shape: new Verbatim(constants.get(shape) ?? '{}') },
  ]);
  return [
    '// Made from imports/ by scripts/kinds.mjs; do not edit.',
    "import type { Shape, Structure } from './shape';\n",
    ...declared,
    '/** Kinds by `apiVersion/kind`, as manifests write them. */',
    declaration(
      'export const structures: Readonly<Record<string, Structure>>',
      Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))),
    ),
  ].join('\n');
}

/** In the order of declaration: what a constant refers to comes before it. */
function nameConstants(structures) {
  const uses = countUses(structures);
  const named = new Map();
  const taken = new Set(['structures']);
  const visit = (shape) => {
    if (named.has(shape)) return;
    children(shape).forEach(visit);
    const size = oneLine(literal(shape, named)).length;
    const shared = uses.get(shape) > 1 && (size > worthAName || isSmallest(shape));
    if (!roots.has(shape) && !shared && !(shape.fields && size > comfortable)) return;
    const name = unusedName(identifier(names.get(shape)), taken);
    taken.add(name);
    named.set(shape, name);
  };
  const roots = new Set(structures.map(({ shape }) => shape).filter(Boolean));
  roots.forEach(visit);
  return named;
}

function isSmallest(shape) {
  return shape.quantity !== undefined || shape.values?.quantity !== undefined;
}

function countUses(structures) {
  const uses = new Map();
  const count = (shape) => {
    uses.set(shape, (uses.get(shape) ?? 0) + 1);
    if (uses.get(shape) === 1) children(shape).forEach(count);
  };
  for (const { shape } of structures) if (shape) count(shape);
  return uses;
}

function children(shape) {
  return [...Object.values(shape.fields ?? {}), shape.values, shape.items].filter(Boolean);
}

/** The shape as a plain value in which named shapes are their names. */
function literal(shape, constants) {
  const child = (one) => (constants.has(one) ? new Verbatim(constants.get(one)) : literal(one, constants));
  const value = { ...shape };
  if (shape.fields) {
    value.fields = Object.fromEntries(Object.entries(shape.fields).map(([key, one]) => [key, child(one)]));
  }
  if (shape.values) value.values = child(shape.values);
  if (shape.items) value.items = child(shape.items);
  return value;
}

class Verbatim {
  constructor(text) {
    this.text = text;
  }
}

function declaration(left, value) {
  return `${left} = ${expression(value, '', left.length + ' = ;'.length)};\n`;
}

/** Breaks objects that would pass the end of the line, as formatters do. */
function expression(value, indent, used) {
  const line = oneLine(value);
  if (indent.length + used + line.length <= lineWidth || !isPlainObject(value)) return line;
  const deeper = `${indent}  `;
  const members = Object.entries(value).map(([key, one]) => {
    const start = memberStart(key, one);
    return `${deeper}${start}${expression(one, deeper, start.length + 1)},\n`;
  });
  return `{\n${members.join('')}${indent}}`;
}

function oneLine(value) {
  if (value instanceof Verbatim) return value.text;
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  if (typeof value === 'string') return `'${value.replace(/[\\']/g, '\\$&')}'`;
  if (!isPlainObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, one]) => `${memberStart(key, one)}${oneLine(one)}`);
  return members.length > 0 ? `{ ${members.join(', ')} }` : '{}';
}

function isPlainObject(value) {
  return value !== null && typeof value === 'object' && !Array.isArray(value) && !(value instanceof Verbatim);
}

/** Empty where the value is a constant of the member's name. */
function memberStart(key, value) {
  if (value instanceof Verbatim && value.text === key) return '';
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `${key}: ` : `'${key}': `;
}

function identifier(name) {
  const camel = name
    .replace(/^[A-Z]+(?=[A-Z][a-z]|$)|^[A-Z]/, (start) => start.toLowerCase())
    .replace(/\W(\w)/g, (_, letter) => letter.toUpperCase());
  return ['arguments', 'default', 'import', 'static', 'with'].includes(camel) ? `${camel}Field` : camel;
}

function unusedName(name, taken) {
  let candidate = name;
  for (let n = 2; taken.has(candidate); n++) candidate = `${name}${n}`;
  return candidate;
}

main();
