/** A ConfigMap with this label holds a retention policy; its value is the policy's name. */
export const policyLabel = 'cdk8s-steward.dev/policy';

/** The key of its data whose text is the policy. */
export const policyKey = 'policy.yaml';
