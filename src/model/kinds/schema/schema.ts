/** What a value is, as far as an API server tells values apart. */
export type SchemaType =
  | 'any'
  | 'map'
  | 'list'
  | 'string'
  | 'boolean'
  | 'number'
  | 'integer'
  | 'int32'
  | 'int64'
  | 'intOrString'
  | 'quantity'
  | 'base64'
  | 'time';

/** What is said of a value beside its children. */
export interface Restrictions {
  readonly type: SchemaType;
  /** Of a map: fields that nobody described are taken, too. */
  readonly open?: true;
  /** Of a map: fields it must have. */
  readonly required?: readonly string[];
  /** Of a list: the fields by which its items are told apart. */
  readonly keys?: readonly string[];
  /** Of a list: what the server fills in for a key. */
  readonly keyDefaults?: Readonly<Record<string, unknown>>;
  /** Of a list: no value may stand in it twice. */
  readonly set?: true;
  readonly minItems?: number;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
}

/** What an API server takes at one place of an object. */
export interface Schema extends Restrictions {
  /** Known fields of a map. */
  readonly fields?: ReadonlyMap<string, Schema>;
  /** Every value of a map with free keys. */
  readonly values?: Schema;
  /** Every item of a list. */
  readonly items?: Schema;
  readonly pattern?: RegExp;
}

/** What an API server takes as an object of one kind. */
export interface KindSchema {
  /** Whether every API server has the kind. The definition of another may differ from ours in its version. */
  readonly builtIn: boolean;
  readonly root: Schema;
}
