import { App, type IResolver, Lazy, ResolutionContext } from 'cdk8s';
import type { Construct } from 'constructs';

/** cdk8s's own resolvers; an App with more has resolvers of its user. */
const builtInResolvers = 3;

/**
 * Replaces `Lazy` values, tokens and what the App's own resolvers know, at any depth. What holds none is returned as it
 * is, not copied, so that the usual object costs one walk. Null in a map means that the key is absent.
 */
export function resolveTokens<T>(value: T, scope: Construct): T {
  const custom = customResolvers(scope);
  if (!custom && !holdsToken(value)) return value;
  return resolve(value, [], (candidate, key) => {
    if (custom) {
      const context = new ResolutionContext(
        scope as ConstructorParameters<typeof ResolutionContext>[0],
        key,
        candidate,
      );
      for (const resolver of custom) {
        resolver.resolve(context);
        if (context.replaced) return { value: context.replacedValue };
      }
    }
    if (candidate instanceof Lazy) return { value: candidate.produce() };
    const token = candidate as { resolve?: unknown };
    return typeof token.resolve === 'function' ? { value: token.resolve() } : undefined;
  }) as T;
}

/** The resolvers that the user gave the App, if any. */
export function customResolvers(scope: Construct): readonly IResolver[] | undefined {
  const { resolvers } = App.of(scope);
  return resolvers.length > builtInResolvers ? resolvers.slice(0, -builtInResolvers) : undefined;
}

/** Whether there is anything to replace, which is rare, and quicker to find out than to do. */
function holdsToken(value: unknown): boolean {
  if (typeof value === 'function') return 'resolve' in value;
  if (typeof value !== 'object' || value === null) return false;
  if (value instanceof Lazy || 'resolve' in value) return true;
  if (Array.isArray(value)) return value.some(holdsToken);
  if (value.constructor !== Object) return false;
  for (const key in value) {
    const item = (value as Record<string, unknown>)[key];
    if (item === null || holdsToken(item)) return true;
  }
  return false;
}

type Replace = (value: unknown, key: string[]) => { readonly value: unknown } | undefined;

function resolve(value: unknown, key: string[], replace: Replace): unknown {
  if (value === null || value === undefined) return value;
  const replaced = replace(value, key);
  if (replaced) return resolve(replaced.value, key, replace);
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) {
    const items = value.map((item, index) => resolve(item, [...key, `${index}`], replace));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  return value.constructor === Object ? resolveMap(value as Record<string, unknown>, key, replace) : value;
}

function resolveMap(map: Record<string, unknown>, key: string[], replace: Replace): Record<string, unknown> {
  let copy: Record<string, unknown> | undefined;
  for (const name in map) {
    const resolved = resolve(map[name], [...key, name], replace);
    if (resolved === map[name] && resolved !== null) continue;
    copy ??= { ...map };
    if (resolved === null) delete copy[name];
    else copy[name] = resolved;
  }
  return copy ?? map;
}
