import { InvalidValue, quote } from '../../model/values/problems';
import { Quantity } from '../../model/values/quantity';
import type { FieldPath, Place, Subject } from '../findings/finding';

/**
 * A field of an object and the way to it. Manifests come from anywhere, so nothing is trusted: each reader answers
 * undefined, or an empty list, when the field is absent or holds something else.
 */
export class Field implements Place {
  constructor(
    readonly object: Subject,
    readonly path: FieldPath,
    readonly value: unknown,
    private readonly isEmbedded = false,
  ) {}

  /** What is written inside this field's text, e.g. YAML in a ConfigMap: all of it has the place of the text. */
  embedded(value: unknown): Field {
    return new Field(this.object, this.path, value, true);
  }

  /** The field below this one, which may be absent. */
  get(...steps: FieldPath): Field {
    let value = this.value;
    for (const step of steps) value = childOf(value, step);
    return this.below(steps, value);
  }

  /** This map with what it leaves out filled in from another, as strategic merge patches do; the place stays its own. */
  over(below: Field): Field {
    const value = fillIn(this.value, below.value);
    return value === this.value ? this : this.embedded(value);
  }

  /** Present, and not null, which the API server takes for absent. */
  get exists(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  /** The value as messages show it, whatever it is. */
  get shown(): string {
    return this.text ?? quote(this.value);
  }

  get text(): string | undefined {
    return typeof this.value === 'string' ? this.value : undefined;
  }

  get number(): number | undefined {
    return typeof this.value === 'number' && Number.isFinite(this.value) ? this.value : undefined;
  }

  /** A whole number of things, none among them. */
  get count(): number | undefined {
    const { number } = this;
    return number !== undefined && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
  }

  get flag(): boolean | undefined {
    return typeof this.value === 'boolean' ? this.value : undefined;
  }

  /** A count of pods or a share of them: `1`, `'50%'`. */
  get intOrPercent(): number | string | undefined {
    if (this.count !== undefined) return this.count;
    return typeof this.value === 'string' && /^\d{1,9}%$/.test(this.value) ? this.value : undefined;
  }

  /** Undefined for what is no quantity, too. */
  get quantity(): Quantity | undefined {
    if (this.value instanceof Quantity) return this.value;
    if (typeof this.value !== 'string' && typeof this.value !== 'number') return undefined;
    try {
      return Quantity.parse(this.value);
    } catch (error) {
      if (error instanceof InvalidValue) return undefined;
      throw error;
    }
  }

  get items(): Field[] {
    if (!Array.isArray(this.value)) return [];
    return this.value.map((item, index) => this.below([index], item));
  }

  /** The fields of a map, by their names. */
  get entries(): [name: string, field: Field][] {
    if (!isMap(this.value)) return [];
    return Object.entries(this.value).map(([name, value]) => [name, this.below([name], value)]);
  }

  /** The strings of a map, as labels are. */
  get strings(): Readonly<Record<string, string>> {
    if (!isMap(this.value)) return {};
    return Object.fromEntries(
      Object.entries(this.value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  }

  /** The strings of a list. */
  get words(): string[] {
    return Array.isArray(this.value) ? this.value.filter((item) => typeof item === 'string') : [];
  }

  private below(steps: FieldPath, value: unknown): Field {
    const path = this.isEmbedded ? this.path : [...this.path, ...steps];
    return new Field(this.object, path, value, this.isEmbedded);
  }
}

function childOf(value: unknown, step: string | number): unknown {
  if (typeof step === 'number') return Array.isArray(value) ? value[step] : undefined;
  return isMap(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

function fillIn(above: unknown, below: unknown): unknown {
  if (above === undefined || above === null) return below ?? above;
  if (!isMap(above) || !isMap(below)) return above;
  const keys = new Set([...Object.keys(below), ...Object.keys(above)]);
  return Object.fromEntries([...keys].map((key) => [key, fillIn(childOf(above, key), childOf(below, key))]));
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
