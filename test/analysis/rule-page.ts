import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** The page of a rule, as tests and the cluster suites read it. */
export interface RulePage {
  readonly file: string;
  readonly area: string;
  readonly id: string;
  readonly severity: string;
  readonly title: string;
  readonly failing: string;
  /** What the check says of the failing example. */
  readonly output: string;
  readonly mended: string;
  /** What the cluster is said to be for both examples. */
  readonly profile?: unknown;
  /** How a real control plane shows the failing example to fail; errors have one. */
  readonly proof?: Readonly<Record<string, unknown>>;
  readonly sources: string;
}

export const pagesFolder = join(__dirname, '..', '..', 'docs', 'rules');

export function rulePages(): RulePage[] {
  return readdirSync(pagesFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name: area }) => {
      return readdirSync(join(pagesFolder, area)).map((name) => readPage(join(pagesFolder, area, name), area));
    });
}

/** Throws where a page does not have the form that all pages have. */
export function readPage(file: string, area: string): RulePage {
  const text = readFileSync(file, 'utf8');
  const head = /^# ([A-Z0-9-]+)\n\n\*\*(error|warning|info)\*\* · (.+)\n\n\S/.exec(text);
  if (!head) throw new Error(`${file}: begins with no "# ID", "**severity** · title" and paragraph`);
  const [, id = '', severity = '', title = ''] = head;
  const sections = new Map(
    text
      .split(/^## /m)
      .slice(1)
      .map((section) => [section.slice(0, section.indexOf('\n')), section.slice(section.indexOf('\n') + 1)]),
  );
  const block = (section: string, language: string): string | undefined => {
    return new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(sections.get(section) ?? '')?.[1];
  };
  const required = (section: string, language: string): string => {
    const found = block(section, language);
    if (found === undefined) throw new Error(`${file}: has no ${language} block under "## ${section}"`);
    return found;
  };
  const [profile, proof] = [block('Profile', 'yaml'), block('Proof', 'yaml')];
  return {
    file,
    area,
    id,
    severity,
    title,
    failing: required('Failing', 'yaml'),
    output: required('Failing', 'text'),
    mended: required('Mended', 'yaml'),
    ...(profile !== undefined && { profile: parse(profile) }),
    ...(proof !== undefined && { proof: parse(proof) }),
    sources: (sections.get('Sources') ?? '').trim(),
  };
}
