import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { LocalImage } from './image';

/** What the command line decides. */
export interface Settings {
  readonly kubeconfig: string;
  readonly name: string;
  readonly root: string;
  readonly images: Readonly<Record<string, LocalImage>>;
  readonly bridgeCidr: string | undefined;
  readonly cpu: string | undefined;
  readonly memory: string | undefined;
  /** The first delay between restarts, and the longest one. */
  readonly backoffMilliseconds: number;
  readonly longestBackoffMilliseconds: number;
  /** How often mounted ConfigMaps, Secrets and tokens are looked at, and missing ones asked for again. */
  readonly syncMilliseconds: number;
  /** Only remove what the last program of the root folder left. */
  readonly cleanup: boolean;
}

export const usage = `usage: main.js --kubeconfig FILE --name NODE --root DIR --images FILE [options]
       main.js --cleanup --root DIR
  --bridge-cidr CIDR     the pods' subnet, a /24 (default: a free one of 10.244.0.0/16)
  --cpu N, --memory N    the node's capacity (default: the machine's)
  --backoff MS           first delay between restarts (default 10000)
  --backoff-max MS       longest delay between restarts (default 300000)
  --sync-period MS       how often mounted ConfigMaps, Secrets and tokens are followed (default 10000)`;

/** @throws Error, in one line, for arguments that are wrong or missing. */
export function readOptions(args: readonly string[]): Settings {
  const { values } = parseArgs({
    args: [...args],
    options: {
      kubeconfig: { type: 'string' },
      name: { type: 'string' },
      root: { type: 'string' },
      images: { type: 'string' },
      'bridge-cidr': { type: 'string' },
      cpu: { type: 'string' },
      memory: { type: 'string' },
      backoff: { type: 'string', default: '10000' },
      'backoff-max': { type: 'string', default: '300000' },
      'sync-period': { type: 'string', default: '10000' },
      cleanup: { type: 'boolean', default: false },
    },
  });
  const needed = values.cleanup ? (['root'] as const) : (['kubeconfig', 'name', 'root', 'images'] as const);
  const missing = needed.filter((name) => values[name] === undefined);
  if (missing.length > 0) throw new Error(`missing ${missing.map((name) => `--${name}`).join(', ')}`);
  return {
    kubeconfig: values.kubeconfig ?? '',
    name: values.name ?? '',
    root: resolve(values.root!),
    images: values.images === undefined ? {} : JSON.parse(readFileSync(values.images, 'utf8')),
    bridgeCidr: values['bridge-cidr'],
    cpu: values.cpu,
    memory: values.memory,
    backoffMilliseconds: Number(values.backoff),
    longestBackoffMilliseconds: Number(values['backoff-max']),
    syncMilliseconds: Number(values['sync-period']),
    cleanup: values.cleanup,
  };
}
