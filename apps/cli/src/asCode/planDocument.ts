import type { CommandTerminal } from '@oidc-admin/client/terminal';
import { type Document, isMap, isPair, isScalar, type Node } from 'yaml';
import { givenText } from '../givenText.ts';
import { parsedYaml } from '../parsedYaml.ts';

/** A way into a file: names of properties and numbers of a list. */
export type DocumentPath = readonly (string | number)[];

/** One file that says how servers shall be. */
export interface PlanDocument {
  readonly file: string;
  /** Whether it is what a run with `--rotate` has left: without that flag, nothing of it would be done. */
  readonly isRotation: boolean;
  /** What is in it, as plain data; undefined where it cannot be read. */
  readonly content: unknown;
  /** What is wrong with the text itself; one line each. */
  readonly mistakes: readonly string[];
  /** `file:line:column` of what stands at a path, or of the name that it stands under. */
  readonly placeOf: (path: DocumentPath, what?: 'name' | 'value') => string;
}

/** The first line of a file of `--failures`: by it the file is known as one of ours, and as one that a run with `--rotate` has left. */
export function failuresHead(isRotation: boolean): string {
  return `# Written by oidc-admin apply ${isRotation ? '--rotate ' : ''}--failures: what is not done.\n`;
}

/** One slip makes no sense of every line after it. */
const mostMistakes = 3;

function nameNode(document: Document, path: DocumentPath): Node | undefined {
  const holder = document.getIn(path.slice(0, -1), true);
  if (!isMap(holder)) return undefined;
  const pair = holder.items.find(
    (one) => isPair(one) && isScalar(one.key) && one.key.value === path.at(-1),
  );
  return pair?.key as Node | undefined;
}

/** The place of the nearest thing that has one: what a merge brings in has none of its own. */
function offsetOf(document: Document, path: DocumentPath, what: 'name' | 'value'): number {
  for (let length = path.length; length > 0; length -= 1) {
    const own = path.slice(0, length);
    const found = what === 'name' ? nameNode(document, own) : undefined;
    const node = found ?? (document.getIn(own, true) as Node | undefined);
    const start = node?.range?.[0];
    if (start !== undefined) return start;
  }
  return 0;
}

/** Reads a file of JSON or YAML. Quotes nothing of it, as it may hold a secret by mistake. */
export async function readPlanDocument(
  terminal: CommandTerminal,
  file: string,
  way: string,
): Promise<PlanDocument> {
  const text = await givenText(terminal, way, file);
  const { document, mistakes, at: place, value } = parsedYaml(text);
  const at = (offset: number): string => {
    const { line, col } = place(offset);
    return `${file}:${line}:${col}`;
  };
  const more = mistakes.length - mostMistakes;
  return {
    file,
    isRotation: text.startsWith(failuresHead(true).trimEnd()),
    mistakes: [
      ...mistakes
        .slice(0, mostMistakes)
        .map(({ offset, what }) => `${at(offset)}: is no valid YAML: ${what}`),
      ...(more > 0 ? [`${file}: ${more} more, which may all come of these`] : []),
    ],
    placeOf: (path, what = 'value') => at(offsetOf(document, path, what)),
    content: value,
  };
}
