import type { Construct } from 'constructs';
import { appProject } from '../../model/kinds/app-project';
import type { Problems } from '../../model/values/problems';
import { eachOf, listOf, readRequired, required, someText, text } from '../synth/input';
import { type Body, KubernetesObject, type NamespacedProps } from '../synth/kubernetes-object';
import { refusePassword } from './application';

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
    const repositories = texts(props.sourceRepos, 'sourceRepos', problems, 'name at least one repository');
    for (const [index, url] of repositories.entries()) refusePassword(url, index, problems.at('sourceRepos'));
    const server = problems.read('server', props.server, someText) ?? 'https://kubernetes.default.svc';
    return {
      spec: {
        description: problems.read('description', props.description, text),
        sourceRepos: repositories,
        destinations: texts(props.namespaces, 'namespaces', problems, 'name at least one namespace').map(
          (namespace) => ({ server, namespace }),
        ),
        clusterResourceWhitelist: byName(props.clusterKinds, 'clusterKinds', problems),
        namespaceResourceWhitelist: byName(props.namespaceKinds, 'namespaceKinds', problems),
      },
    };
  }
}

function texts(
  value: readonly string[],
  property: string,
  problems: Problems,
  remedy: string,
): readonly (string | undefined)[] {
  const list = listOf(required(value, property, problems, remedy), property, problems);
  if (value?.length === 0) problems.report(property, `is empty: ${remedy}`);
  const at = problems.at(property);
  return list.map((item, index) => readRequired(index, item, at, someText));
}

function byName(
  kinds: readonly GroupKind[] | undefined,
  property: string,
  problems: Problems,
): GroupKind[] | undefined {
  if (!kinds) return undefined;
  const key = ({ group, kind }: GroupKind) => `${group}/${kind}`;
  const read = eachOf(kinds, property, problems, (one, at) => ({
    group: readRequired('group', one.group, at, text, "a name, '' for core kinds") ?? '',
    kind: readRequired('kind', one.kind, at, someText) ?? '',
  }));
  return read.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
