/** Names that say what they hold; those of files, Secrets and settings end otherwise. */
const credential =
  /(^|[_-])(password|passwd|passphrase|secret|token|credentials?|(api|access|private|secret)[_-]?key)$/i;

/** Whether a variable is named like a credential: `DB_PASSWORD`, `API_TOKEN`. */
export function isCredentialName(name: string | undefined): boolean {
  return name !== undefined && credential.test(name);
}
