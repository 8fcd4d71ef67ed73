import type { Manifest } from '../../../model/manifests/manifest';
import { formatPath, type Place } from '../finding';

/** An object as people name it: `Deployment agents/api`. */
export function titleOf({ kind, metadata }: Manifest): string {
  const { namespace, name } = metadata;
  return printable(`${kind} ${typeof namespace === 'string' && namespace !== '' ? `${namespace}/` : ''}${name}`);
}

/** A field and whose it is, in words: `spec.maxReplicas of HorizontalPodAutoscaler agents/api`. */
export function describePlace({ object, path }: Place): string {
  const field = printable(formatPath(path));
  return field === '' ? titleOf(object.manifest) : `${field} of ${titleOf(object.manifest)}`;
}

/** Text on one line, without what a terminal would obey or nobody would see: manifests are the work of others. */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]+/g, ' ');
}

/** A line of a log in which the runner of GitHub Actions finds no command: one begins with `::`, or has a `##[`. */
export function withoutCommand(line: string): string {
  return line.replace(/^(\s*):(?=:)/, '$1: ').replaceAll('##[', '## [');
}

/** `1 error`, `2 errors`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** The places that have a file before those that have none: viewers of files show what comes first. */
export function filesFirst(at: readonly [Place, ...Place[]]): [Place, ...Place[]] {
  const hasFile = ({ object, path }: Place) => 'file' in object.locate(path);
  return [...at].sort((a, b) => Number(hasFile(b)) - Number(hasFile(a))) as [Place, ...Place[]];
}
