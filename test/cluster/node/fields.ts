import { Quantity } from '../../../src/model/values/quantity';
import type { ContainerSpec, PodObject, ResourceFieldRef } from './core';

/** What the downward API tells that the pod's manifest does not. */
export interface Placement {
  readonly podIP: string;
  readonly hostIP: string;
  readonly capacity: Readonly<Record<string, string>>;
}

/** A pod's field as the downward API writes it. @throws Error for a field that it does not offer. */
export function fieldValue(path: string, pod: PodObject, { podIP, hostIP }: Placement): string {
  const { metadata, spec } = pod;
  const entry = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path);
  if (entry) return metadata[entry[1] as 'labels' | 'annotations']?.[entry[2]!] ?? '';
  switch (path) {
    case 'metadata.name':
      return metadata.name;
    case 'metadata.namespace':
      return metadata.namespace;
    case 'metadata.uid':
      return metadata.uid;
    case 'metadata.labels':
      return keyValues(metadata.labels);
    case 'metadata.annotations':
      return keyValues(metadata.annotations);
    case 'spec.nodeName':
      return spec.nodeName ?? '';
    case 'spec.serviceAccountName':
      return spec.serviceAccountName ?? '';
    case 'status.podIP':
    case 'status.podIPs':
      return podIP;
    case 'status.hostIP':
    case 'status.hostIPs':
      return hostIP;
    default:
      throw new Error(`unsupported fieldPath: ${path}`);
  }
}

/** A container's request or limit in units of the divisor, rounded up; a limit that is not set is the node's capacity. */
export function resourceValue(
  { resource, divisor = '1', containerName }: ResourceFieldRef,
  container: ContainerSpec | undefined,
  { capacity }: Placement,
): string {
  if (!container) throw new Error(`unknown container: ${containerName}`);
  const [kind = '', name = ''] = resource.split(/\.(.*)/);
  const { limits, requests } = container.resources ?? {};
  const value = kind === 'limits' ? (limits?.[name] ?? capacity[name]) : (requests?.[name] ?? limits?.[name] ?? 0);
  const unit = Quantity.parse(divisor);
  return String(Quantity.parse(value ?? 0).ceilDivide(unit.isZero ? Quantity.units(1) : unit));
}

/** One `key="value"` a line, sorted, as downward API files have labels. */
function keyValues(entries: Readonly<Record<string, string>> = {}): string {
  const keys = Object.keys(entries).sort();
  return keys.map((key) => `${key}=${JSON.stringify(entries[key])}`).join('\n');
}
