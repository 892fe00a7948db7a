import { addAcceptClauses } from './acceptClauses.ts';
import { checkOperations } from './checkOperations.ts';
import { checkPlaces } from './checkPlaces.ts';
import { ClauseList } from './clauseList.ts';
import { checkConditions } from './conditions.ts';
import type { Contract } from './contract.ts';
import { ContractError, type Problem } from './contractError.ts';
import { resolve, type Resolved } from './deref.ts';
import { Draft } from './draft.ts';
import { isObject } from './json.ts';
import { namedStatuses } from './rangedResponses.ts';
import type { RawDocument } from './rawDocument.ts';
import { readErrors } from './readErrors.ts';
import { readPath } from './readOperation.ts';
import { readResources } from './readResources.ts';
import { readSecuritySchemes } from './readSecuritySchemes.ts';
import { addRefuseClauses } from './refuseClauses.ts';
import { addResponseClauses } from './responseClauses.ts';
import { rowsOf } from './scope.ts';
import { sensitiveMarks } from './sensitiveMarks.ts';
import { addSequenceClauses } from './sequenceClauses.ts';

/**
 * Reads an OpenAPI 3.1 document, parsed from YAML or JSON, as plain data. Throws `ContractError` with every mistake that was
 * found, each with its JSON pointer. Source of what an extension key means: `docs/extensions.md`.
 */
export function contractOf(document: unknown): Contract {
  if (!isObject(document)) throw new ContractError([{ pointer: '', reason: 'is not an object' }]);
  const resolved = resolve(document);
  const mistakes = [...checkPlaces(document), ...resolved.problems];
  if (mistakes.length > 0) throw new ContractError(mistakes);
  const { contract, problems } = readContract(resolved);
  if (problems.length > 0) throw new ContractError(problems);
  return contract;
}

/** What a document without references says, its places known to be right, and the mistakes that only the whole tells. */
export function readContract({ document, pointers }: Resolved): {
  readonly contract: Contract;
  readonly problems: readonly Problem[];
} {
  // Checked before, object by object: only what RawDocument says is relied on.
  const raw = document as unknown as RawDocument;
  const draft = new Draft(pointers, raw['x-authority']);
  const contract = read(raw, draft);
  return { contract, problems: draft.problems };
}

function read(document: RawDocument, draft: Draft): Contract {
  const scope = { source: [], binding: 'MUST', outcomes: [document['x-outcomes'] ?? {}] } as const;
  const schemes = Object.entries(document.components?.securitySchemes ?? {});
  const defaults = {
    requirements: document.security ?? [],
    servers: document.servers,
    named: namedStatuses(document),
    scoped: new Set(schemes.flatMap(([name, { type }]) => (type === 'oauth2' ? [name] : []))),
  };
  const paths = Object.entries(document.paths).map(([path, item]) =>
    readPath(path, item, scope, defaults, draft),
  );
  const operations = paths.flat();
  const resources = readResources(document, operations, scope, draft);
  const contract: Omit<Contract, 'clauses'> = {
    api: document['x-api'],
    title: document.info.title,
    version: document.info.version,
    serverUrl: document.servers?.[0]?.url ?? '',
    basePath: basePathOf(document),
    paths: pathsOf(document),
    order: document['x-order']?.checks ?? [],
    errors: readErrors(document, operations, draft),
    roles: Object.entries(document['x-roles'] ?? {}).map(([name, { description }]) => ({
      name,
      description,
    })),
    security: readSecuritySchemes(document, draft),
    operations: operations.map(({ operation }) => operation),
    resources: resources.map(({ resource }) => resource),
    sensitive: sensitiveMarks(document, operations, resources),
  };
  checkOperations(operations, contract.roles, draft);
  checkConditions(operations, contract.resources, draft);

  const clauses = new ClauseList(contract.api, draft);
  const orderSource = rowsOf(document['x-order']?.source);
  const around = { ...contract, orderSource };
  const kept = new Set(
    resources.flatMap(({ entries }) => entries.map(({ property }) => property.schema)),
  );
  for (const onPath of paths) {
    for (const entry of onPath) {
      addRefuseClauses({ entry, clauses, draft }, around);
      addAcceptClauses(entry, around, clauses);
      addResponseClauses(entry, kept, around, clauses);
    }
  }
  for (const resource of resources) addSequenceClauses(resource, operations, clauses, draft);
  return { ...contract, clauses: clauses.all };
}

function pathsOf({ 'x-paths': raw }: RawDocument): Contract['paths'] {
  const { ignoreCase = false, trailingSlash = 'exact' } = raw ?? {};
  const source = rowsOf(raw?.source);
  return typeof trailingSlash === 'string'
    ? { ignoreCase, trailingSlash, source, slashSource: source }
    : { ignoreCase, trailingSlash: 'optional', source, slashSource: rowsOf(trailingSlash.source) };
}

/** The path of the first server, its variables at their defaults. */
function basePathOf({ servers }: RawDocument): string {
  const server = servers?.[0];
  if (server === undefined) return '';
  const url = server.url.replaceAll(
    /\{([^{}]+)\}/g,
    (whole, name: string) => server.variables?.[name]?.default ?? whole,
  );
  return url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '').replace(/\/+$/, '');
}
