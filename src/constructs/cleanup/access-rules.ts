import type { Right } from '../../model/policy/rights';
import type { AccessRule } from '../access/role';

/** Rights by the namespace that they are for; undefined is the whole cluster. */
export function rightsByNamespace(rights: readonly Right[]): ReadonlyMap<string | undefined, readonly Right[]> {
  const found = new Map<string | undefined, Right[]>();
  for (const right of rights) {
    const known = found.get(right.namespace);
    if (known) known.push(right);
    else found.set(right.namespace, [right]);
  }
  return found;
}

/** Rights of one namespace as rules of a role: as few as say them and nothing else, in an order of their own. */
export function accessRules(rights: readonly Right[]): AccessRule[] {
  const verbs = new Map<string, { readonly right: Right; readonly verbs: Set<string> }>();
  for (const right of rights) {
    const key = [right.group, right.resource, right.name ?? ''].join('\0');
    const known = verbs.get(key);
    if (known) known.verbs.add(right.verb);
    else verbs.set(key, { right, verbs: new Set([right.verb]) });
  }
  const rules = new Map<string, AccessRule & { resources: string[]; resourceNames?: string[] }>();
  for (const { right, verbs: granted } of verbs.values()) {
    const { group, resource, name } = right;
    const sorted = [...granted].sort();
    // Names are one rule's only if they are of one resource.
    const key = [group, sorted.join(), name === undefined ? '' : resource].join('\0');
    const rule = rules.get(key) ?? {
      apiGroups: [group],
      resources: [],
      verbs: sorted,
      ...(name && { resourceNames: [] }),
    };
    rules.set(key, rule);
    if (!rule.resources.includes(resource)) rule.resources.push(resource);
    if (name !== undefined) rule.resourceNames?.push(name);
  }
  return [...rules.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, rule]) => rule);
}
