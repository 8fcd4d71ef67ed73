import type { IConstruct } from 'constructs';
import { ignoreAnnotation } from '../../model/manifests/annotations';

const metadataType = 'cdk8s-steward:ignore';

/**
 * What the checks of a synthesis should know of a part of the app:
 *
 *     Coherence.of(chart).ignore('IMG-UNPINNED', 'images are pinned by a mutating policy');
 */
export class Coherence {
  static of(scope: IConstruct): Coherence {
    return new Coherence(scope);
  }

  private constructor(private readonly scope: IConstruct) {}

  /**
   * Silences a rule for every object in the scope. The objects carry rule and reason as an annotation, so that who checks
   * the rendered YAML sees the same.
   *
   * @param rule the rule's id; one that does not exist is an error when the app is synthesized
   * @param reason why it does not matter here; without one it is an error
   */
  ignore(rule: string, reason: string): this {
    this.scope.node.addMetadata(metadataType, `${rule}: ${reason}`);
    return this;
  }
}

/** The annotation that tells which rules are silenced for an object, by itself or by what it is in; empty without any. */
export function ignoresOf(construct: IConstruct): Readonly<Record<string, string>> {
  const ignored = construct.node.scopes.flatMap(({ node }) => {
    return node.metadata.filter(({ type }) => type === metadataType).map(({ data }) => String(data));
  });
  return ignored.length === 0 ? {} : { [ignoreAnnotation]: [...new Set(ignored)].join('\n') };
}
