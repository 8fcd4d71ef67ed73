import type { Construct } from 'constructs';
import { namespace } from '../../model/kinds/namespace';
import { oneOf } from '../../model/values/numbers';
import { InvalidValue, type Problems } from '../../model/values/problems';
import { type Body, KubernetesObject, type ObjectProps } from '../synth/kubernetes-object';
import { confirmDeletion } from '../synth/sync-options';

/** How strictly the API server looks at pods (https://kubernetes.io/docs/concepts/security/pod-security-standards/). */
export type PodSecurityLevel = 'privileged' | 'baseline' | 'restricted';

export interface NamespaceProps extends ObjectProps {
  /** The level that pods must meet; it is enforced, audited and warned about. @default 'restricted' */
  readonly podSecurity?: PodSecurityLevel;
  /** Which minor's reading of the level, e.g. `v1.36`. @default 'latest' */
  readonly podSecurityVersion?: string;
  /** @default -10 - before everything that lives in it */
  readonly syncWave?: number;
}

const levels: readonly PodSecurityLevel[] = ['privileged', 'baseline', 'restricted'];

/**
 * A namespace with its Pod Security level. Argo CD asks a person before it prunes or deletes it, since that deletes
 * everything inside.
 */
export class Namespace extends KubernetesObject<NamespaceProps> {
  constructor(scope: Construct, id: string, props: NamespaceProps) {
    const { podSecurity, podSecurityVersion } = props ?? {};
    const security = Object.fromEntries(
      ['enforce', 'audit', 'warn'].flatMap((mode) => [
        [`pod-security.kubernetes.io/${mode}`, podSecurity ?? 'restricted'],
        [`pod-security.kubernetes.io/${mode}-version`, podSecurityVersion ?? 'latest'],
      ]),
    );
    super(scope, id, namespace, props, { syncWave: -10, labels: security, annotations: confirmDeletion });
  }

  protected body(props: NamespaceProps, problems: Problems): Body {
    problems.read('podSecurity', props.podSecurity, oneOf(levels));
    problems.read('podSecurityVersion', props.podSecurityVersion, securityVersion);
    return {};
  }
}

function securityVersion(value: string): string {
  if (typeof value === 'string' && /^(latest|v1\.\d+)$/.test(value)) return value;
  throw new InvalidValue(value, 'is not a version of Pod Security: use latest or e.g. v1.36');
}
