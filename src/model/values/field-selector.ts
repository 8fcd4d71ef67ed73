import { InvalidValue } from './problems';

/** One requirement of a field selector. */
export interface FieldRequirement {
  readonly field: string;
  readonly operator: '=' | '!=';
  readonly value: string;
}

/** What a kind's field selector may name; the `selectable` of a `Kind`. */
export interface SelectableFields {
  readonly kind: string;
  readonly selectable: readonly string[];
}

/**
 * Selects objects by a few of their fields, on the server: `status.phase!=Running,spec.nodeName=a`.
 *
 * It knows only `=`, `==` and `!=`, no `<`, no `in`, and per kind only the fields the API server has an index or
 * conversion for. A custom resource has `metadata.name` and `metadata.namespace` unless its definition declares more.
 */
export class FieldSelector {
  private constructor(readonly requirements: readonly FieldRequirement[]) {}

  /** @throws InvalidValue for other operators, and for fields that the kind's server does not select by. */
  static parse(text: string, of: SelectableFields): FieldSelector {
    const requirements = String(text)
      .split(',')
      .map((part) => {
        const match = /^\s*([^=!<>~\s]+)\s*(==|!=|=)\s*([^=!<>\s]*)\s*$/.exec(part);
        if (!match)
          throw new InvalidValue(text, `is not a field selector: "${part}" must read field=value or field!=value`);
        const [, field = '', operator = '=', value = ''] = match;
        if (!of.selectable.includes(field)) {
          const allowed = of.selectable.join(', ');
          throw new InvalidValue(text, `names ${field}, which no server selects ${of.kind}s by: use one of ${allowed}`);
        }
        return { field, operator: operator === '!=' ? ('!=' as const) : ('=' as const), value };
      });
    return new FieldSelector(requirements);
  }

  /** As a list request carries it. */
  toString(): string {
    return this.requirements.map(({ field, operator, value }) => `${field}${operator}${value}`).join(',');
  }
}
