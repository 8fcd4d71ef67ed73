import type { Construct } from 'constructs';
import { application } from '../../model/kinds/application';
import { dnsLabel, dnsSubdomain } from '../../model/values/names';
import type { Problems } from '../../model/values/problems';
import { flag, mapOf, readRequired, required, someText, text } from '../synth/input';
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
 * An Argo CD Application that syncs by server-side apply with server-side diff: fields of other managers survive, values that
 * the server merely defaults are no drift, and large objects fit. Client-side apply keeps a copy of each object in an
 * annotation of 262,144 bytes at most, which a ConfigMap with a program of 300 KB exceeds.
 */
export class Application extends KubernetesObject<ApplicationProps> {
  constructor(scope: Construct, id: string, props: ApplicationProps) {
    super(scope, id, application, props, {
      annotations: { 'argocd.argoproj.io/compare-options': 'ServerSideDiff=true' },
    });
  }

  protected body(props: ApplicationProps, problems: Problems): Body {
    const automated = problems.read('automated', props.automated, flag) ?? true;
    const source = mapOf(
      required(props.source, 'source', problems, 'a folder or a chart of a repository'),
      'source',
      problems,
    );
    return {
      spec: {
        project: readRequired('project', props.project, problems, dnsSubdomain),
        source: source && renderSource(source, problems.at('source')),
        destination: {
          server: problems.read('server', props.server, someText) ?? 'https://kubernetes.default.svc',
          namespace: problems.read('destinationNamespace', props.destinationNamespace, dnsLabel),
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

/** Credentials belong into a repository Secret. The URL is not quoted: it is a secret. */
export function refusePassword(url: string | undefined, property: string | number, problems: Problems): void {
  if (/^[\w+]+:\/\/[^/]*:[^/]*@/.test(url ?? '')) {
    problems.report(property, 'holds a password: put credentials into a repository Secret, not into committed YAML');
  }
}

const revisions = 'a branch, tag, commit or chart version';

function renderSource(source: ApplicationSource, problems: Problems): Body {
  const from = {
    repoURL: readRequired('repoURL', source.repoURL, problems, someText),
    targetRevision: readRequired('targetRevision', source.targetRevision, problems, someText, revisions),
  };
  refusePassword(from.repoURL, 'repoURL', problems);
  if ('chart' in source) {
    const { chart, values } = source;
    if (values !== undefined && typeof values !== 'function') {
      problems.invalid('values', values, 'is no function: write () => ({ … })');
    }
    const valuesObject = typeof values === 'function' ? values(problems.at('values')) : undefined;
    return {
      ...from,
      chart: readRequired('chart', chart, problems, someText),
      helm: valuesObject && { valuesObject },
    };
  }
  const path = readRequired('path', source.path, problems, someText, 'a folder of the repository, . for all of it');
  if (path?.startsWith('/')) problems.invalid('path', path, 'is absolute: write it relative to the repository');
  const exclude = problems.read('exclude', source.exclude, text);
  return { ...from, path, directory: { recurse: true, ...(exclude && { exclude }) } };
}
