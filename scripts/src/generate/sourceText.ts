import {
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type Node,
} from 'yaml';

/** Where something begins in a text, counted from 1. */
interface Position {
  readonly line: number;
  readonly column: number;
}

/** A YAML text as plain data, and where each part of the data is in the text. */
export interface SourceText {
  readonly data: unknown;
  readonly mistakes: readonly (Position & { readonly reason: string })[];
  /** Where the value at a JSON pointer is; where there is none, its nearest parent. */
  positionOf(pointer: string): Position;
}

function segmentsOf(pointer: string): string[] {
  return pointer
    .replace(/^#/, '')
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The node at the end of the way, or the last one on it; a key's own node where the value is in a map. */
function nodeAt(document: Document, segments: readonly string[]): Node | undefined {
  let place: Node | undefined;
  let value: unknown = document.contents;
  for (const segment of segments) {
    if (isAlias(value)) value = value.resolve(document);
    if (!isCollection(value)) break;
    const pair = isMap(value)
      ? value.items.find(({ key }) => String(isScalar(key) ? key.value : key) === segment)
      : undefined;
    value = pair === undefined ? value.get(Number(segment), true) : pair.value;
    const next = pair === undefined ? value : pair.key;
    if (!isNode(next)) break;
    place = next;
  }
  return place;
}

/** Reads a YAML text. Mistakes in the YAML itself are answered, not thrown. */
export function readSourceText(text: string): SourceText {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: true });
  const positionAt = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const mistakes = [...document.errors, ...document.warnings].map(({ message, pos }) => ({
    ...positionAt(pos[0]),
    reason: message.split(' at line ')[0] ?? message,
  }));
  // The reader leaves these to the code that asks for the data.
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) !== undefined) return;
      const reason = `there is no anchor '${alias.source}' before this alias`;
      mistakes.push({ ...positionAt(alias.range?.[0] ?? 0), reason });
    },
  });
  return {
    data: mistakes.length === 0 ? document.toJS({ maxAliasCount: -1 }) : undefined,
    mistakes,
    positionOf: (pointer) => positionAt(nodeAt(document, segmentsOf(pointer))?.range?.[0] ?? 0),
  };
}
