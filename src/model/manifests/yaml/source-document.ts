/** A document of a text, or why it is none. */
export interface SourceDocument {
  readonly failures: readonly Failure[];
  /** The items of a `List`, else the document itself; nothing when it is empty. */
  readonly parts: readonly Part[];
}

/** Plain data where an object may be. */
export interface Part {
  readonly value: unknown;
  readonly offset: number;
  /** Where the field at this path stands; for one that is absent, where its nearest parent does. */
  readonly locate: (path: readonly (string | number)[]) => number;
}

/** Something wrong at an offset of a document. */
export interface Failure {
  readonly offset: number;
  readonly message: string;
}
