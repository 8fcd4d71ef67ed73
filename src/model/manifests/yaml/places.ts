/** Where the fields of a document stand: the offset of each key in its map, of each item in its list. */
export class Places {
  private readonly steps = new Map<object, Map<string | number, number>>();

  mark(parent: object, step: string | number, offset: number): void {
    const known = this.steps.get(parent);
    if (known) known.set(step, offset);
    else this.steps.set(parent, new Map([[step, offset]]));
  }

  /** Where a field or item stands; undefined when its parent has none such. */
  of(parent: unknown, step: string | number): number | undefined {
    return this.steps.get(parent as object)?.get(step);
  }
}
