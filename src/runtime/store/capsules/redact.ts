import { maskPrivateKeys } from './private-keys';

const mask = '***';

/** Names of what must not be shown, at the end of a longer one too: `DB_PASSWORD`, `githubToken`, `x-api-key`. */
const names = [
  'pass(?:word|wd|phrase|code)',
  '(?<=[-_.])pass',
  'pwd',
  'secret(?:[-_.]?(?:access[-_.]?)?key)?',
  'token',
  '(?:api|access|private|signing|encryption|account|client|ssh)[-_.]?key(?:[-_.]?data)?',
  'credentials?',
  '(?<=["\'])auth',
  'authorization',
  'cookie',
  'x-amz-(?:signature|credential)',
  '(?<=[?&])sig',
].join('|');

/** In quotes to the quote that ends it, also where all quotes are escaped; or up to a space. */
const value = String.raw`(?:(?<quote>\\*["'])(?:(?!\k<quote>)(?:\\.|[^\n]))*(?:\k<quote>)?|[^\s"']+)`;

/** `name=value`, `name: value`, `"name": "value"`; what is said before the value, e.g. `Basic`, goes with it. */
const named = new RegExp(
  String.raw`(?<name>(?:${names})(?:\\*["'])?\s{0,8}(?:=>|:=|[:=])\s{0,8})(?:(?:Basic|Bearer|Token|Digest)\s+)?${value}`,
  'gi',
);
const flag = new RegExp(String.raw`(?<name>(?<![\w-])--[\w-]{0,60}(?:${names})\s+)(?!-)${value}`, 'gi');
/** Headers as they are sent: all that follows. */
const header = /(?<name>(?:authorization|cookie)\s{0,8}[:=]\s{0,8})(?!\\*["']).+/gi;

/** Secrets that can be told by their form alone. */
const forms: readonly RegExp[] = [
  // JSON Web Tokens.
  /eyJ[\w-]{8,1000}\.[\w-]{8,}(?:\.[\w-]*){0,3}/g,
  // AWS key ids, of people and of sessions.
  /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])/g,
  /gh[pousr]_[A-Za-z0-9]{20,}/g,
  /github_pat_\w{20,}/g,
  // GitLab: glpat-, gldt-, glrt-, glptt-, glcbt-, …
  /gl(?:pat|oas|dt|rt|rtr|cbt|ptt|ft|imt|agent|soat|ffct)-[\w.-]{16,}/g,
  /xox[a-z](?:-[\w%]{4,}){1,}/g,
  /xapp-[\w-]{16,}/g,
  /(?<=hooks\.slack\.com\/(?:services|workflows|triggers)\/)[\w/]{8,}/g,
  // OpenAI, Anthropic, Stripe: names in words have no digits.
  /(?<![A-Za-z0-9])(?:sk|rk)[-_](?=[\w-]{0,200}\d)[\w-]{20,}/g,
  /AIza[\w-]{35}/g,
  /npm_[A-Za-z0-9]{36}/g,
  /hf_[A-Za-z0-9]{30,}/g,
  /dop_v1_[a-f0-9]{64}/g,
  /pypi-[\w-]{50,}/g,
];

const bearer = /(?<name>(?<![A-Za-z])bearer\s+)(?=[\w.~+/=-]{0,2000}[\d.~+/=_-])[\w.~+/=-]{8,}/gi;
/** To the last @, for a password may hold one. */
const inUrl = /(?<name>[a-z][a-z0-9+.-]{1,30}:\/\/[^\s:/?#@"'<>]{0,200}:)[^\s"'<>]{1,1000}(?=@)/gi;

/** Work on one line must stay small whatever a container has written: the rest of a longer one is not shown at all. */
const longestLine = 8_192;

/**
 * A text of others, e.g. of a container, without the credentials in it: tokens, keys and passwords, by their form or by the
 * names before them. What masks too much is a nuisance; what masks too little is a leak.
 */
export function redact(text: string): string {
  return maskPrivateKeys(text, mask).split('\n').map(redactLine).join('\n');
}

function redactLine(line: string): string {
  const start = line.length > longestLine ? `${line.slice(0, longestLine)}…` : line;
  let shown = start.replace(inUrl, `$<name>${mask}`);
  for (const form of [header, named, flag, bearer]) shown = shown.replace(form, `$<name>${mask}`);
  for (const form of forms) shown = shown.replace(form, mask);
  return shown;
}
