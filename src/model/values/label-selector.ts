import { labelKey, labelValue } from './names';
import type { Problems } from './problems';

/** One requirement of a label selector. */
export interface LabelRequirement {
  readonly key: string;
  /** `In` and `NotIn` need values; `Exists` and `DoesNotExist` take none. */
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values?: readonly string[];
}

/** Selects objects by their labels; all requirements must hold. An empty selector selects everything. */
export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly LabelRequirement[];
}

const operators = ['In', 'NotIn', 'Exists', 'DoesNotExist'];

/** The selector as it is rendered: checked, without empty parts. Problems are reported under the collector's property. */
export function readLabelSelector(selector: LabelSelector, problems: Problems): LabelSelector {
  const labels = Object.entries(selector.matchLabels ?? {});
  const at = problems.at('matchLabels');
  for (const [key, value] of labels) {
    at.read('', key, labelKey);
    at.read(key, value, labelValue);
  }
  const expressions = selector.matchExpressions ?? [];
  expressions.forEach((expression, index) => {
    checkRequirement(expression, problems.at('matchExpressions').at(index));
  });
  return {
    ...(labels.length > 0 && { matchLabels: selector.matchLabels }),
    ...(expressions.length > 0 && { matchExpressions: expressions }),
  };
}

/** Whether the selector requires nothing, and so selects every object of its namespace. */
export function selectsEverything(selector: LabelSelector): boolean {
  return Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0;
}

/** Whether an object with these labels is selected. */
export function selectorMatches(selector: LabelSelector, labels: Readonly<Record<string, string>>): boolean {
  const equal = Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
  return equal && (selector.matchExpressions ?? []).every((requirement) => requirementHolds(requirement, labels));
}

/** The selector as a query of the API takes it: `app=api,tier in (a,b),!debug`; empty for one that requires nothing. */
export function selectorText(selector: LabelSelector): string {
  const labels = Object.entries(selector.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
  const expressions = (selector.matchExpressions ?? []).map(requirementText);
  return [...labels, ...expressions].join(',');
}

function requirementText({ key, operator, values = [] }: LabelRequirement): string {
  switch (operator) {
    case 'In':
      return `${key} in (${values.join(',')})`;
    case 'NotIn':
      return `${key} notin (${values.join(',')})`;
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
  }
}

function requirementHolds(requirement: LabelRequirement, labels: Readonly<Record<string, string>>): boolean {
  const value = Object.hasOwn(labels, requirement.key) ? labels[requirement.key] : undefined;
  const listed = value !== undefined && (requirement.values ?? []).includes(value);
  switch (requirement.operator) {
    case 'In':
      return listed;
    case 'NotIn':
      return !listed;
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
  }
}

function checkRequirement(requirement: LabelRequirement, problems: Problems): void {
  problems.read('key', requirement.key, labelKey);
  const values = requirement.values ?? [];
  if (!operators.includes(requirement.operator)) {
    problems.invalid('operator', requirement.operator, `is no operator: use one of ${operators.join(', ')}`);
    return;
  }
  const needsValues = requirement.operator === 'In' || requirement.operator === 'NotIn';
  if (needsValues && values.length === 0) problems.report('values', `is required with ${requirement.operator}`);
  if (!needsValues && values.length > 0) {
    problems.invalid('values', values, `is not allowed with ${requirement.operator}: leave it out`);
  }
  values.forEach((value, index) => {
    problems.at('values').read(index, value, labelValue);
  });
}
