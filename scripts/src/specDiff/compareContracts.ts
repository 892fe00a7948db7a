import { commandTable, type Contract } from '@oidc-admin/contract';

/** Names that were added and removed. */
export interface NameChanges {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** What a consumer of a contract sees come and go: methods, flags (`operation --flag`) and clauses that are checked. */
export function compareContracts(
  before: Contract,
  after: Contract,
): Readonly<Record<'methods' | 'flags' | 'clauses', NameChanges>> {
  const names = (of: (contract: Contract) => readonly string[]): NameChanges => {
    const [old, now] = [before, after].map((one) => new Set(of(one)));
    return {
      added: [...(now ?? [])].filter((name) => old?.has(name) !== true),
      removed: [...(old ?? [])].filter((name) => now?.has(name) !== true),
    };
  };
  return {
    methods: names(({ operations }) => operations.map(({ id }) => id)),
    flags: names((contract) =>
      commandTable(contract).operations.flatMap(({ id, parameters, body }) =>
        [...parameters, ...(body?.properties ?? [])].map(({ name }) => `${id} --${name}`),
      ),
    ),
    clauses: names(({ clauses }) => clauses.map(({ id }) => id)),
  };
}
