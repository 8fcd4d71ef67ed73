import type { Construct } from 'constructs';
import { appProject } from '../../model/kinds/app-project';
import type { Problems } from '../../model/values/problems';
import { type Body, KubernetesObject, type NamespacedProps } from '../synth/kubernetes-object';

/** A kind by its API group. */
export interface GroupKind {
  /** `''` for core kinds. */
  readonly group: string;
  readonly kind: string;
}

export interface AppProjectProps extends NamespacedProps {
  /** @default - none */
  readonly description?: string;
  /** Repositories its Applications may use. */
  readonly sourceRepos: readonly string[];
  /** Namespaces its Applications may write to. */
  readonly namespaces: readonly string[];
  /** @default 'https://kubernetes.default.svc' - the cluster that Argo CD runs in */
  readonly server?: string;
  /** Kinds without a namespace that they may write. @default - none */
  readonly clusterKinds?: readonly GroupKind[];
  /** Kinds in namespaces that they may write. @default - all */
  readonly namespaceKinds?: readonly GroupKind[];
}

/** Bounds what Argo CD Applications may sync: from where, to where, and which kinds. */
export class AppProject extends KubernetesObject<AppProjectProps> {
  constructor(scope: Construct, id: string, props: AppProjectProps) {
    super(scope, id, appProject, props);
  }

  protected body(props: AppProjectProps, problems: Problems): Body {
    if ((props.sourceRepos ?? []).length === 0)
      problems.report('sourceRepos', 'is required: name at least one repository');
    if ((props.namespaces ?? []).length === 0)
      problems.report('namespaces', 'is required: name at least one namespace');
    const server = props.server ?? 'https://kubernetes.default.svc';
    return {
      spec: {
        description: props.description,
        sourceRepos: props.sourceRepos,
        destinations: (props.namespaces ?? []).map((namespace) => ({ server, namespace })),
        clusterResourceWhitelist: byName(props.clusterKinds),
        namespaceResourceWhitelist: byName(props.namespaceKinds),
      },
    };
  }
}

function byName(kinds: readonly GroupKind[] | undefined): GroupKind[] | undefined {
  if (!kinds) return undefined;
  const key = ({ group, kind }: GroupKind) => `${group}/${kind}`;
  return [...kinds].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
