import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ErrorObject, type Format, type ValidateFunction } from 'ajv';

/**
 * Validates plain Kubernetes objects against `imports/`, closed: a field the schema does not know is an error, as it is
 * for an API server with strict field validation. CEL rules (`x-kubernetes-validations`) are not evaluated.
 */
export function schemaErrors(object: unknown): string[] {
  const { apiVersion, kind } = (object ?? {}) as { apiVersion?: unknown; kind?: unknown };
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return ['apiVersion and kind must be strings'];
  const name = `${apiVersion}/${kind}`;
  if (!kinds().has(name)) return [unknownKind(apiVersion, kind)];
  return errorsOf(validator(name, ''), object, '');
}

export interface PartOptions {
  /** The part is merged into something: what is required at its top may be missing. */
  readonly partial?: boolean;
}

/**
 * Validates a part of an object: `path` leads to it from the top of the kind, `[]` for the items of a list, any name for
 * the values of a map with free keys: `spec.template.spec.containers[]`.
 */
export function schemaErrorsAt(kind: string, path: string, value: unknown, options: PartOptions = {}): string[] {
  if (!kinds().has(kind)) return [`${kind} is not a known kind`];
  return errorsOf(validator(kind, path, options), value, path);
}

/** What can be validated, as `apiVersion/kind`. */
export function kindNames(): string[] {
  return [...kinds().keys()];
}

type Schema = { [key: string]: unknown };

interface Kind {
  readonly file: SchemaFile;
  readonly schema: Schema;
}

interface SchemaFile {
  readonly name: string;
  readonly builtIn: boolean;
  readonly schemas: Record<string, Schema>;
}

const mapKeys = 'x-kubernetes-list-map-keys';
const dateTime = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/;

/* Kinds */

const imports = join(__dirname, '..', 'imports');
let known: Map<string, Kind> | undefined;

function kinds(): Map<string, Kind> {
  known ??= new Map([...folder('kubernetes').flatMap(builtInKinds), ...folder('crds').flatMap(customKinds)]);
  return known;
}

// biome-ignore lint/suspicious/noExplicitAny: files of two known forms, checked by the tests that read them
function folder(name: string): any[] {
  return readdirSync(join(imports, name)).map((file) => {
    return { name: file, ...JSON.parse(readFileSync(join(imports, name, file), 'utf8')) };
  });
}

interface BuiltInFile extends SchemaFile {
  readonly groupVersion: string;
  readonly resources: readonly { kind: string; schema: string }[];
}

function builtInKinds({ name, groupVersion, resources, schemas }: BuiltInFile): [string, Kind][] {
  const file = { name, builtIn: true, schemas };
  return resources.map(({ kind, schema }) => [`${groupVersion}/${kind}`, { file, schema: schemas[schema]! }]);
}

interface CustomFile extends SchemaFile {
  readonly group: string;
  readonly kind: string;
  readonly versions: readonly { name: string; schema: Schema }[];
}

function customKinds({ name, group, kind, versions, schemas }: CustomFile): [string, Kind][] {
  const file = { name, builtIn: false, schemas };
  return versions.map((version) => [`${group}/${version.name}/${kind}`, { file, schema: version.schema }]);
}

function unknownKind(apiVersion: string, kind: string): string {
  const elsewhere = [...kinds().keys()]
    .filter((name) => name.endsWith(`/${kind}`))
    .map((name) => name.slice(0, -kind.length - 1));
  const hint = elsewhere.length > 0 ? `; ${kind} is known in ${elsewhere.join(', ')}` : '';
  return `${apiVersion}/${kind} is not a known kind${hint}`;
}

/* Validators, compiled when first asked for */

const ajv = new Ajv({ strict: false, allErrors: true, code: { regExp: goPattern } });
for (const [name, accepts] of Object.entries(formats())) ajv.addFormat(name, accepts);
ajv.addKeyword({ keyword: mapKeys, type: 'array', validate: distinctBy, errors: false });
const validators = new Map<string, ValidateFunction>();
const closedFiles = new Set<string>();

function validator(name: string, path: string, options: PartOptions = {}): ValidateFunction {
  const key = `${name} ${path} ${options.partial === true}`;
  if (!validators.has(key)) validators.set(key, ajv.compile(part(kinds().get(name)!, path, options)));
  return validators.get(key)!;
}

function part({ file, schema }: Kind, path: string, { partial }: PartOptions): Schema {
  addClosed(file);
  if (path === '') return wholeObject(closed(schema, file));
  const found = schemaAt(schema, path, file);
  return partial ? { ...closed(resolved(found, file), file), required: [] } : closed(found, file);
}

/** Custom resources say of their metadata only that it is an object. */
function wholeObject(schema: Schema): Schema {
  return { ...schema, properties: { ...(schema.properties as Schema), metadata: objectMeta() } };
}

function objectMeta(): Schema {
  const { file } = kinds().get('v1/Pod')!;
  addClosed(file);
  return { $ref: `${file.name}#/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta` };
}

function schemaAt(root: Schema, path: string, file: SchemaFile): Schema {
  const steps = path.split(/\.|(?=\[\])/);
  return steps.reduce((schema, step) => {
    const { items, properties, additionalProperties } = resolved(schema, file);
    const next = step === '[]' ? items : ((properties as Schema | undefined)?.[step] ?? additionalProperties);
    if (typeof next !== 'object') throw new Error(`${path}: nothing is known of ${step}`);
    return next as Schema;
  }, root);
}

function resolved(schema: Schema, file: SchemaFile): Schema {
  const ref = reference(schema);
  return ref === undefined ? schema : resolved(file.schemas[ref]!, file);
}

function addClosed(file: SchemaFile): void {
  if (closedFiles.has(file.name)) return;
  closedFiles.add(file.name);
  ajv.addSchema({ schemas: mapValues(file.schemas, (schema, name) => closedNamed(name, schema, file)) }, file.name);
}

/* From Kubernetes' schemas to closed JSON schemas */

const number = '([+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+))';
const quantity = { type: ['string', 'number'], pattern: `^${number}([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?$` };

function closedNamed(name: string, schema: Schema, file: SchemaFile): Schema {
  return name.endsWith('.resource.Quantity') ? quantity : closed(schema, file);
}

function closed(schema: Schema, file: SchemaFile): Schema {
  const ref = reference(schema);
  if (ref !== undefined) return { $ref: `${file.name}#/schemas/${ref}` };
  const { items, properties, additionalProperties, required, ...rest } = schema;
  const inner = (one: unknown) => closed(one as Schema, file);
  return {
    ...withoutPretence(rest),
    ...(items !== undefined && { items: inner(items) }),
    ...(properties !== undefined && { properties: mapValues(properties as Record<string, Schema>, inner) }),
    ...(required !== undefined && { required: reallyRequired(schema, file) }),
    additionalProperties: typeof additionalProperties === 'object' ? inner(additionalProperties) : isOpen(schema, file),
    ...embedded(schema),
  };
}

/** OpenAPI wraps a reference in `allOf` to give it a default or a description. */
function reference({ $ref, allOf }: Schema): string | undefined {
  const target = $ref ?? (allOf as Schema[] | undefined)?.[0]?.$ref;
  return (target as string | undefined)?.replace('#/schemas/', '');
}

/** Replaces what OpenAPI says in keywords of its own. */
function withoutPretence({ nullable, ...schema }: Schema): Schema {
  const typed =
    schema['x-kubernetes-int-or-string'] || schema.format === 'int-or-string' ? intOrString(schema) : schema;
  const listed = schema['x-kubernetes-list-type'] === 'set' ? { ...typed, uniqueItems: true } : typed;
  return nullable === true ? { anyOf: [listed, { type: 'null' }] } : listed;
}

function intOrString({ anyOf, oneOf, format, ...rest }: Schema): Schema {
  return { ...rest, type: ['integer', 'string'] };
}

/** A custom resource's object with no properties at all is empty; in built-in kinds it is opaque. */
function isOpen(schema: Schema, { builtIn }: SchemaFile): boolean {
  if (schema.type !== 'object') return true;
  if (schema.additionalProperties === true || schema['x-kubernetes-preserve-unknown-fields'] === true) return true;
  return builtIn && schema.properties === undefined;
}

/** The server fills in a custom resource's defaults before it looks for what is missing. */
function reallyRequired({ required, properties }: Schema, { builtIn }: SchemaFile): string[] {
  const known = (properties ?? {}) as Record<string, Schema>;
  return (required as string[]).filter((name) => builtIn || known[name]?.default === undefined);
}

function embedded(schema: Schema): Schema {
  if (schema['x-kubernetes-embedded-resource'] !== true) return {};
  const own = (schema.properties ?? {}) as Schema;
  const properties = { apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: objectMeta(), ...own };
  return { properties, required: [...new Set([...((schema.required as string[]) ?? []), 'apiVersion', 'kind'])] };
}

function mapValues<T, R>(object: Record<string, T>, change: (value: T, key: string) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));
}

/** Go writes the flag for either case inside the pattern. The property is what the compiler prints for the call. */
function goPattern(pattern: string): RegExp {
  return pattern.includes('(?i)') ? new RegExp(pattern.replace('(?i)', ''), 'i') : new RegExp(pattern);
}
goPattern.code = 'new RegExp';

function formats(): Record<string, Format> {
  const whole = (bits: number) => ({
    type: 'number' as const,
    validate: (n: number) => !Number.isInteger(n) || BigInt.asIntN(bits, BigInt(n)) === BigInt(n),
  });
  const real = { type: 'number' as const, validate: (n: number) => Number.isFinite(n) };
  const text = (pattern: RegExp) => ({ type: 'string' as const, validate: (value: string) => pattern.test(value) });
  return {
    int32: whole(32),
    int64: whole(64),
    float: real,
    double: real,
    byte: text(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/),
    'date-time': {
      type: 'string',
      validate: (value: string) => dateTime.test(value) && !Number.isNaN(Date.parse(value)),
    },
  };
}

/** Server-side apply refuses two items of the same keys. */
function distinctBy(keys: readonly string[], items: readonly unknown[]): boolean {
  const identities = items.map((item) => JSON.stringify(keys.map((key) => (item as Schema | null)?.[key])));
  return new Set(identities).size === items.length;
}

/* Messages */

function errorsOf(validate: ValidateFunction, value: unknown, at: string): string[] {
  if (validate(value)) return [];
  return [...new Set((validate.errors ?? []).map((error) => message(error, value, at)))];
}

function message({ instancePath, keyword, params, message: text }: ErrorObject, value: unknown, at: string): string {
  const path = dotted(instancePath, value, at);
  const field = (name: string) => (path === '' ? name : `${path}.${name}`);
  if (keyword === 'additionalProperties') return `${field(params.additionalProperty)} is not a known field`;
  if (keyword === 'required') return `${field(params.missingProperty)} is required`;
  const subject = path || 'the object';
  if (keyword === 'type') return `${subject} must be ${[params.type].flat().join(' or ')}`;
  if (keyword === 'enum') return `${subject} must be one of ${params.allowedValues.join(', ')}`;
  if (keyword === 'format') return `${subject} must be ${params.format}`;
  if (keyword === mapKeys) return `${subject} has two items of the same keys`;
  if (keyword === 'pattern' && params.pattern === quantity.pattern) return `${subject} must be a quantity`;
  return `${subject} ${text}`;
}

function dotted(pointer: string, root: unknown, at: string): string {
  let value = root;
  let path = at;
  for (const token of pointer.split('/').slice(1)) {
    const name = token.replace(/~1/g, '/').replace(/~0/g, '~');
    path += Array.isArray(value) ? `[${name}]` : path === '' ? name : `.${name}`;
    value = (value as Schema)[name];
  }
  return path;
}
