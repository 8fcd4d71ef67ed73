import { rule } from '../../rule';
import { schemaViolations } from './schema-faults';

/** A value of another type than the field's, one that is not allowed, or none where one must be: the API server refuses it. */
export const schemaInvalid = rule({
  id: 'SCHEMA-INVALID',
  severity: 'error',
  title: 'an object breaks the schema of its kind',
  check: (cluster) => schemaViolations(cluster, ({ problem }) => problem !== 'unknown'),
});
