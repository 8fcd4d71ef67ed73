/** The annotation that silences rules for one object: `"RULE: reason"`, several on lines of their own. */
export const ignoreAnnotation = 'cdk8s-steward.dev/ignore';
