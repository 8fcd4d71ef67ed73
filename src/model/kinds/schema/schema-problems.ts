import { duplicatesIn } from './duplicates';
import { type Complaint, lastName, problemAt, type SchemaProblem } from './problem';
import { schemaOf } from './registry';
import { scalarComplaint } from './scalar';
import type { KindSchema, Schema } from './schema';
import { isMap, wrongType } from './type';
import { unknownField } from './unknown-field';

/**
 * What an API server with strict field validation refuses of an object by the schema of its kind, in the order of the
 * object; nothing for kinds that are not known. `status` is not looked at, and rules that relate fields (CEL, "exactly
 * one of") are not evaluated.
 *
 * Custom resources are held against the definitions that `imports/` pins; a cluster may have others. `schemaOf` tells
 * which kinds they are.
 */
export function schemaProblems(manifest: Readonly<Record<string, unknown>>): SchemaProblem[] {
  const { apiVersion, kind } = manifest;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return [];
  const schema = schemaOf(apiVersion, kind);
  return schema ? new Walk(kind, schema).problemsOf(manifest) : [];
}

/** One way through an object and its schema. */
class Walk {
  private readonly path: (string | number)[] = [];
  private readonly found: SchemaProblem[] = [];

  constructor(
    private readonly kind: string,
    private readonly schema: KindSchema,
  ) {}

  problemsOf(manifest: Readonly<Record<string, unknown>>): SchemaProblem[] {
    this.visit(manifest, this.schema.root);
    return this.found;
  }

  private visit(value: unknown, schema: Schema): void {
    if (schema.type === 'any') return;
    if (schema.type === 'map') {
      if (isMap(value)) this.visitMap(value, schema);
      else this.complain(wrongType(value, { expected: 'map', secret: false }));
    } else if (schema.type === 'list') {
      if (Array.isArray(value)) this.visitList(value, schema);
      else this.complain(wrongType(value, { expected: 'list', secret: false }));
    } else {
      const { builtIn } = this.schema;
      const complaint = scalarComplaint(value, schema, { builtIn, secret: this.isSecret });
      if (complaint) this.complain(complaint);
    }
  }

  /** The server takes null for absent, but not the name of a field it does not know. */
  private visitMap(map: Readonly<Record<string, unknown>>, schema: Schema): void {
    const { fields, values, required } = schema;
    for (const name of Object.keys(map)) {
      const value = map[name];
      if (value === undefined) continue;
      const child = fields?.get(name) ?? values;
      this.path.push(name);
      if (child === undefined) {
        if (!schema.open) this.unknown(name, value);
      } else if (value !== null) this.visit(value, child);
      this.path.pop();
    }
    if (required === undefined) return;
    for (const name of required) if (!isPresent(map, name)) this.missing(name, schema);
  }

  private visitList(list: readonly unknown[], schema: Schema): void {
    const items = schema.items!;
    for (let index = 0; index < list.length; index += 1) {
      this.path.push(index);
      this.visitItem(list[index], items);
      this.path.pop();
    }
    const { minItems = 0 } = schema;
    if (list.length < minItems) {
      this.complain({
        problem: 'length',
        says: `has ${list.length} of at least ${minItems} items`,
        fix: 'add the others',
      });
    }
    if (list.length > 1 && (schema.keys || schema.set)) this.findDuplicates(list, schema);
  }

  /** Go decodes null to the zero value. */
  private visitItem(value: unknown, schema: Schema): void {
    if (value !== null) this.visit(value, schema);
    else if (!this.schema.builtIn) this.complain(wrongType(null, { expected: schema.type, secret: false }));
    else if (schema.type === 'map') this.visit({}, schema);
  }

  private findDuplicates(list: readonly unknown[], schema: Schema): void {
    for (const { index, complaint } of duplicatesIn(list, schema, () => lastName(this.path))) {
      this.path.push(index);
      this.complain(complaint);
      this.path.pop();
    }
  }

  private unknown(name: string, value: unknown): void {
    const { kind, schema } = this;
    this.complain(unknownField({ kind, schema, path: this.path.slice(0, -1), name, value }));
  }

  private missing(name: string, { fields }: Schema): void {
    const where = this.path.length === 0 ? this.kind : lastName(this.path);
    const values = fields?.get(name)?.enum;
    const fix = values ? `write one of ${values.join(', ')}` : `state ${name}`;
    this.path.push(name);
    this.complain({ problem: 'required', says: `is missing in ${where}`, fix });
    this.path.pop();
  }

  private complain(complaint: Complaint): void {
    this.found.push(problemAt([...this.path], complaint));
  }

  private get isSecret(): boolean {
    return this.kind === 'Secret' && (this.path[0] === 'data' || this.path[0] === 'stringData');
  }
}

function isPresent(map: Readonly<Record<string, unknown>>, name: string): boolean {
  return Object.hasOwn(map, name) && map[name] !== undefined && map[name] !== null;
}
