import type { Right } from '../../../../model/policy/rights';
import type { Grant } from '../../../cluster/access/account-grants';
import type { Field } from '../../../cluster/field';
import { type AccountUse, nameOf } from './account-use';

/** Something that an account may do and nothing needs. */
export interface Excess {
  readonly field: Field;
  /** `delete secrets`. */
  readonly text: string;
  readonly fix: string;
}

/** ClusterRoles that every cluster has, each wider than any policy: plugin/pkg/auth/authorizer/rbac/bootstrappolicy. */
const builtIn = ['cluster-admin', 'admin', 'edit', 'view'];

/** What a role allows beyond what is needed where it is bound; of one that is not among the objects nothing is known. */
export function excessOf(grant: Grant, use: AccountUse): Excess[] {
  const { binding, role, title } = grant;
  const reference = binding.field('roleRef', 'name');
  if (!role) {
    const isKnown = title.startsWith('ClusterRole ') && builtIn.includes(reference.text ?? '');
    return isKnown ? [{ field: reference, text: `do all that ${title} allows`, fix: 'bind a role of its own' }] : [];
  }
  // A grant for the whole cluster serves every namespace; that it is so wide is told by itself.
  const isHere = ({ namespace }: Right) => grant.namespace === undefined || namespace === grant.namespace;
  const [needed, later] = [use.needed.filter(isHere), use.neededLater.filter(isHere)];
  const excess = role.field('rules').items.flatMap((rule) => [...excessOfRule(rule, title, needed, later)]);
  const namespaces = [...new Set(use.needed.map(({ namespace }) => namespace))];
  if (grant.namespace !== undefined || namespaces.includes(undefined)) return excess;
  const fix = `bind it with a RoleBinding in each of ${namespaces.join(', ')}`;
  return [{ field: reference, text: `do what ${title} allows`, fix }, ...excess];
}

function* excessOfRule(
  rule: Field,
  title: string,
  needed: readonly Right[],
  later: readonly Right[],
): Generator<Excess> {
  const { verbs, groups, resources, names, urls } = wordsOf(rule);
  if (urls.length > 0) {
    yield { field: rule.get('nonResourceURLs'), text: `${verbs.join(', ')} ${urls.join(', ')}`, fix: without(title) };
  }
  for (const group of groups) {
    for (const resource of resources) {
      const isSame = (right: Right) => right.group === group && right.resource === resource;
      const [here, then] = [needed.filter(isSame), later.filter(isSame)];
      const extra = verbs.filter((verb) => !here.some((right) => right.verb === verb));
      if (extra.length > 0) {
        const isForLater = extra.every((verb) => then.some((right) => right.verb === verb));
        yield {
          field: rule.get(group === '*' ? 'apiGroups' : resource === '*' ? 'resources' : 'verbs'),
          text: `${extra.includes('*') ? 'do anything with' : extra.join(', ')} ${objectsOf(group, resource)}`,
          fix: `${without(title)}${isForLater ? ' until the mode is delete' : ''}`,
        };
      }
      const unnamed = verbs.filter((verb) =>
        isWider(
          names,
          here.filter((right) => right.verb === verb),
        ),
      );
      if (unnamed.length > 0) {
        const few = [...new Set(here.flatMap(({ name }) => name ?? []))];
        yield {
          field: rule.get(names.length === 0 ? 'resources' : 'resourceNames'),
          text: `${unnamed.join(', ')} ${objectsOf(group, resource)} other than ${few.join(', ')}`,
          fix: `name ${few.join(', ')} alone in resourceNames of ${title}`,
        };
      }
    }
  }
}

/** Whether a rule is for more names than the rights, which are for some. */
function isWider(names: readonly string[], rights: readonly Right[]): boolean {
  if (rights.length === 0 || rights.some(({ name }) => name === undefined)) return false;
  return names.length === 0 || names.some((name) => !rights.some((right) => right.name === name));
}

function wordsOf(rule: Field) {
  const words = (name: string) => rule.get(name).words;
  return {
    verbs: words('verbs'),
    groups: words('apiGroups'),
    resources: words('resources'),
    names: words('resourceNames'),
    urls: words('nonResourceURLs'),
  };
}

function objectsOf(group: string, resource: string): string {
  const kind = resource === '*' ? 'every resource' : nameOf({ group: group === '*' ? '' : group, resource });
  if (group === '*') return `${kind} of every API group`;
  return resource === '*' ? `${kind} of ${group === '' ? 'the core group' : group}` : kind;
}

function without(title: string): string {
  return `take it out of ${title}`;
}
