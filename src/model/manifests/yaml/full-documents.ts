import { isMap, isScalar, isSeq, type ParsedNode } from 'yaml';
import { type FullDocument, locateNode, readFull } from './full-document';
import type { Failure, Part, SourceDocument } from './source-document';

/** Reads the documents between two offsets of a text with the `yaml` package. */
export function readFullDocuments(text: string, start: number, end: number): SourceDocument[] {
  const written = text.slice(start, end);
  // Nodes are some forty times the size of the text: they are made anew when places are asked for.
  let again: FullDocument[] | undefined;
  const objectsAgain = (number: number) => {
    again ??= readFull(written);
    return objectsOf(again[number]?.root ?? null);
  };
  return readFull(written).map((document, number) => {
    if (document.root === undefined) return { failures: shifted(document.failures, start), parts: [] };
    const lost: Failure[] = [];
    const parts = objectsOf(document.root).flatMap((object, index): Part[] => {
      const [offset] = object.range;
      try {
        const value = document.values.of(object);
        const locate: Part['locate'] = (path) => start + locateNode(objectsAgain(number)[index] ?? object, path);
        return [{ value, offset: start + offset, locate }];
      } catch (error) {
        lost.push({ offset, message: (error as Error).message });
        return [];
      }
    });
    const wrong = document.values.failures;
    return wrong.length > 0
      ? { failures: shifted(wrong, start), parts: [] }
      : { failures: shifted(lost, start), parts };
  });
}

function shifted(failures: readonly Failure[], start: number): Failure[] {
  return failures.map(({ offset, message }) => ({ offset: start + offset, message }));
}

function objectsOf(root: ParsedNode | null): readonly ParsedNode[] {
  if (root === null || (isScalar(root) && root.value === null)) return [];
  if (!isMap(root)) return [root];
  const items = root.get('items', true);
  return isSeq(items) && String(root.get('kind')).endsWith('List') ? (items.items as ParsedNode[]) : [root];
}
