/** One thing wrong with what a user wrote. */
export interface Problem {
  /** Where: the property as the user spells it, e.g. `hard.requests.memory`; empty for the object as a whole. */
  readonly property: string;
  /** What: begins with the value got, then what is allowed and the remedy. */
  readonly message: string;
}

/** Thrown by value types on bad input. The message begins with the quoted value; who catches it adds the property. */
export class InvalidValue extends Error {
  constructor(value: unknown, why: string) {
    super(`${quote(value)} ${why}`);
    this.name = 'InvalidValue';
  }
}

/** Collects every problem of one object, so that a user sees all of them in one run. */
export class Problems {
  private constructor(
    private readonly found: Problem[],
    private readonly doubts: Problem[],
    private readonly prefix: string,
  ) {}

  static none(): Problems {
    return new Problems([], [], '');
  }

  /** All problems reported so far, by this collector and those made from it by `at`. */
  get all(): readonly Problem[] {
    return this.found;
  }

  /** What renders, but a reader should know of. */
  get warnings(): readonly Problem[] {
    return this.doubts;
  }

  /** A collector that reports into this one, with properties below `property`. */
  at(property: string | number): Problems {
    return new Problems(this.found, this.doubts, this.path(property));
  }

  /** Reports `value` as wrong; the message reads `<property> "<value>" <why>`. */
  invalid(property: string | number, value: unknown, why: string): undefined {
    return this.report(property, `${quote(value)} ${why}`);
  }

  /** Reports what is wrong in words that need no value, e.g. `is required: …`. */
  report(property: string | number, message: string): undefined {
    this.found.push({ property: this.path(property), message });
    return undefined;
  }

  /** Notes what renders but a reader should know of. */
  warn(property: string | number, message: string): void {
    this.doubts.push({ property: this.path(property), message });
  }

  /** Reads an optional value; a bad one is recorded and read as absent. */
  read<In, Out>(property: string | number, value: In | undefined | null, parse: (value: In) => Out): Out | undefined {
    if (value === undefined || value === null) return undefined;
    try {
      return parse(value);
    } catch (error) {
      if (!(error instanceof InvalidValue)) throw error;
      return this.report(property, error.message);
    }
  }

  private path(property: string | number): string {
    if (typeof property === 'number') return `${this.prefix}[${property}]`;
    if (property === '') return this.prefix;
    return this.prefix === '' ? property : `${this.prefix}.${property}`;
  }
}

/** A problem as one line, without the place it was found in. */
export function describe(problem: Problem): string {
  return problem.property === '' ? problem.message : `${problem.property} ${problem.message}`;
}

/** A value as error messages show it: strings quoted, long ones cut. */
export function quote(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : json(value);
  return text.length <= 120 ? text : `${text.slice(0, 117)}…`;
}

/** JSON knows no bigint, and no circles, as constructs have them. */
function json(value: unknown): string {
  try {
    const known = (_key: string, inner: unknown) => (typeof inner === 'bigint' ? `${inner}` : inner);
    return JSON.stringify(value, known) ?? String(value);
  } catch {
    return String(value);
  }
}
