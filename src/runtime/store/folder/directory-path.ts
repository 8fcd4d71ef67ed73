import { join } from 'node:path';

/**
 * The path below a folder that a key stands for. What may be in a name of every file system stays as it is, so that a
 * person finds things; everything else is written as URLs do. No name begins with a dot: those are the store's own.
 */
export function pathOf(folder: string, key: string): string {
  return join(folder, ...key.split('/').map(encodeName));
}

export function encodeName(segment: string): string {
  const encoded = encodeURIComponent(segment).replace(/[!'()*~]/g, hex);
  return encoded.replace(/^\.|\.$/g, hex);
}

/** The segment that a name stands for; undefined for a name that no segment has. */
export function decodeName(name: string): string | undefined {
  try {
    const segment = decodeURIComponent(name);
    return encodeName(segment) === name ? segment : undefined;
  } catch {
    return undefined;
  }
}

function hex(char: string): string {
  return `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
}
