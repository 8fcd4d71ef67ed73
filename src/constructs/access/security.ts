import type { k8s } from 'cdk8s-plus-28';

/** What pods at Pod Security `restricted` must say, all of it; `user` is any but root. */
export function restrictedPod(user = 8737): k8s.PodSecurityContext {
  return {
    runAsNonRoot: true,
    runAsUser: user,
    runAsGroup: user,
    // Volumes belong to this group, so that a user without rights of its own can write its workspace.
    fsGroup: user,
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

/** What each container at Pod Security `restricted` must say. */
export const restrictedContainer: k8s.SecurityContext = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
};
