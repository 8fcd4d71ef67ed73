import type { Cluster } from '../../../cluster/cluster';
import type { Field } from '../../../cluster/field';
import { isPlaceholder } from '../../../cluster/placeholder';
import type { Workload } from '../../../cluster/workload';
import type { Violation } from '../../../findings/finding';
import { rule } from '../../rule';

/** An image that can change under its name: two pods of one workload may run different programs. */
export const imgUnpinned = rule({
  id: 'IMG-UNPINNED',
  severity: 'warning',
  title: 'an image has no fixed version',
  *check(cluster: Cluster) {
    for (const [workload] of cluster.workloads()) {
      const images = imagesOf(workload);
      const violation = moving(images) ?? withoutDigest(images);
      if (violation) yield violation;
    }
  },
});

interface Image {
  readonly field: Field;
  readonly container: string;
  readonly text: string;
  readonly tag: string | undefined;
  readonly hasDigest: boolean;
}

function moving(images: readonly Image[]): Violation | undefined {
  const found = images.filter(({ tag, hasDigest }) => !hasDigest && (tag === undefined || tag === 'latest'));
  const [first] = found;
  if (!first) return undefined;
  return {
    at: [first.field, ...found.slice(1).map(({ field }) => field)],
    message: `what runs changes with the registry: ${found.map(describe).join(', ')}`,
    fix: 'name a version, best with its digest: image:1.4.2@sha256:…',
  };
}

function withoutDigest(images: readonly Image[]): Violation | undefined {
  const found = images.filter(({ hasDigest }) => !hasDigest);
  const [first] = found;
  if (!first) return undefined;
  return {
    severity: 'info',
    at: [first.field, ...found.slice(1).map(({ field }) => field)],
    message: `a tag can be moved, a digest cannot: ${found.map(({ text, container }) => `${text} (container "${container}")`).join(', ')}`,
    fix: 'add the digest that the tag stands for: image:1.4.2@sha256:…',
  };
}

function describe({ text, container, tag }: Image): string {
  return `${text} ${tag === undefined ? 'has no tag' : 'says latest'} (container "${container}")`;
}

/** The images that the manifest names itself. */
function imagesOf({ templates }: Workload): Image[] {
  return templates
    .flatMap(({ containers }) => containers)
    .filter(({ injectedBy }) => injectedBy === undefined)
    .flatMap(({ field, name }) => {
      const image = field.get('image');
      // No reference has a scheme: `ko://…` is a program that ko is to build, and to name with its digest.
      if (!image.text || isPlaceholder(image.text) || image.text.includes('://')) return [];
      const [reference = '', digest] = image.text.split('@');
      const tag = /:([^:/]+)$/.exec(reference)?.[1];
      return [{ field: image, container: name, text: image.text, tag, hasDigest: digest !== undefined }];
    });
}
