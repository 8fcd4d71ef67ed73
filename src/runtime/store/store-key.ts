import { quote } from '../../model/values/problems';
import { StoreError } from './store-error';

/** What S3 allows. */
const longest = 1_024;

/**
 * Refuses keys that not every store can keep as they are: no URL has a segment `.` or `..`, no folder one that is empty,
 * and no listing a control character.
 *
 * @throws StoreError
 */
export function checkKey(key: string): void {
  const problem = problemOf(key);
  if (problem !== undefined) throw new StoreError('InvalidKey', `key ${quote(key)} ${problem}`);
}

function problemOf(key: string): string | undefined {
  if (key === '') return 'is empty';
  if (Buffer.byteLength(key) > longest) return `is too long: at most ${longest} bytes`;
  if (/[\u0000-\u001f\u007f\ufffe\uffff]/.test(key)) return 'holds a control character';
  if (/[\ud800-\udfff]/u.test(key)) return 'holds half a character';
  const segments = key.split('/');
  if (segments.includes('')) return 'has an empty segment: no / at its ends, and no two together';
  if (segments.some((segment) => segment === '.' || segment === '..')) return 'has a segment . or ..';
  return undefined;
}
