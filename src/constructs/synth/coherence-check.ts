import type { Finding } from '../../analysis/findings/finding';
import type { Environment } from './environment';
import type { PlannedManifest } from './plan';

/** What stands against an app's objects together, one line each. */
export interface CoherenceResult {
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

/** Checks each environment as the cluster it is. The checker is loaded only here: importing constructs stays quick. */
export function coherenceOf(manifests: readonly PlannedManifest[]): CoherenceResult {
  const { check } = require('../../analysis/coherence/check') as typeof import('../../analysis/coherence/check');
  const clusters = new Map<string, PlannedManifest[]>();
  for (const planned of manifests) {
    const name = planned.environment?.node.id ?? '';
    const inside = clusters.get(name);
    if (inside) inside.push(planned);
    else clusters.set(name, [planned]);
  }
  const sources = [...clusters.values()].map((inside) => ({
    profile: profileOf(inside),
    manifests: inside.map(({ manifest, construct }) => ({
      manifest,
      locate: () => ({ construct: construct.node.path }),
    })),
  }));
  const { findings } = check(sources);
  return {
    errors: findings.filter(({ severity }) => severity === 'error').map(line),
    warnings: findings.filter(({ severity }) => severity === 'warning').map(line),
  };
}

function profileOf(planned: readonly PlannedManifest[]): Environment['profile'] | undefined {
  return planned.find(({ environment }) => environment !== undefined)?.environment?.profile;
}

/** The place, the field, what is wrong with the arithmetic, and the remedy. */
function line({ rule, at, message, arithmetic = [], fix }: Finding): string {
  const { formatLocation, formatPath } =
    require('../../analysis/findings/finding') as typeof import('../../analysis/findings/finding');
  const [{ object, path }] = at;
  const field = path.length === 0 ? '' : ` ${formatPath(path)}`;
  const why = arithmetic.length === 0 ? '' : ` (${arithmetic.join('; ')})`;
  return `${formatLocation(object.locate(path))}:${field} ${rule}: ${message}${why}; ${fix}`;
}
