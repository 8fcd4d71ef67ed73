import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readDocuments } from './yaml/documents';
import { SourceText } from './yaml/source-text';

/** What of a folder is the source of a tool that renders manifests from it; each answers why, or undefined for the rest. */
export interface Templating {
  /** Whether what it renders differs from the files that are there. */
  readonly isRendered: boolean;
  file(name: string): string | undefined;
  folder(name: string): string | undefined;
  /** What it is rendered from in folders below, as patches are: paths of files. */
  readonly below: readonly string[];
}

const kustomizations = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];
/** Keys with which a kustomization only lists files; with any other it changes them. */
const plainKeys = ['apiVersion', 'kind', 'metadata', 'resources'];

/** How the folder is rendered from; undefined where it is not, or where a kustomization changes nothing. */
export function templatingIn(folder: string, names: ReadonlySet<string>): Templating | undefined {
  if (names.has('Chart.yaml')) return chart;
  const name = kustomizations.find((one) => names.has(one));
  if (name === undefined) return undefined;
  const content = contentOf(join(folder, name));
  return isPlainList(content) ? kustomizationOnly : { ...kustomize, below: filesIn(content, folder) };
}

const chart: Templating = {
  isRendered: true,
  file: (name) => {
    return name === 'Chart.yaml' || /^values.*\.(ya?ml|json)$/.test(name)
      ? 'belongs to a Helm chart: check what it renders, helm template … | steward check -'
      : undefined;
  },
  folder: (name) =>
    name === 'templates'
      ? 'is the source of a Helm chart: check what it renders, helm template … | steward check -'
      : undefined,
  below: [],
};

const rendered = 'check what it renders, kubectl kustomize … | steward check -';

/** Why a file is left alone that a kustomization in a folder above names. */
export const namedAbove = `is changed or read by a kustomization above it: ${rendered}`;

const kustomize: Templating = {
  isRendered: true,
  file: () => `is changed by the kustomization beside it: ${rendered}`,
  folder: () => undefined,
  below: [],
};

const kustomizationOnly: Templating = {
  isRendered: false,
  file: (name) => (kustomizations.includes(name) ? 'lists files for Kustomize' : undefined),
  folder: () => undefined,
  below: [],
};

/** Bytes of a kustomization that is looked into; those of people have some thousands. */
const longest = 2 ** 20;

/** Undefined where it cannot be read. */
function contentOf(file: string): unknown {
  try {
    const stats = statSync(file);
    // A pipe without writer would be waited for without end.
    if (!stats.isFile() || stats.size > longest) return undefined;
    const documents = [...readDocuments(new SourceText(readFileSync(file, 'utf8'), file).text)];
    const [part, ...more] = documents.flatMap(({ parts }) => parts);
    return more.length > 0 || documents.some(({ failures }) => failures.length > 0) ? undefined : (part?.value ?? {});
  } catch {
    return undefined;
  }
}

/** Whatever one does that cannot be read, it is not known to do nothing. */
function isPlainList(content: unknown): boolean {
  return isMap(content) && Object.keys(content).every((key) => plainKeys.includes(key));
}

/** What a kustomization names, whatever for: what is in those files is not what a server gets. */
function filesIn(content: unknown, folder: string): string[] {
  // The generators of ConfigMaps take key=path.
  return [...textsOf(content)].map((text) => join(folder, text.replace(/^[^=/]+=/, '')));
}

/** @param above what it is in: an alias may lead back */
function* textsOf(value: unknown, above: readonly unknown[] = []): Generator<string> {
  if (typeof value === 'string') yield value;
  if (typeof value !== 'object' || value === null || above.includes(value)) return;
  for (const part of Object.values(value)) yield* textsOf(part, [...above, value]);
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
