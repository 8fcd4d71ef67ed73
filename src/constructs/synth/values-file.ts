import { Construct } from 'constructs';
import { describe, Problems } from '../../model/values/problems';

export interface ValuesFileProps {
  /** Where it goes, relative to the output folder and outside every folder that is read as manifests. */
  readonly path: string;
  /** What it holds; called when the app is synthesized. Problems go to the collector. */
  readonly content: (problems: Problems) => unknown;
}

/**
 * A YAML file that is no Kubernetes object, e.g. Helm values. Only a `StewardApp` writes it; in an ordinary cdk8s `App` it
 * renders nothing.
 */
export class ValuesFile extends Construct {
  readonly path: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ValuesFileProps,
  ) {
    super(scope, id);
    this.path = props.path;
    this.node.addValidation({ validate: () => this.problems() });
  }

  /** What the file holds, as plain data. */
  content(): unknown {
    return this.props.content(Problems.none());
  }

  private problems(): string[] {
    const problems = Problems.none();
    this.props.content(problems);
    return problems.all.map(describe);
  }
}
