import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Contract,
  ContractError,
  contractOf,
  keysWithoutEffect,
  valueAt,
} from '@oidc-admin/contract';
import { checkMeaning } from './checkMeaning.ts';
import { checkPaths } from './checkPaths.ts';
import { checkSources, citedIn } from './checkSources.ts';
import { checkValues } from './checkValues.ts';
import { checkWords } from './checkWords.ts';
import { type LintMistake, lintSpecifications, ofExamples } from './lintSpecifications.ts';
import { type FactRow, readFactRows } from './readFactRows.ts';
import { readSourceText, type SourceText } from './sourceText.ts';
import { type Mistake, SpecificationError } from './specificationError.ts';

/** One specification without mistakes. */
export interface Specification {
  readonly api: string;
  /** Path below the root. */
  readonly file: string;
  /** The OpenAPI document as plain data, with the authority of the rows that it cites. */
  readonly document: Readonly<Record<string, unknown>>;
  readonly contract: Contract;
}

/** The names of the APIs: the folders in `specs` that hold an OpenAPI document. Nothing else lists them. */
export function apisOf(root: string): string[] {
  return readdirSync(join(root, 'specs'))
    .filter((api) => existsSync(join(root, 'specs', api, 'openapi.yaml')))
    .toSorted();
}

/** Reads and lints specifications. Throws a {@link SpecificationError} that names every mistake of every one of them. */
export async function readSpecifications(
  root: string,
  apis: readonly string[],
): Promise<Specification[]> {
  const sources = apis.map((api) => readSource(root, api));
  // What is no YAML says nothing that could be checked.
  const unreadable = sources.flatMap(({ file, mistakes }) =>
    // Behind one mistake of YAML the reader finds others that are none.
    mistakes.slice(0, 1).map((mistake) => ({ file, ...mistake })),
  );
  if (unreadable.length > 0) throw new SpecificationError(unreadable);
  // The lint is a program of its own, which works while this one reads.
  const linting = lintSpecifications(
    root,
    sources.map(({ file }) => file),
  );
  const first = sources.map((source) => firstMistakes(source));
  const understood = sources.map(understand);
  const linted = await linting;
  const mistakes = sources
    .flatMap((source, index): readonly Mistake[] => {
      const own = first[index] ?? [];
      // The lint names the place that uses an alias; a mistake is where the text stands.
      const others = linted
        .filter(({ file }) => file === source.file)
        .map((mistake) =>
          valueAt(source.data, mistake.pointer) === undefined
            ? mistake
            : { ...mistake, ...source.positionOf(mistake.pointer) },
        );
      // Much is wrong because of what was found before: what follows from it is not said as well.
      if (own.some(({ isCause }) => isCause))
        return [...own, ...others.filter(({ rule }) => independent.has(rule))];
      const plain = others.filter(({ rule }) => !ofExamples.has(rule));
      if (own.length + plain.length > 0) return [...plain, ...own];
      // An example cannot be held against a schema that is wrong.
      const meant = understood[index]?.mistakes ?? [];
      if (meant.some(({ isOfSource }) => isOfSource)) return meant;
      return [...(meant.length > 0 ? meant : oncePerExample(others)), ...uncitedRows(source)];
    })
    .filter(isFirstOfItsPlace);
  if (mistakes.length > 0)
    throw new SpecificationError(
      mistakes.map(({ file, line, column, reason }) => ({ file, line, column, reason })),
    );
  return understood.flatMap(({ specification }) => specification ?? []);
}

/** Rules of the lint that no wrong word makes anybody break. */
const independent: ReadonlySet<string> = new Set([
  'operation-operationId-unique',
  'operation-description',
  'no-duplicated-enum-values',
  'tag-description',
]);

/** Several of them often name one mistake: one line for each place is enough. */
function isFirstOfItsPlace(mistake: Mistake, index: number, all: readonly Mistake[]): boolean {
  return (
    all.findIndex(({ file, line }) => file === mistake.file && line === mistake.line) === index
  );
}

/** Where many examples show what their schema does not allow, the first says it, and where the others are. */
function oncePerExample<Found extends LintMistake>(mistakes: readonly Found[]): readonly Found[] {
  const groups = Map.groupBy(mistakes, ({ pointer, message, rule }) =>
    ofExamples.has(rule) ? saidOf(pointer, message) : pointer,
  );
  return [...groups.values()].flatMap((group) => {
    const [first, ...more] = group.toSorted((a, b) => a.line - b.line);
    if (first === undefined || more.length === 0) return first ?? [];
    const lines = new Set(more.map(({ line }) => line).filter((line) => line !== first.line));
    const others = lines.size === 0 ? '' : `; the same in line ${[...lines].join(', ')}`;
    return [{ ...first, reason: `${first.reason}${others}` }];
  });
}

/** What a mistake in an example says, of which property: the same for all examples of one schema. */
function saidOf(pointer: string, message: string): string {
  const name = pointer.replace(/\/examples?(?:\/\d+)?$/, '').replace(/^.*\//, '');
  const [, said = message] = /: (?:`[^`]+` property )?(.*)$/.exec(message) ?? [];
  return `${name} ${said}`;
}

type FoundMistake = Mistake & { readonly isCause: boolean };

/** What is found without understanding the document. */
function firstMistakes(source: Source): readonly FoundMistake[] {
  const causes = [
    ...checkWords(source.data),
    ...checkPaths(source.data),
    ...checkSources(source.data, source.ids, factsOf(source.api)),
  ];
  const words = causes.map(({ pointer, reason }) => mistakeAt(source, pointer, reason));
  return [
    ...[...source.factMistakes, ...words].map((mistake) => ({ ...mistake, isCause: true })),
    ...[...checkValues(source.data), ...checkMeaning(source.data)].map(({ pointer, reason }) => ({
      ...mistakeAt(source, pointer, reason),
      isCause: false,
    })),
  ];
}

/** Rows that a check could be made of, and that no place cites. */
function uncitedRows({ api, data, rows, lines }: Source): readonly Mistake[] {
  const cited = citedIn(data);
  return rows
    .filter(({ id, testable }) => testable && !cited.has(id))
    .map(({ id }) => ({
      file: factsOf(api),
      line: lines.get(id) ?? 1,
      column: 1,
      reason: `no place cites ${id}; cite it, or say "no: reason" in the column testable`,
    }));
}

interface Source extends SourceText {
  readonly api: string;
  readonly file: string;
  readonly rows: readonly FactRow[];
  readonly ids: ReadonlySet<string>;
  readonly lines: ReadonlyMap<string, number>;
  /** What is wrong with its `FACTS.md`. */
  readonly factMistakes: readonly Mistake[];
}

function factsOf(api: string): string {
  return `specs/${api}/FACTS.md`;
}

function readSource(root: string, api: string): Source {
  const file = `specs/${api}/openapi.yaml`;
  const facts = readFactRows(factsOf(api), readFileSync(join(root, factsOf(api)), 'utf8'));
  return {
    api,
    file,
    rows: facts.rows,
    ids: facts.ids,
    lines: facts.lines,
    factMistakes: facts.mistakes,
    ...readSourceText(readFileSync(join(root, file), 'utf8')),
  };
}

function understand(source: Source): {
  readonly specification?: Specification;
  readonly mistakes?: readonly (Mistake & { readonly isOfSource: boolean })[];
} {
  const at = (pointer: string, reason: string) => ({
    ...mistakeAt(source, pointer, reason),
    isOfSource: /\/(?:x-)?source(?:\/|$)/.test(pointer),
  });
  const { api, file, data, rows } = source;
  const document = withAuthority(data as Specification['document'], rows);
  try {
    const contract = contractOf(document);
    if (contract.api !== api) {
      const reason = `x-api is '${contract.api}', but the folder is '${api}'`;
      return { mistakes: [at('/x-api', reason)] };
    }
    const idle = keysWithoutEffect(document);
    if (idle.length > 0)
      return { mistakes: idle.map(({ pointer, reason }) => at(pointer, reason)) };
    return { specification: { api, file, document, contract } };
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    return {
      mistakes: error.problems.map(({ pointer, reason }) => at(pointer, reason)),
    };
  }
}

/** Whose word each cited row is, so that engines can tell how binding a clause is without reading another file. */
function withAuthority(
  document: Specification['document'],
  rows: readonly FactRow[],
): Specification['document'] {
  const cited = citedIn(document);
  const known = rows.filter(({ id }) => cited.has(id));
  const authorities = known.map(({ id, authority }): [string, string] => [id, authority]);
  return { ...document, 'x-authority': Object.fromEntries(authorities) };
}

function mistakeAt(source: Source, pointer: string, reason: string): Mistake {
  const at = pointer || '/';
  return { file: source.file, ...source.positionOf(pointer), reason: `${reason} at ${at}` };
}
