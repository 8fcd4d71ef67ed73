import { Construct } from 'constructs';
import { describe, Problems } from '../../model/values/problems';
import { readRequired, required, someText } from './input';
import { resolveTokens } from './tokens';

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
    this.path = props?.path;
    this.node.addValidation({ validate: () => this.problems() });
  }

  /** What the file holds, as plain data. */
  content(): unknown {
    return this.read(Problems.none());
  }

  private problems(): string[] {
    const problems = Problems.none();
    readRequired('path', this.path, problems, someText);
    const content = problems.read('', problems, (all) => this.read(all));
    if (problems.all.length === 0) {
      required(content, 'content', problems, 'a function that returns what the file holds');
    }
    return problems.all.map(describe);
  }

  private read(problems: Problems): unknown {
    const content: unknown = this.props?.content;
    return typeof content === 'function' ? resolveTokens(content(problems), this) : undefined;
  }
}
