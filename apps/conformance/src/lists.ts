import { plannedClauses } from '@oidc-admin/conformance';
import { contractNamed, newMock } from './apiEntry.ts';

function linesOf(rows: readonly (readonly string[])[]): string {
  return [...rows.map((row) => row.join('\t')), ''].join('\n');
}

/** Every clause of the APIs, one a line, tab-separated: id, binding, authority, operation or resource, level, rows of the facts. */
export async function listClauses(names: readonly string[]): Promise<string> {
  const contracts = await Promise.all(names.map((name) => contractNamed(name)));
  return linesOf(
    contracts.flatMap((contract) =>
      plannedClauses(contract).map(
        ({ id, binding, authority, operation, resource, source, level }) => [
          id,
          binding,
          authority,
          operation ?? resource ?? '',
          level ?? 'none',
          source.join(','),
        ],
      ),
    ),
  );
}

/** The faults of the embedded mocks, one a line: name, API, kind of clause, what the server does wrong. */
export async function listFaults(names: readonly string[]): Promise<string> {
  const mocks = await Promise.all(names.map((name) => newMock(name)));
  return linesOf(
    mocks.flatMap((mock) =>
      mock.faults.list().map(({ name, api, kind, description }) => [name, api, kind, description]),
    ),
  );
}
