import { createHash } from 'node:crypto';

/** How an image runs as a local program: what its configuration says, and which host files stand for its own. */
export interface LocalImage {
  /** The image's ENTRYPOINT; a container's `command` replaces it. */
  readonly entrypoint?: readonly string[];
  /** The image's CMD; a container's `args`, or its `command`, replaces it. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The image's USER: `65532`, or `"65532:65532"`. */
  readonly user?: number | string;
  readonly workingDir?: string;
  /** Path in the container → file or folder of the host, mounted read-only. The rest of the root is the host's programs. */
  readonly mounts?: Readonly<Record<string, string>>;
}

/** The images that this node can run, by name. Tags and digests are ignored: a host has one version of a program. */
export class Images {
  private readonly images: ReadonlyMap<string, LocalImage>;

  constructor(images: Readonly<Record<string, LocalImage>>) {
    this.images = new Map(Object.entries(images).map(([name, image]) => [imageName(name), image]));
  }

  find(reference: string): LocalImage | undefined {
    return this.images.get(imageName(reference));
  }
}

/** A reference without tag and digest, and without what Docker Hub's names leave out. */
export function imageName(reference: string): string {
  const undigested = reference.split('@')[0] ?? '';
  const untagged = undigested.replace(/:[^/:]*$/, '');
  return untagged.replace(/^(index\.)?docker\.io\//, '').replace(/^library\//, '');
}

/** What a container runs, as Kubernetes combines an image's configuration with `command` and `args`. */
export function commandLine(
  image: LocalImage,
  command: readonly string[] = [],
  args: readonly string[] = [],
): readonly string[] {
  if (command.length > 0) return [...command, ...args];
  return [...(image.entrypoint ?? []), ...(args.length > 0 ? args : (image.args ?? []))];
}

/** The user and group of an image's USER; root without one. */
export function imageUser({ user = 0 }: LocalImage): { readonly uid: number; readonly gid: number } {
  const [uid, gid] = String(user).split(':').map(Number);
  return { uid: uid ?? 0, gid: gid ?? 0 };
}

/** Stands for the digest of the image: it changes with the mapping. */
export function imageId(image: LocalImage): string {
  return `sha256:${createHash('sha256').update(JSON.stringify(image)).digest('hex')}`;
}
