import { type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';

/** What each name of the parser means. */
const words = (name: string): string => name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();

/** Where a text stops being JSON, and why, without quoting it: it may hold a secret. Lines and columns count from 1. */
export const jsonMistake = (text: string): string | undefined => {
  const errors: ParseError[] = [];
  parseTree(text, errors, { disallowComments: true });
  const [first] = errors;
  if (first === undefined) return undefined;
  const before = text.slice(0, first.offset).split('\n');
  const column = (before.at(-1) ?? '').length + 1;
  return `line ${before.length}, column ${column}: ${words(printParseErrorCode(first.error))}`;
};
