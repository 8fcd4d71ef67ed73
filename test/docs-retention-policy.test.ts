import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { effectivePolicy } from '../src/model/policy/effective-policy';
import { policyJsonSchema } from '../src/model/policy/policy-schema';
import { outcomes, type RetentionPolicy } from '../src/model/policy/retention-policy';
import { Duration } from '../src/model/values/duration';
import { isUndone, type Result } from '../src/runtime/sweep/decision';
import { root } from './files';

const reference = readFileSync(join(root, 'docs/retention-policy.md'), 'utf8');

describe('the page of the retention policy', () => {
  it('has every field of the schema, and no other', () => {
    const schema = policyJsonSchema() as { $defs?: { RetentionPolicy: Schema } } & Schema;
    const fields = new Set(fieldsOf(schema.$defs?.RetentionPolicy ?? schema));
    expect(fields.size).toBeGreaterThan(50);
    expect(
      rowsOf('Fields')
        .map(([name]) => name)
        .sort(),
    ).toEqual([...fields].sort());
  });

  it('tells defaults as they are', () => {
    const rule = { name: 'r', apiVersion: 'v1', kind: 'Pod', namespaces: ['a'], keep: { Failed: { for: '1d' } } };
    const least: RetentionPolicy = { name: 'p', rules: [rule] };
    const { timeZone, unusedGrace, clockSkew, budgets, rules } = effectivePolicy(least);
    const told = new Map(rowsOf('Fields').map(([name, , preset = '']) => [name, preset]));
    const millis = (field: string) => Duration.parse(told.get(field) ?? '').millis;
    expect(told.get('timeZone')).toBe(timeZone);
    expect([millis('unusedGrace'), millis('clockSkew')]).toEqual([unusedGrace, clockSkew]);
    expect(told.get('budgets.policy')).toBe(`count: ${budgets.policy.count}`);
    expect(told.get('budgets.namespace')).toBe(`count: ${budgets.namespace.count}`);
    expect([told.get('budgets.rule'), budgets.rule]).toEqual(['no bound', {}]);
    expect(told.get('rules[].keep.*.keepLast')).toBe(String(rules[0]?.keep.get('Failed')?.keepLast));
    expect(told.get('rules[].managed')).toBe(String(rules[0]?.managed));
  });

  it('has every outcome', () => {
    expect(
      rowsOf('Outcomes')
        .map(([name]) => name)
        .sort(),
    ).toEqual([...outcomes].sort());
  });

  it('has every result that an object can end with, and tells which leave work undone', () => {
    // Compiles only while it lists them all.
    const all: Record<Result, true> = {
      deleted: true,
      stopped: true,
      reported: true,
      verified: true,
      gone: true,
      conflict: true,
      budget: true,
      forbidden: true,
      'archive-failed': true,
      'held-by-dependent': true,
      'kept-last': true,
      paused: true,
      'hold-window': true,
      protected: true,
      error: true,
      exempt: true,
      'legal-hold': true,
      managed: true,
      terminating: true,
      stuck: true,
      archiving: true,
      unrecorded: true,
      unfinished: true,
      uncertain: true,
      'not-covered': true,
      young: true,
    };
    const told = rowsOf('Results').map(([name, , left = '']): [string, boolean] => [name, left === 'yes']);
    expect(told).toHaveLength(Object.keys(all).length);
    expect(Object.fromEntries(told)).toEqual(
      Object.fromEntries(Object.keys(all).map((result) => [result, isUndone(result as Result)])),
    );
  });
});

type Row = readonly [name: string, ...cells: string[]];

/** The rows of a section's tables that are about something: it stands first, as code. */
function rowsOf(title: string): Row[] {
  const [, text = ''] = reference.split(`\n## ${title}\n`);
  const [section = ''] = text.split('\n## ');
  return [...section.matchAll(/^\| `([^`]+)` \| (.*) \|$/gm)].map(([, name = '', rest = '']) => {
    return [name, ...rest.split(' | ').map((cell) => cell.replaceAll('`', '').trim())];
  });
}

type Schema = {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | false;
  readonly items?: Schema;
};

/** The paths of all fields; those of budgets and selectors under a name of their own. */
function fieldsOf({ items, properties = {}, additionalProperties }: Schema, path = ''): string[] {
  if (items) return fieldsOf(items, `${path}[]`);
  const shared = path.endsWith('selector') ? 'selector' : 'count' in properties ? 'budget' : path;
  const own = Object.entries(properties).flatMap(([name, field]) => {
    const at = shared === '' ? name : `${shared}.${name}`;
    return [at, ...fieldsOf(field, at)];
  });
  return additionalProperties ? [...own, ...fieldsOf(additionalProperties, `${path}.*`)] : own;
}
