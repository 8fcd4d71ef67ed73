import { groupOf, type Manifest } from '../../model/manifests/manifest';
import { syncWaveAnnotation } from './sync-wave';

/** A manifest and the environment it belongs to, if it belongs to one. */
export interface PlacedManifest {
  readonly environment: string | undefined;
  readonly manifest: Manifest;
}

/** Decides which file an object goes to. Paths are relative to the output folder, with `/`. */
export interface Layout {
  pathOf(object: PlacedManifest): string;
  /** Whether objects may meet in one file; where they may not, two of one path are an error. */
  readonly sharesFiles: boolean;
  /** What files the layout adds for these manifests, e.g. an index: each one's document by its path. */
  indexes(paths: readonly string[]): ReadonlyMap<string, unknown>;
}

export interface LayoutOptions {
  /**
   * Whether each environment gets a `kustomization.yaml` that lists its files, for Kustomize sources.
   * @default false - Argo CD reads the folder as it is
   */
  readonly kustomization?: boolean;
}

/** Folder of the objects that have no namespace. No namespace can have this name. */
const clusterFolder = '_cluster';

/** The layouts in real use; any other is an object with the same two methods. */
export const Layouts = {
  /** `<environment>/<namespace or _cluster>/<kind>-<name>.yaml`: a change shows in its own file. The default. */
  filePerObject(options: LayoutOptions = {}): Layout {
    return layout(options, false, ({ manifest }) => `${folderOf(manifest)}/${fileName(manifest)}.yaml`);
  },

  /** `<environment>/<namespace or _cluster>.yaml`: for fleets, where many small files cost more than rendering them. */
  filePerNamespace(options: LayoutOptions = {}): Layout {
    return layout(options, true, ({ manifest }) => `${folderOf(manifest)}.yaml`);
  },
};

function layout(options: LayoutOptions, sharesFiles: boolean, below: (object: PlacedManifest) => string): Layout {
  return {
    sharesFiles,
    pathOf: (object) => {
      const path = below(object);
      return object.environment === undefined ? path : `${object.environment}/${path}`;
    },
    indexes: (paths) => (options.kustomization ? kustomizations(paths) : new Map()),
  };
}

function folderOf(manifest: Manifest): string {
  return manifest.metadata.namespace ?? clusterFolder;
}

/** `horizontal-pod-autoscaler-web`: RBAC allows names such as `system:node`, which no file system shares. */
function fileName({ kind, metadata }: Manifest): string {
  const kebab = kind.replace(/([a-z0-9])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$1$3-$2').toLowerCase();
  return `${kebab}-${metadata.name}`.replace(/[^A-Za-z0-9.-]/g, '_');
}

function kustomizations(paths: readonly string[]): Map<string, unknown> {
  const byFolder = new Map<string, string[]>();
  for (const path of paths) {
    const slash = path.indexOf('/');
    const folder = slash < 0 ? '' : path.slice(0, slash);
    const files = byFolder.get(folder) ?? [];
    files.push(path.slice(slash + 1));
    byFolder.set(folder, files);
  }
  const documents = [...byFolder].map(([folder, resources]): [string, unknown] => [
    folder === '' ? 'kustomization.yaml' : `${folder}/kustomization.yaml`,
    { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources: resources.sort() },
  ]);
  return new Map(documents);
}

/** What decides where in its file a document stands: each part counts when those before it are equal. */
export type Place = readonly [
  wave: number,
  first: number,
  kind: string,
  group: string,
  namespace: string,
  name: string,
];

export function placeOf({ apiVersion, kind, metadata }: Manifest): Place {
  const wave = Number(metadata.annotations?.[syncWaveAnnotation]) || 0;
  const first = kind === 'Namespace' ? 0 : 1;
  return [wave, first, kind, groupOf(apiVersion), metadata.namespace ?? '', metadata.name];
}

/** Documents of one file in the order they are written: sync wave, namespaces first, then kind, group and name. */
export function byPlace(a: Place, b: Place): number {
  for (let index = 0; index < a.length; index++) {
    const part = a[index]!;
    const other = b[index]!;
    if (part !== other) return part < other ? -1 : 1;
  }
  return 0;
}
