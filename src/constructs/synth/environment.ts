import { type App, Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import type { ClusterProfile } from '../../model/profile/cluster-profile';
import { describe, Problems } from '../../model/values/problems';
import { parseVersion } from '../../model/values/version';

const brand = Symbol.for('cdk8s-steward.Environment');

/** What an environment takes. */
export interface EnvironmentProps {
  /**
   * What exists in the cluster outside these manifests.
   * @default - nothing is known, and whatever depends on it says less
   */
  readonly profile?: ClusterProfile;
  /**
   * Labels for every object.
   * @default - none
   */
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * One cluster and everything rendered for it: a chart whose objects go to a folder of its own, named by the id. An object
 * of one environment never meets one of another, so both may have the same name.
 */
export class Environment extends Chart {
  /** The environment that holds a construct, if any does. */
  static find(construct: IConstruct): Environment | undefined {
    for (let scope: IConstruct | undefined = construct; scope; scope = scope.node.scope) {
      if (scope instanceof Environment) return scope;
    }
    return undefined;
  }

  /** A chart answers `instanceof` for every chart, and a copy of this package has a class of its own: hence a brand. */
  static override [Symbol.hasInstance](value: unknown): value is Environment {
    return typeof value === 'object' && value !== null && brand in value;
  }

  readonly profile: ClusterProfile;

  constructor(scope: App | Construct, id: string, props: EnvironmentProps = {}) {
    super(scope, id, { labels: { ...props.labels } });
    this.profile = props.profile ?? {};
    this.node.addValidation({ validate: () => versionProblems(this.profile) });
    Object.defineProperty(this, brand, { value: true });
  }
}

/** Constructs and checks compare versions; one that is none must not end them. */
function versionProblems({
  kubernetes,
  argoWorkflows,
  argoCd,
  verticalPodAutoscaler,
  prometheus,
}: ClusterProfile): string[] {
  const problems = Problems.none();
  const profile = problems.at('profile');
  const versions = {
    kubernetes,
    argoWorkflows,
    argoCd,
    verticalPodAutoscaler,
    'prometheus.version': prometheus?.version,
  };
  for (const [property, version] of Object.entries(versions)) profile.read(property, version, parseVersion);
  return problems.all.map(describe);
}
