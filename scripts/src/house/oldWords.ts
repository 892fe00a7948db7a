import { basename } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';
import type { SourceFile } from './workspace.ts';

const everywhere = [
  'bench',
  'trial',
  'subject',
  'somebody',
  'intent',
  'seen',
  'flaw',
  'world',
  'told',
  'apart',
  'turn',
];

/** Words that mislead in some folders only, and are ordinary words elsewhere. */
const inFolders: Readonly<Record<string, RegExp>> = {
  // The test data of other packages is a library with books.
  book: /^packages\/conformance\//,
  question: /^(packages\/(conformance|model|mock)|tests\/mutants)\//,
};

/** The benchmarks have a folder and a command of this name. */
const benchmarks = /^scripts\/bench\//;

function partsOf(name: string): string[] {
  return name.split(/[^A-Za-z]+|(?<=[a-z])(?=[A-Z])/).map((part) => part.toLowerCase());
}

function oldWordOf(name: string, path: string): string | undefined {
  const words = [
    ...everywhere.filter((word) => word !== 'bench' || !benchmarks.test(path)),
    ...Object.keys(inFolders).filter((word) => inFolders[word]?.test(path)),
  ];
  const parts = partsOf(name);
  return words.find((word) => parts.some((part) => [word, `${word}s`, `${word}es`].includes(part)));
}

function namesIn({ path, text }: SourceFile): Set<string> {
  const names = new Set<string>();
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors.map((e) => e.message).join('; ')}`);
  new Visitor({
    Identifier: ({ name }) => void names.add(name),
    PrivateIdentifier: ({ name }) => void names.add(name),
  }).visit(program);
  return names;
}

/** One line for each name of a file, or file's own name, that holds one of the words of the first form: `path: name`. */
export function oldWordsIn(source: SourceFile): string[] {
  const names = [...namesIn(source), basename(source.path, '.ts')];
  return [...new Set(names)]
    .filter((name) => oldWordOf(name, source.path) !== undefined)
    .map((name) => `${source.path}: ${name}`);
}
