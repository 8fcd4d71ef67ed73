import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What of a folder is the source of a tool that renders manifests from it; each answers why, or undefined for the rest. */
export interface Templating {
  /** Whether what it renders differs from the files that are there. */
  readonly isRendered: boolean;
  file(name: string): string | undefined;
  folder(name: string): string | undefined;
}

const kustomizations = ['kustomization.yaml', 'kustomization.yml'];
/** Keys with which a kustomization only lists files; with any other it changes them. */
const plainKeys = ['apiVersion', 'kind', 'metadata', 'resources'];

/** How the folder is rendered from; undefined where it is not, or where a kustomization changes nothing. */
export function templatingIn(folder: string, names: ReadonlySet<string>): Templating | undefined {
  if (names.has('Chart.yaml')) return chart;
  const name = kustomizations.find((one) => names.has(one));
  if (name === undefined) return undefined;
  return isPlainList(join(folder, name)) ? kustomizationOnly : kustomize;
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
};

const rendered = 'check what it renders, kubectl kustomize … | steward check -';

const kustomize: Templating = {
  isRendered: true,
  file: () => `is changed by the kustomization beside it: ${rendered}`,
  folder: () => undefined,
};

const kustomizationOnly: Templating = {
  isRendered: false,
  file: (name) => (kustomizations.includes(name) ? 'lists files for Kustomize' : undefined),
  folder: () => undefined,
};

function isPlainList(file: string): boolean {
  try {
    const { parse } = require('yaml') as typeof import('yaml');
    const content: unknown = parse(readFileSync(file, 'utf8'));
    return Object.keys(content ?? {}).every((key) => plainKeys.includes(key));
  } catch {
    // Whatever it does, it is not known to do nothing.
    return false;
  }
}
