import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020';
import { root } from './files';

const schema = JSON.parse(readFileSync(join(root, 'docs/findings.schema.json'), 'utf8'));
const validate = new Ajv2020({ strict: true, strictRequired: false, allErrors: true }).compile(schema);

/** What stands against a report in JSON by its published schema. */
export function findingsErrors(value: unknown): unknown {
  return validate(value) ? [] : validate.errors;
}
