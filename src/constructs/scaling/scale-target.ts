import { dnsSubdomain } from '../../model/values/names';
import { type Problems, quote } from '../../model/values/problems';
import { text } from '../synth/input';

/** The object whose pods are scaled; it may live in another repository. */
export interface ScaleTarget {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
}

/** Targets by the kinds in real use. */
export const ScaleTargets = {
  deployment: (name: string): ScaleTarget => ({ apiVersion: 'apps/v1', kind: 'Deployment', name }),
  statefulSet: (name: string): ScaleTarget => ({ apiVersion: 'apps/v1', kind: 'StatefulSet', name }),
};

/** A target as it is rendered. */
export function readTarget(target: ScaleTarget | undefined, problems: Problems): ScaleTarget | undefined {
  if (!target?.kind || !target.apiVersion || !target.name) {
    return problems.report('', `is required with apiVersion, kind and name: got ${quote(target)}`);
  }
  problems.read('apiVersion', target.apiVersion, text);
  problems.read('kind', target.kind, text);
  problems.read('name', target.name, dnsSubdomain);
  return { apiVersion: target.apiVersion, kind: target.kind, name: target.name };
}
