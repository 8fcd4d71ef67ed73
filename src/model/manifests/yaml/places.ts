/** Where the fields of a document stand: the offset of each key in its map, of each item in its list. */
export class Places {
  private readonly keys = new Map<object, Map<string, number>>();
  /** By index: a map of them would take six times the memory, and end at 16 million. */
  private readonly items = new Map<object, number[]>();

  markKey(map: object, key: string, offset: number): void {
    const known = this.keys.get(map);
    if (known) known.set(key, offset);
    else this.keys.set(map, new Map([[key, offset]]));
  }

  /** Items are marked in their order. */
  markItem(list: object, offset: number): void {
    const known = this.items.get(list);
    if (known) known.push(offset);
    else this.items.set(list, [offset]);
  }

  /** Where a field or item stands; undefined when its parent has none such. */
  of(parent: unknown, step: string | number): number | undefined {
    return typeof step === 'number'
      ? this.items.get(parent as object)?.[step]
      : this.keys.get(parent as object)?.get(step);
  }
}
