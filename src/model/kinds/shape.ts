/** What a field holds, as far as rendering and comparing need to know; branches with nothing to know are absent. */
export interface Shape {
  /** A Kubernetes quantity: compared by value, rendered in canonical form. */
  readonly quantity?: true;
  /** Known fields of a map. */
  readonly fields?: Readonly<Record<string, Shape>>;
  /** Every value of a map with free keys. */
  readonly values?: Shape;
  /** Every item of a list. */
  readonly items?: Shape;
  /** How the server merges this list: whole, as a set of scalars, or by these keys of its items. */
  readonly list?: 'atomic' | 'set' | readonly string[];
  /** What the API server fills in when the field is absent. */
  readonly default?: unknown;
}

/** A kind as its API server describes it. */
export interface Structure {
  /** `''` for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  readonly shape: Shape;
}
