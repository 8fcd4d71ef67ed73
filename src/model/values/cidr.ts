import { isIP } from 'node:net';
import { InvalidValue } from './problems';

/**
 * A network in CIDR form, `10.0.0.0/28` or `fd00::/8`, as NetworkPolicy takes it.
 *
 * @throws InvalidValue without a prefix length, with one out of range, or for what is no address.
 */
export function cidr(value: string): string {
  const [address = '', length, ...more] = typeof value === 'string' ? value.split('/') : [];
  const family = isIP(address);
  if (family === 0 || more.length > 0) throw new InvalidValue(value, 'is not a network: write e.g. 10.0.0.0/28');
  const bits = family === 4 ? 32 : 128;
  if (length === undefined || !/^\d+$/.test(length) || Number(length) > bits) {
    throw new InvalidValue(value, `needs a prefix length of 0 to ${bits}: write e.g. ${address}/${bits}`);
  }
  return value;
}

/**
 * A port number.
 *
 * @throws InvalidValue outside 1 to 65535.
 */
export function port(value: number): number {
  if (Number.isInteger(value) && value >= 1 && value <= 65_535) return value;
  throw new InvalidValue(value, 'is not a port: use a whole number from 1 to 65535');
}
