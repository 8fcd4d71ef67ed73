import { quote } from '../../values/problems';

/** Steps from the root of an object to a field: names in maps, indexes in lists. */
export type SchemaPath = readonly (string | number)[];

/**
 * What an API server has against a value:
 * - `unknown`: nobody described the field; a server with strict field validation refuses it, others drop it
 * - `type`: it is of another type
 * - `required`: it is not there
 * - `enum`: it is none of the values there are
 * - `range`: the number is too small or too large
 * - `length`: the text or the list is too short or too long
 * - `pattern`: the text has another form
 * - `format`: the text is no base64, or no time
 * - `quantity`: it is no quantity
 * - `duplicate`: two items of a list are one. Of built-in kinds only server-side apply refuses all of these
 */
export type SchemaFault =
  | 'unknown'
  | 'type'
  | 'required'
  | 'enum'
  | 'range'
  | 'length'
  | 'pattern'
  | 'format'
  | 'quantity'
  | 'duplicate';

/** Something in an object that its API server refuses by its schema. */
export interface SchemaProblem {
  /** The field concerned; for one that is required, where it would be. */
  readonly path: SchemaPath;
  readonly problem: SchemaFault;
  /** What is wrong, in one sentence, with the value and what is allowed. Values of Secrets are not shown. */
  readonly message: string;
  /** What to write instead. */
  readonly fix: string;
}

/** What is said of a field whose name is yet to be put before it. */
export interface Complaint {
  readonly problem: SchemaFault;
  readonly says: string;
  readonly fix: string;
}

/** A complaint about the field at a path. */
export function problemAt(path: SchemaPath, { problem, says, fix }: Complaint): SchemaProblem {
  return { path, problem, message: `${lastName(path)} ${says}`, fix };
}

/** What the last steps of a path are called: `replicas`, `containers[0]`. */
export function lastName(path: SchemaPath): string {
  const last = path.at(-1);
  if (typeof last === 'number') return `${lastName(path.slice(0, -1))}[${last}]`;
  return last !== undefined && /^[\w./-]+$/.test(last) ? last : quote(last ?? '');
}

/** A path as one word, `[]` standing for any item: `spec.template.spec.containers[].image`. */
export function dotted(path: readonly (string | number)[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' || step === '[]' ? `${text}${step}` : `${text}.${step}`;
  }, '');
}
