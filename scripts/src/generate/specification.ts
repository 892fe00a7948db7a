import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Contract, ContractError, contractOf, keysWithoutEffect } from '@oidc-admin/contract';
import { checkSources, citedIn } from './checkSources.ts';
import { lintSpecifications } from './lintSpecifications.ts';
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
    mistakes.map((mistake) => ({ file, ...mistake })),
  );
  if (unreadable.length > 0) throw new SpecificationError(unreadable);
  // The lint is a program of its own, which works while this one reads.
  const linting = lintSpecifications(
    root,
    sources.map(({ file }) => file),
  );
  const understood = sources.map(understand);
  const linted = await linting;
  // Both name a dangling reference: one line for each place is enough.
  const mistakes = [
    ...linted,
    ...understood.flatMap((result) => result.mistakes ?? []),
    ...sources.flatMap((source) => [...source.factMistakes, ...unknownRows(source)]),
  ].filter(
    (mistake, index, all) =>
      all.findIndex(({ file, line }) => file === mistake.file && line === mistake.line) === index,
  );
  if (mistakes.length > 0) throw new SpecificationError(mistakes);
  return understood.flatMap(({ specification }) => specification ?? []);
}

interface Source extends SourceText {
  readonly api: string;
  readonly file: string;
  readonly rows: readonly FactRow[];
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
    factMistakes: facts.mistakes,
    ...readSourceText(readFileSync(join(root, file), 'utf8')),
  };
}

function understand(source: Source): {
  readonly specification?: Specification;
  readonly mistakes?: readonly Mistake[];
} {
  const { api, file, data, rows } = source;
  const document = withAuthority(data as Specification['document'], rows);
  try {
    const contract = contractOf(document);
    if (contract.api !== api) {
      const reason = `x-api is '${contract.api}', but the folder is '${api}'`;
      return { mistakes: [mistakeAt(source, '/x-api', reason)] };
    }
    const idle = keysWithoutEffect(document);
    if (idle.length > 0)
      return { mistakes: idle.map(({ pointer, reason }) => mistakeAt(source, pointer, reason)) };
    return { specification: { api, file, document, contract } };
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    return {
      mistakes: error.problems.map(({ pointer, reason }) => mistakeAt(source, pointer, reason)),
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

/** The rows that a specification cites must be there: the contract takes their ids as they come. */
function unknownRows(source: Source): Mistake[] {
  return checkSources(source.data, source.rows, factsOf(source.api)).map(({ pointer, reason }) =>
    mistakeAt(source, pointer, reason),
  );
}

function mistakeAt(source: Source, pointer: string, reason: string): Mistake {
  const at = pointer || '/';
  return { file: source.file, ...source.positionOf(pointer), reason: `${reason} at ${at}` };
}
