import { type Alias, type Document, isAlias, isMap, isScalar, isSeq, type Node, type ParsedNode, visit } from 'yaml';
import { addEntry, setEntry } from './map-entry';
import type { Failure } from './source-document';

/** How far aliases may make a document grow: beyond a thousand values, to 33 times of what is written; a million in all. */
const growth = { free: 1_000, factor: 32, most: 1_000_000 };

/** The plain data that the nodes of a document stand for: aliases and merge keys followed, keys as text. */
export class NodeValues {
  /** What is wrong with maps, as far as they were asked for: keys that stand there twice or cannot be text. */
  readonly failures: Failure[] = [];
  private readonly targets: ReadonlyMap<Alias, Node | undefined>;
  private readonly anchored = new Map<Node, { value: unknown; size: number } | Error>();
  private written = 0;
  private borrowed = 0;

  constructor(document: Document.Parsed<ParsedNode>) {
    this.targets = targetsOf(document);
  }

  /** @throws Error for an alias that leads nowhere or to itself, and when aliases make the document grow without bound. */
  of(node: unknown): unknown {
    this.written += 1;
    if (isAlias(node)) {
      const target = this.targets.get(node);
      if (!target) throw new Error(`Unresolved alias (the anchor must be set before the alias): ${node.source}`);
      const { value, size } = this.anchoredValue(target);
      this.borrow(size);
      return value;
    }
    return (isScalar(node) || isMap(node) || isSeq(node)) && node.anchor
      ? this.anchoredValue(node).value
      : this.plainValue(node);
  }

  private plainValue(node: unknown): unknown {
    if (isScalar(node)) return node.value;
    if (isSeq(node)) return node.items.map((item) => this.of(item));
    return isMap(node) ? this.map(node.items) : null;
  }

  private map(pairs: readonly { key: unknown; value: unknown }[]): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    const stated = new Set<string>();
    for (const { key, value } of pairs) {
      if (isMergeKey(key)) {
        this.merge(map, value);
        continue;
      }
      const name = this.of(key);
      const content = value === null ? null : this.of(value);
      const text = typeof name === 'object' ? undefined : String(name);
      if (text === undefined) this.fail(key, name === null ? 'A key cannot be null' : 'A map or list cannot be a key');
      else if (stated.has(text)) this.fail(key, 'Map keys must be unique');
      else setEntry(map, text, content);
      if (text !== undefined) stated.add(text);
    }
    return map;
  }

  /** Keys that are there already stay; those that follow win. */
  private merge(map: Record<string, unknown>, source: unknown): void {
    const content = isAlias(source) && !this.targets.get(source) ? undefined : this.of(source);
    for (const one of Array.isArray(content) ? content : [content]) {
      if (typeof one !== 'object' || one === null || Array.isArray(one)) {
        throw new Error('Merge sources must be maps or map aliases');
      }
      for (const [key, value] of Object.entries(one)) addEntry(map, key, value);
    }
  }

  private anchoredValue(node: Node): { value: unknown; size: number } {
    const known = this.anchored.get(node);
    if (known instanceof Error) throw known;
    if (known) return known;
    this.anchored.set(node, new Error('An alias cannot stand in the value of its own anchor'));
    const before = this.written + this.borrowed;
    try {
      const value = this.plainValue(node);
      const result = { value, size: this.written + this.borrowed - before + 1 };
      this.anchored.set(node, result);
      return result;
    } catch (error) {
      this.anchored.set(node, error as Error);
      throw error;
    }
  }

  private borrow(size: number): void {
    this.borrowed += size;
    const isFree = this.borrowed <= growth.free || this.borrowed <= growth.factor * this.written;
    if (isFree && this.borrowed <= growth.most) return;
    throw new Error('Excessive alias count: aliases would make the document grow without bound');
  }

  private fail(key: unknown, message: string): void {
    this.failures.push({ offset: (key as ParsedNode | null)?.range[0] ?? 0, message });
  }
}

/** The value an alias stands for is the last one before it that bears the anchor. */
function targetsOf(document: Document.Parsed<ParsedNode>): Map<Alias, Node | undefined> {
  const targets = new Map<Alias, Node | undefined>();
  const anchors = new Map<string, Node>();
  visit(document, {
    Node: (_, node) => {
      if (isAlias(node)) targets.set(node, anchors.get(node.source));
      else if ((node as { anchor?: string }).anchor) anchors.set((node as { anchor: string }).anchor, node);
    },
  });
  return targets;
}

function isMergeKey(key: unknown): boolean {
  if (!isScalar(key) || key.value !== '<<') return false;
  return key.tag === undefined ? key.type === 'PLAIN' : key.tag === 'tag:yaml.org,2002:merge';
}
