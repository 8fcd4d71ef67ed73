import type { Construct } from 'constructs';
import { persistentVolumeClaim } from '../../model/kinds/persistent-volume-claim';
import { dnsSubdomain } from '../../model/values/names';
import { oneOf } from '../../model/values/numbers';
import { InvalidValue, type Problems } from '../../model/values/problems';
import { Quantity, type QuantityLike } from '../../model/values/quantity';
import { Environment } from '../synth/environment';
import { type Body, KubernetesObject, type NamespacedProps } from '../synth/kubernetes-object';
import { confirmDeletion } from '../synth/sync-options';

/** `standard` 10Gi, `large` 25Gi for big code bases, `testing` 50Gi for deployment artifacts. */
export type WorkspaceSize = 'standard' | 'large' | 'testing';

export const workspaceSizes: Readonly<Record<WorkspaceSize, string>> = {
  standard: '10Gi',
  large: '25Gi',
  testing: '50Gi',
};

export interface WorkspaceClaimSpecProps {
  /** A named size, or any amount. @default 'standard' - 10Gi */
  readonly size?: WorkspaceSize | QuantityLike;
  /** @default 'fast-ssd' */
  readonly storageClassName?: string;
  /** @default 'ReadWriteOnce' - one node mounts it */
  readonly accessMode?: 'ReadWriteOnce' | 'ReadWriteOncePod' | 'ReadWriteMany' | 'ReadOnlyMany';
}

export interface WorkspaceClaimProps extends NamespacedProps, WorkspaceClaimSpecProps {}

/** A volume claim's spec, as a PersistentVolumeClaim, a StatefulSet and a workflow's `volumeClaimTemplates` share it. */
export interface WorkspaceClaimSpec {
  readonly accessModes: readonly string[];
  readonly resources: { readonly requests: { readonly storage: string } };
  readonly storageClassName: string;
}

/** The disk an agent works on. Argo CD asks a person before it deletes it. */
export class WorkspaceClaim extends KubernetesObject<WorkspaceClaimProps> {
  /**
   * The spec alone, for the templates of others.
   *
   * @throws InvalidValue for a size that is neither a name nor an amount above 0.
   */
  static spec(props: WorkspaceClaimSpecProps = {}): WorkspaceClaimSpec {
    return claimSpec(props, claimSize(sizeOf(props)).toString());
  }

  constructor(scope: Construct, id: string, props: WorkspaceClaimProps) {
    super(scope, id, persistentVolumeClaim, props, { annotations: confirmDeletion });
  }

  protected body(props: WorkspaceClaimProps, problems: Problems): Body {
    const storage = problems.read('size', sizeOf(props), claimSize);
    const className = problems.read('storageClassName', props.storageClassName, dnsSubdomain);
    problems.read(
      'accessMode',
      props.accessMode,
      oneOf(['ReadWriteOnce', 'ReadWriteOncePod', 'ReadWriteMany', 'ReadOnlyMany']),
    );
    const known = Environment.find(this)?.profile.storageClasses;
    const wanted = className ?? defaultClass;
    if (known && !known.includes(wanted)) {
      const remedy = `use one of ${known.join(', ')}, or declare it`;
      problems.invalid(
        'storageClassName',
        wanted,
        `is no storage class of the cluster's profile: the claim would wait for good; ${remedy}`,
      );
    }
    return { spec: claimSpec(props, storage?.toString() ?? '') };
  }
}

const defaultClass = 'fast-ssd';

function sizeOf({ size = 'standard' }: WorkspaceClaimSpecProps): QuantityLike {
  return typeof size === 'string' && Object.hasOwn(workspaceSizes, size) ? workspaceSizes[size as WorkspaceSize] : size;
}

function claimSize(size: QuantityLike): Quantity {
  const storage = Quantity.parse(size);
  if (storage.isNegative || storage.isZero) throw new InvalidValue(size, 'must be above 0');
  return storage;
}

function claimSpec(props: WorkspaceClaimSpecProps, storage: string): WorkspaceClaimSpec {
  return {
    accessModes: [props.accessMode ?? 'ReadWriteOnce'],
    resources: { requests: { storage } },
    storageClassName: props.storageClassName ?? defaultClass,
  };
}
