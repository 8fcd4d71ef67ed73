/** Argo CD orders a sync by this annotation, lower numbers first. */
export const syncWaveAnnotation = 'argocd.argoproj.io/sync-wave';
