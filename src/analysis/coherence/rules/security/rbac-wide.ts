import type { Cluster } from '../../../cluster/cluster';
import type { ClusterObject } from '../../../cluster/cluster-object';
import type { Field } from '../../../cluster/field';
import type { Severity, Violation } from '../../../findings/finding';
import { rule } from '../../rule';

const group = 'rbac.authorization.k8s.io';

/** Rights beyond what a program can be said to need. */
export const rbacWide = rule({
  id: 'RBAC-WIDE',
  severity: 'warning',
  title: 'a role allows more than anybody can name',
  *check(cluster: Cluster) {
    for (const role of [...cluster.ofKind('Role', group), ...cluster.ofKind('ClusterRole', group)]) {
      const violation = ofRole(role);
      if (violation) yield violation;
    }
    for (const binding of [...cluster.ofKind('RoleBinding', group), ...cluster.ofKind('ClusterRoleBinding', group)]) {
      yield* ofBinding(binding);
    }
  },
});

interface Width {
  readonly field: Field;
  /** What its holder may do. */
  readonly text: string;
  readonly severity: Severity;
}

/** One finding a role, however many of its rules are wide. */
function ofRole(role: ClusterObject): Violation | undefined {
  const wide = role.field('rules').items.flatMap(widthsOf);
  const worst = wide.find(({ severity }) => severity === 'warning') ?? wide[0];
  if (!worst) return undefined;
  return {
    severity: worst.severity,
    at: [worst.field, ...wide.filter((one) => one !== worst).map(({ field }) => field)],
    message: `the role lets its holder ${worst.text}${wide.length > 1 ? `, and is as wide in ${wide.length - 1} more` : ''}`,
    arithmetic: wide.length > 1 ? wide.map(({ field, text }) => `rules[${field.path[1]}]: ${text}`) : undefined,
    fix: 'name the verbs and resources that the program uses',
  };
}

function widthsOf(entry: Field): Width[] {
  const [verbs, resources, groups] = ['verbs', 'resources', 'apiGroups'].map((name) => entry.get(name).words);
  if (!verbs || !resources || !groups || resources.length === 0 || groups.length === 0) return [];
  const escalation = escalationOf(verbs, resources, groups);
  if (escalation) return [{ field: entry.get('verbs'), text: escalation, severity: 'warning' }];
  const [anyVerb, anyResource, anyGroup] = [verbs, resources, groups].map((list) => list.includes('*'));
  const field = anyVerb ? 'verbs' : anyResource ? 'resources' : 'apiGroups';
  // `*/scale` in any group is what autoscalers need: nobody can list the groups.
  const isSubresource = anyGroup && !anyVerb && resources.every((name) => name.startsWith('*/'));
  if ((!anyVerb && !anyResource && !anyGroup) || isSubresource) return [];
  return [
    {
      field: entry.get(field),
      text: `${anyVerb ? 'do anything with' : verbs.join(', ')} ${scopeOf(resources, groups)}`,
      // Within groups of its own an operator may well do everything.
      severity: !anyGroup && groups.every(isCustom) ? 'info' : 'warning',
    },
  ];
}

function scopeOf(resources: readonly string[], groups: readonly string[]): string {
  const things = resources.includes('*') ? 'every resource' : resources.join(', ');
  const names = groups.map((name) => (name === '' ? 'the core group' : name)).join(', ');
  return `${things} of ${groups.includes('*') ? 'every API group' : names}`;
}

function isCustom(name: string): boolean {
  return !builtIn.has(name.replace(/\.k8s\.io$/, ''));
}

/** Groups of Kubernetes itself, without their `.k8s.io`; all others belong to somebody. */
const builtIn: ReadonlySet<string> = new Set([
  '',
  '*',
  'admissionregistration',
  'apiextensions',
  'apiregistration',
  'apps',
  'authentication',
  'authorization',
  'autoscaling',
  'batch',
  'certificates',
  'coordination',
  'discovery',
  'events',
  'extensions',
  'flowcontrol.apiserver',
  'networking',
  'node',
  'policy',
  'rbac.authorization',
  'resource',
  'scheduling',
  'storage',
  'storagemigration',
]);

/** Verbs by which a holder of few rights gets more; https://kubernetes.io/docs/concepts/security/rbac-good-practices/. */
function escalationOf(
  verbs: readonly string[],
  resources: readonly string[],
  groups: readonly string[],
): string | undefined {
  const names = (wanted: readonly string[], given: readonly string[]) => given.some((name) => wanted.includes(name));
  const found = ['escalate', 'bind'].filter((verb) => verbs.includes(verb));
  if (found.length > 0 && names([group], groups) && names(['roles', 'clusterroles', '*'], resources)) {
    return `give itself any right: ${found.join(' and ')} on ${resources.join(', ')}`;
  }
  const identities = ['users', 'groups', 'serviceaccounts', '*'];
  return verbs.includes('impersonate') && names(['', '*'], groups) && names(identities, resources)
    ? `act as others: impersonate on ${resources.join(', ')}`
    : undefined;
}

function* ofBinding(binding: ClusterObject): Generator<Violation> {
  if (binding.field('roleRef', 'name').text !== 'cluster-admin') return;
  const accounts = binding.field('subjects').items.filter((subject) => subject.get('kind').text === 'ServiceAccount');
  const [first] = accounts;
  if (!first) return;
  const names = accounts.map(
    (account) => `${account.get('namespace').text ?? binding.namespace}/${account.get('name').text ?? ''}`,
  );
  const where = binding.kind === 'ClusterRoleBinding' ? 'of the cluster' : `of namespace ${binding.namespace}`;
  yield {
    at: [binding.field('roleRef', 'name'), first],
    message: `pods that run as ${names.join(', ')} may do anything with every object ${where}, Secrets included`,
    fix: 'bind a role that names the verbs and resources that the program uses',
  };
}
