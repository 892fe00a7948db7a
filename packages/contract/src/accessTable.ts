import type { Contract } from './contract.ts';
import type { SecurityScheme } from './description.ts';
import { schemeKeys } from './operationTable.ts';
import { parentNames } from './parentText.ts';
import { pick } from './pick.ts';

/** The part of a contract that tells which credentials and settings a tester of the API needs. */
export interface AccessTable extends Pick<Contract, 'api'> {
  readonly security: Readonly<Record<string, Pick<SecurityScheme, (typeof schemeKeys)[number]>>>;
  /** The first is that of the credentials whose variables name no role. */
  readonly roles: readonly string[];
  /** Path parameters that name what no operation makes. */
  readonly parents: readonly string[];
  /** What `x-prefix` templates name. */
  readonly settings: readonly string[];
}

/** Derives the table of access from a contract. */
export function accessTable(contract: Contract): AccessTable {
  const { api, operations, resources, roles, security } = contract;
  const prefixes = operations
    .flatMap(({ body, parameters }) => [...(body?.properties ?? []), ...parameters])
    .flatMap(({ prefix = '' }) => [...prefix.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name));
  return {
    api,
    security: Object.fromEntries(
      Object.entries(security).map(([name, scheme]) => [name, pick(scheme, schemeKeys)]),
    ),
    roles: roles.map(({ name }) => name),
    parents: [
      ...new Set(
        resources.flatMap((resource) =>
          resource.parentResource === undefined ? parentNames(resource) : [],
        ),
      ),
    ],
    settings: [...new Set(prefixes.flatMap((name) => name ?? []))],
  };
}
