import { isAtLeast } from '../../../../model/values/version';
import type { Field } from '../../../cluster/field';
import { isPlaceholder } from '../../../cluster/placeholder';
import type { Violation } from '../../../findings/finding';
import { rule } from '../../rule';

/** Modes, with the version whose CRD first takes them; undefined for those of v1 from its start. */
const modes: Readonly<Record<string, string | undefined>> = {
  Off: undefined,
  Initial: undefined,
  Recreate: undefined,
  Auto: undefined,
  InPlaceOrRecreate: '1.4',
  InPlace: '1.7',
};

/** The mode of a vertical autoscaler: what there is, what there is in this version, and what is about to go. */
export const vpaMode = rule({
  id: 'VPA-MODE',
  severity: 'error',
  title: 'the update mode of a vertical autoscaler is unknown, deprecated or switched off',
  *check(cluster) {
    for (const { verticalAutoscalers } of cluster.namespaces) {
      for (const { object } of verticalAutoscalers) {
        const policy = object.field('spec', 'updatePolicy');
        const violation = policy.exists && fault(policy.get('updateMode'), cluster.profile.verticalPodAutoscaler);
        if (violation) yield violation;
      }
    }
  },
});

function fault(field: Field, version: string | undefined): Violation | undefined {
  const mode = field.value;
  if (isPlaceholder(mode)) return undefined;
  if (mode === undefined || mode === null) {
    return {
      severity: 'warning',
      at: [field],
      message: 'updatePolicy has no updateMode, which the webhook of VPA refuses',
      fix: 'state it: Recreate is what it would be without updatePolicy',
    };
  }
  if (typeof mode !== 'string' || !Object.hasOwn(modes, mode)) {
    // YAML takes a bare Off for false.
    const hint = mode === false ? ' (Off without quotes is false in YAML)' : '';
    return {
      at: [field],
      message: `there is no updateMode ${JSON.stringify(mode)}${hint}, and the API server refuses it`,
      fix:
        mode === false
          ? 'write "Off", in quotes'
          : `use one of ${Object.keys(modes)
              .filter((name) => name !== 'Auto')
              .join(', ')}`,
    };
  }
  const since = modes[mode];
  if (since !== undefined && version !== undefined && !isAtLeast(version, since)) {
    return {
      at: [field],
      message: `updateMode ${mode} came with VPA ${since}, and the API server refuses it in ${version}`,
      fix: 'use Recreate or Initial, or update VPA',
    };
  }
  if (mode === 'Auto') {
    return {
      severity: 'warning',
      at: [field],
      message: 'updateMode Auto is deprecated; it means Recreate, which evicts pods to change them',
      fix: 'write Recreate, or Initial where work must not be cut off, or InPlaceOrRecreate (Kubernetes 1.33, VPA 1.4)',
    };
  }
  if (mode !== 'InPlace') return undefined;
  return {
    severity: 'warning',
    at: [field],
    message: 'updateMode InPlace is alpha: the webhook of VPA refuses it unless its feature gate InPlace is on',
    fix: 'use InPlaceOrRecreate, or switch the feature gate on',
  };
}
