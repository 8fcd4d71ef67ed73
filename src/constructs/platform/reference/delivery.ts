import { Construct } from 'constructs';
import { AppProject } from '../../workflows/app-project';
import { Application } from '../../workflows/application';

export interface DeliveryProps {
  /** Name of the environment, and of its folder below `dist`. */
  readonly environment: string;
  readonly repoURL: string;
}

/** How Argo CD syncs one environment. Applied once by hand: an Application that prunes itself would take all with it. */
export class Delivery extends Construct {
  constructor(scope: Construct, id: string, { environment, repoURL }: DeliveryProps) {
    super(scope, id);
    new AppProject(this, 'project', {
      name: 'platform',
      namespace: 'argocd',
      description: 'Budgets and lifetimes of the namespaces that agents share',
      sourceRepos: [repoURL],
      namespaces: ['agent-platform', 'agents', 'argo', 'steward-system', 'taskmaster'],
      clusterKinds: [
        { group: '', kind: 'Namespace' },
        { group: 'scheduling.k8s.io', kind: 'PriorityClass' },
      ],
    });
    new Application(this, 'application', {
      name: `platform-${environment}`,
      namespace: 'argocd',
      project: 'platform',
      source: { repoURL, path: `dist/${environment}`, targetRevision: 'main', exclude: 'argocd/*' },
    });
  }
}
