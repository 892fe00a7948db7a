import type { Contract, Resource } from '@oidc-admin/contract';

function without(resource: Resource, unsupported: ReadonlySet<string>): Resource {
  const operations = Object.fromEntries(
    Object.entries(resource.operations).filter(([, id]) => !unsupported.has(id)),
  );
  return { ...resource, operations };
}

/**
 * What is left of a contract at a server that does not have some of its operations: no clause speaks of them, and no check
 * sends them. What holds between requests stays; a check of it that needs one of them cannot be run.
 */
export function withoutOperations(contract: Contract, ids: readonly string[]): Contract {
  if (ids.length === 0) return contract;
  const unsupported = new Set(ids);
  const pathOf = new Map(contract.operations.map(({ id, path }) => [id, path]));
  const partial = new Set(ids.map((id) => pathOf.get(id)));
  return {
    ...contract,
    operations: contract.operations.filter(({ id }) => !unsupported.has(id)),
    resources: contract.resources.map((resource) => without(resource, unsupported)),
    clauses: contract.clauses.filter(
      ({ operation = '', kind }) =>
        !unsupported.has(operation) &&
        // A path without all of its methods is not the one of which it is said what other methods are answered with.
        !(kind === 'method' && partial.has(pathOf.get(operation) ?? '')),
    ),
  };
}
