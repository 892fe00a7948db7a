import { type Document, LineCounter, parseDocument, visit } from 'yaml';

/** What is wrong with a YAML text, and where; quotes nothing of it. */
export interface YamlMistake {
  readonly offset: number;
  readonly what: string;
}

/** A YAML text as it was read. */
export interface ParsedYaml {
  readonly document: Document;
  /** The line and the column of an offset, both from 1. */
  readonly at: (offset: number) => { readonly line: number; readonly col: number };
  readonly mistakes: readonly YamlMistake[];
  /** Undefined where there are mistakes. */
  readonly value: unknown;
}

/** Twenty networks may share one anchor, and a thousand too; nothing that unfolds without end gets through. */
const mostAliases = 100_000;

/** Codes that say nothing to somebody who does not know the parser. */
const words: Readonly<Record<string, string>> = {
  NON_STRING_KEY: 'a name that is no text',
  RESOURCE_EXHAUSTION: 'lists and objects stand in each other too deep',
  TAG_RESOLVE_FAILED: 'a tag, which begins with !, that is not known',
};

/** Why a document without mistakes of its own makes no value. In one walk: a file of aliases may be long. */
function mistakeOfAliases(document: Document): YamlMistake {
  const anchors = new Set<string>();
  let astray: number | undefined;
  visit(document, {
    Value: (_, { anchor }) => {
      if (anchor !== undefined) anchors.add(anchor);
    },
    Alias: (_, { source, range }) => {
      if (anchors.has(source)) return undefined;
      astray = range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  if (astray !== undefined)
    return { offset: astray, what: 'an alias, which begins with *, that leads to no anchor' };
  const isUnfolded = anchors.size > 0;
  return {
    offset: 0,
    what: isUnfolded ? 'its anchors unfold to too much' : 'a merge (<<) of what is no object',
  };
}

/** Reads YAML, or JSON, that a person wrote. What unfolds from its aliases is bounded, and so is how deep it is. */
export function parsedYaml(text: string): ParsedYaml {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, {
    lineCounter,
    prettyErrors: false,
    stringKeys: true,
    merge: true,
  });
  const at: ParsedYaml['at'] = (offset) => lineCounter.linePos(offset);
  const mistakes = [...document.errors, ...document.warnings].map(({ pos, code }) => ({
    offset: pos[0],
    what: words[code] ?? code.toLowerCase().replaceAll('_', ' '),
  }));
  const found = { document, at, mistakes, value: undefined };
  if (mistakes.length > 0) return found;
  try {
    return { ...found, value: document.toJS({ maxAliasCount: mostAliases }) };
  } catch {
    return { ...found, mistakes: [mistakeOfAliases(document)] };
  }
}
