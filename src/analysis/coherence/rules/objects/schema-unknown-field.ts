import { rule } from '../../rule';
import { schemaViolations } from './schema-faults';

/** A field that the kind does not have: refused with strict validation, as kubectl asks for, and dropped without. */
export const schemaUnknownField = rule({
  id: 'SCHEMA-UNKNOWN-FIELD',
  severity: 'error',
  title: 'an object has a field that its kind does not know',
  check: (cluster) => schemaViolations(cluster, ({ problem }) => problem === 'unknown'),
});
