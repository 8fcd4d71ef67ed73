import type { SchemaProblem } from '../../../../model/kinds/schema/problem';
import { schemaOf } from '../../../../model/kinds/schema/registry';
import { schemaProblems } from '../../../../model/kinds/schema/schema-problems';
import type { Cluster } from '../../../cluster/cluster';
import type { ClusterObject } from '../../../cluster/cluster-object';
import { isPlaceholder } from '../../../cluster/placeholder';
import type { Violation } from '../../../findings/finding';
import { isCredentialName } from '../security/credential-name';
import { isToldElsewhere } from './told-elsewhere';

const faults = new WeakMap<ClusterObject, readonly SchemaProblem[]>();

/**
 * What schemas have against the objects of a cluster: an error for kinds that every API server knows, a warning for custom
 * resources, whose definition may be another there. Where the definition is among the objects, ours is not asked.
 */
export function* schemaViolations(
  cluster: Cluster,
  isWanted: (problem: SchemaProblem) => boolean,
): Generator<Violation> {
  const defined = new Set(
    cluster.ofKind('CustomResourceDefinition', 'apiextensions.k8s.io').map((definition) => {
      return `${definition.field('spec', 'names', 'kind').text}.${definition.field('spec', 'group').text}`;
    }),
  );
  for (const object of cluster.objects) {
    const schema = schemaOf(object.apiVersion, object.kind);
    if (!schema || defined.has(`${object.kind}.${object.group}`)) continue;
    for (const problem of faultsOf(object)) {
      if (!isWanted(problem)) continue;
      const isRefused = schema.builtIn && problem.problem !== 'duplicate';
      yield {
        ...(!isRefused && { severity: 'warning' as const }),
        at: [object.field(...problem.path)],
        message: messageOf(problem, object),
        fix: problem.fix,
      };
    }
  }
}

function faultsOf(object: ClusterObject): readonly SchemaProblem[] {
  const known = faults.get(object);
  if (known) return known;
  const found = schemaProblems(object.manifest).filter((problem) => {
    const { path } = problem;
    if (path.length === 1 && path[0] === 'sops' && isEncrypted(object)) return false;
    return (
      !isPlaceholder(object.field(...path).value) && !path.some(isPlaceholder) && !isToldElsewhere(object, problem)
    );
  });
  faults.set(object, found);
  return found;
}

/** SOPS writes down how beside what it encrypts, and takes it out again as it decrypts. */
function isEncrypted(object: ClusterObject): boolean {
  return object.field('sops', 'mac').exists;
}

/** Where a variable that is named like a credential holds a number, the number is not shown. */
function messageOf({ path, message }: SchemaProblem, object: ClusterObject): string {
  const [list, , field] = path.slice(-3);
  const isCredential =
    list === 'env' && field === 'value' && isCredentialName(object.field(...path.slice(0, -1), 'name').text);
  return isCredential ? message.replace(/ \(.*?\)(?=, not )/, '') : message;
}
