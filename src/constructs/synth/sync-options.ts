/** Argo CD takes a comma-separated list of options from this annotation. */
const syncOptionsAnnotation = 'argocd.argoproj.io/sync-options';

/** Argo CD asks a person before it deletes the object: what goes with it cannot be rendered again. */
export const confirmDeletion = { [syncOptionsAnnotation]: 'Prune=confirm,Delete=confirm' } as const;
