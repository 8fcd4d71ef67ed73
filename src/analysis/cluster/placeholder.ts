/**
 * Whether a program still fills in parts of a text: Helm, Argo or kustomize replacements `{{…}}`, a shell or envsubst
 * `${…}`, Kubernetes itself `$(…)`; or SOPS decrypts it, `ENC[…]`. What is written then says nothing of what a server gets.
 */
export function isPlaceholder(value: unknown): boolean {
  return typeof value === 'string' && /\{\{|\$\{|\$\(|^ENC\[\w+,data:/.test(value);
}
