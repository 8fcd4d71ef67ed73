import type { Construct } from 'constructs';
import { application } from '../../model/kinds/application';
import { dnsSubdomain } from '../../model/values/names';
import type { Problems } from '../../model/values/problems';
import { type Body, KubernetesObject, type NamespacedProps } from '../synth/kubernetes-object';

/** Where an Application takes its manifests from. */
export type ApplicationSource =
  | {
      readonly repoURL: string;
      /** Folder of manifests in the repository. */
      readonly path: string;
      /** Branch, tag or commit. */
      readonly targetRevision: string;
      /** Files below the folder that are left out, as a glob such as `argocd/*`. @default - none */
      readonly exclude?: string;
    }
  | {
      readonly repoURL: string;
      /** Name of a Helm chart. */
      readonly chart: string;
      /** Version of the chart. */
      readonly targetRevision: string;
      /** Values, inline. @default - the chart's own */
      readonly values?: (problems: Problems) => Readonly<Record<string, unknown>>;
    };

export interface ApplicationProps extends NamespacedProps {
  /** The AppProject that allows it. */
  readonly project: string;
  readonly source: ApplicationSource;
  /** Namespace of objects that name none. @default - none */
  readonly destinationNamespace?: string;
  /** @default 'https://kubernetes.default.svc' - the cluster that Argo CD runs in */
  readonly server?: string;
  /** Whether Argo CD syncs by itself; it then also prunes what is no longer rendered, and reverts what was changed by hand. @default true */
  readonly automated?: boolean;
}

/**
 * An Argo CD Application that syncs by server-side apply with server-side diff: fields of other managers survive, objects
 * of any size fit, and values that the server merely defaults are no drift.
 */
export class Application extends KubernetesObject<ApplicationProps> {
  constructor(scope: Construct, id: string, props: ApplicationProps) {
    const annotations = { 'argocd.argoproj.io/compare-options': 'ServerSideDiff=true', ...props.annotations };
    super(scope, id, application, { ...props, annotations });
  }

  protected body(props: ApplicationProps, problems: Problems): Body {
    problems.read('project', props.project, dnsSubdomain);
    checkRepository(props.source?.repoURL, problems.at('source'));
    const automated = props.automated ?? true;
    return {
      spec: {
        project: props.project,
        source: renderSource(props.source, problems.at('source')),
        destination: {
          server: props.server ?? 'https://kubernetes.default.svc',
          namespace: props.destinationNamespace,
        },
        syncPolicy: {
          // Without allowEmpty a folder that came out empty by mistake deletes nothing.
          ...(automated && { automated: { prune: true, selfHeal: true } }),
          syncOptions: ['ServerSideApply=true'],
        },
      },
    };
  }
}

function renderSource(source: ApplicationSource, problems: Problems): Body {
  const { repoURL, targetRevision } = source;
  if (!targetRevision) problems.report('targetRevision', 'is required: a branch, tag, commit or chart version');
  if ('chart' in source) {
    return {
      repoURL,
      targetRevision,
      chart: source.chart,
      helm: source.values && { valuesObject: source.values(problems.at('values')) },
    };
  }
  if (source.path.startsWith('/'))
    problems.invalid('path', source.path, 'is absolute: write it relative to the repository');
  return {
    repoURL,
    targetRevision,
    path: source.path,
    directory: { recurse: true, ...(source.exclude && { exclude: source.exclude }) },
  };
}

function checkRepository(repoURL: string | undefined, problems: Problems): void {
  if (!repoURL) problems.report('repoURL', 'is required');
  else if (/^\w+:\/\/[^/]*:[^/]*@/.test(repoURL)) {
    problems.report('repoURL', 'holds a password: put credentials into a repository Secret, not into committed YAML');
  }
}
