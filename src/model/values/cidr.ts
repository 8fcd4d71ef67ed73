import { BlockList, isIP } from 'node:net';
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

/** Whether all addresses of a network are in another; false for what is no network. */
export function contains(outer: string, inner: string): boolean {
  const [within, network] = [parts(outer), parts(inner)];
  if (!within || !network || within.family !== network.family || within.length > network.length) return false;
  const list = new BlockList();
  list.addSubnet(within.address, within.length, within.family);
  return list.check(network.address, network.family);
}

function parts(text: string) {
  const [address = '', length] = text.split('/');
  const version = isIP(address);
  if (version === 0 || length === undefined || !/^\d{1,3}$/.test(length)) return undefined;
  if (Number(length) > (version === 4 ? 32 : 128)) return undefined;
  return { address, length: Number(length), family: version === 4 ? ('ipv4' as const) : ('ipv6' as const) };
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
