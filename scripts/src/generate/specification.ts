import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Contract, ContractError, contractOf } from '@oidc-admin/contract';
import { checkSources } from './checkSources.ts';
import { lintSpecification } from './lintSpecification.ts';
import { readSourceText, type SourceText } from './sourceText.ts';
import { type Mistake, SpecificationError } from './specificationError.ts';

/** One specification without mistakes. */
export interface Specification {
  readonly api: string;
  /** Path below the root. */
  readonly file: string;
  /** The OpenAPI document as plain data. */
  readonly document: Readonly<Record<string, unknown>>;
  readonly contract: Contract;
}

/** The names of the APIs: the folders in `specs` that hold an OpenAPI document. Nothing else lists them. */
export const apisOf = (root: string): string[] =>
  readdirSync(join(root, 'specs'))
    .filter((api) => existsSync(join(root, 'specs', api, 'openapi.yaml')))
    .toSorted();

const factsOf = (api: string): string => `specs/${api}/FACTS.md`;

/** The rows that a specification cites must be there: the contract takes their ids as they come. */
const unknownRows = (source: Source): Mistake[] =>
  checkSources(source.data, source.facts, factsOf(source.api)).map(({ pointer, reason }) => ({
    file: source.file,
    ...source.positionOf(pointer),
    reason: `${reason} at ${pointer}`,
  }));

interface Source extends SourceText {
  readonly api: string;
  readonly file: string;
  /** The text of the rows that it cites. */
  readonly facts: string;
}

const understand = (source: Source): Specification => {
  const { api, file, data } = source;
  try {
    const document = data as Specification['document'];
    const contract = contractOf(document);
    if (contract.api !== api) {
      const reason = `x-api is '${contract.api}', but the folder is '${api}'`;
      throw new ContractError([{ pointer: '/x-api', reason }]);
    }
    return { api, file, document, contract };
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    throw new SpecificationError(
      error.problems.map(({ pointer, reason }) => ({
        file,
        ...source.positionOf(pointer),
        reason: `${reason} at ${pointer || '/'}`,
      })),
    );
  }
};

const mistakesOf = (action: () => unknown): readonly Mistake[] => {
  try {
    action();
    return [];
  } catch (error) {
    if (error instanceof SpecificationError) return error.mistakes;
    throw error;
  }
};

/** Reads and lints specifications. Throws a {@link SpecificationError} that names every mistake of every one of them. */
export const readSpecifications = async (
  root: string,
  apis: readonly string[],
): Promise<Specification[]> => {
  const sources = apis.map((api): Source => {
    const file = `specs/${api}/openapi.yaml`;
    const facts = readFileSync(join(root, factsOf(api)), 'utf8');
    return { api, file, facts, ...readSourceText(readFileSync(join(root, file), 'utf8')) };
  });
  // What is no YAML says nothing that could be checked.
  const unreadable = sources.flatMap(({ file, mistakes }) =>
    mistakes.map((mistake) => ({ file, ...mistake })),
  );
  if (unreadable.length > 0) throw new SpecificationError(unreadable);
  const linted = await Promise.all(sources.map(({ file }) => lintSpecification(root, file)));
  const specifications: Specification[] = [];
  const own = sources.flatMap((source) =>
    mistakesOf(() => specifications.push(understand(source))),
  );
  // Both name a dangling reference: one line for each place is enough.
  const mistakes = [...linted.flat(), ...own, ...sources.flatMap(unknownRows)].filter(
    (mistake, index, all) =>
      all.findIndex(({ file, line }) => file === mistake.file && line === mistake.line) === index,
  );
  if (mistakes.length > 0) throw new SpecificationError(mistakes);
  return specifications;
};
