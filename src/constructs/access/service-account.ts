import type { Construct } from 'constructs';
import { serviceAccount } from '../../model/kinds/service-account';
import { type Body, KubernetesObject, type NamespacedProps } from '../synth/kubernetes-object';

export interface ServiceAccountProps extends NamespacedProps {}

/** Whom a program acts as. Its token is given to pods that ask for it, and to no other. */
export class ServiceAccount extends KubernetesObject<ServiceAccountProps> {
  constructor(scope: Construct, id: string, props: ServiceAccountProps) {
    super(scope, id, serviceAccount, props);
  }

  protected body(): Body {
    return { automountServiceAccountToken: false };
  }
}
