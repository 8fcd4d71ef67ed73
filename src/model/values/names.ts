import { InvalidValue } from './problems';

const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const qualified = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

/**
 * A DNS-1123 label: namespaces and most names that become part of a host name. At most 63 characters.
 *
 * @throws InvalidValue with the allowed form.
 */
export function dnsLabel(value: string): string {
  if (isText(value) && value.length <= 63 && label.test(value)) return value;
  throw new InvalidValue(value, `is not a DNS-1123 label: ${lengthOr(value, 63, 'a-z, 0-9 and -, not at either end')}`);
}

/**
 * A DNS-1123 subdomain: the names of most objects. At most 253 characters.
 *
 * @throws InvalidValue with the allowed form.
 */
export function dnsSubdomain(value: string): string {
  if (isText(value) && value.length <= 253 && subdomain.test(value)) return value;
  const form = 'a-z, 0-9, - and ., each part starting and ending with a letter or digit';
  throw new InvalidValue(value, `is not a DNS-1123 subdomain: ${lengthOr(value, 253, form)}`);
}

/**
 * A label or annotation key: `name` or `prefix/name`, the name at most 63 characters, the prefix a DNS subdomain.
 *
 * @throws InvalidValue with the part that is wrong.
 */
export function labelKey(value: string): string {
  const parts = isText(value) ? value.split('/') : [];
  const name = parts.at(-1) ?? '';
  if (parts.length === 2 && !(subdomain.test(parts[0] ?? '') && (parts[0] ?? '').length <= 253)) {
    throw new InvalidValue(value, 'is not a key: the part before / must be a DNS subdomain, e.g. example.com');
  }
  if (parts.length < 1 || parts.length > 2 || name.length > 63 || !qualified.test(name)) {
    const form = 'letters, digits, -, _ and ., starting and ending with a letter or digit, with an optional prefix/';
    throw new InvalidValue(value, `is not a key: ${lengthOr(name, 63, form)}`);
  }
  return value;
}

/**
 * A label's value: empty, or at most 63 letters, digits, `-`, `_` and `.`, starting and ending with a letter or digit.
 *
 * @throws InvalidValue with the allowed form.
 */
export function labelValue(value: string): string {
  if (isText(value) && value.length <= 63 && (value === '' || qualified.test(value))) return value;
  const form = 'empty, or letters, digits, -, _ and ., starting and ending with a letter or digit';
  throw new InvalidValue(value, `is not a label value: ${lengthOr(value, 63, form)}`);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function lengthOr(value: unknown, limit: number, form: string): string {
  if (!isText(value)) return `write a string of ${form}`;
  return value.length > limit ? `${value.length} characters, at most ${limit} are allowed` : `use ${form}`;
}
