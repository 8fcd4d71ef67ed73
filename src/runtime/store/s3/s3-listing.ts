import type { Stored } from '../store';
import { elementsIn, textIn } from './xml';

/** A page of a bucket's listing. */
export interface Listing {
  readonly objects: readonly Stored[];
  /** Where the next page begins. */
  readonly next: string | undefined;
}

/** What an answer to ListObjectsV2 holds; undefined for one that is cut. */
export function listedIn(xml: string): Listing | undefined {
  if (!/<\/(?:\w+:)?ListBucketResult>\s*$/.test(xml)) return undefined;
  const objects: Stored[] = [];
  for (const content of elementsIn(xml, 'Contents')) {
    const [key, size] = [textIn(content, 'Key'), textIn(content, 'Size')];
    if (key === undefined || size === undefined || !/^\d+$/.test(size)) return undefined;
    objects.push({ key, size: Number(size) });
  }
  const isTruncated = textIn(xml, 'IsTruncated') === 'true';
  const next = isTruncated ? textIn(xml, 'NextContinuationToken') : undefined;
  return isTruncated && next === undefined ? undefined : { objects, next };
}
