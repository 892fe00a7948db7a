import { printable } from '@oidc-admin/client';
import { originalVariables, plannedClauses } from '@oidc-admin/conformance';
import { apiEntry, contractNamed, newMock } from './apiEntry.ts';
import { common } from './openTargets.ts';

/** Bytes, since the terminal writes a tab in a text as what it is in JSON; what is between the tabs is cleaned here. */
function linesOf(rows: readonly (readonly string[])[]): Uint8Array {
  return Buffer.from([...rows.map((row) => row.map(printable).join('\t')), ''].join('\n'));
}

/** Every clause of the APIs, one a line, tab-separated: id, binding, authority, operation or resource, level, rows of the facts. */
async function listClauses(names: readonly string[]): Promise<Uint8Array> {
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
async function listFaults(names: readonly string[]): Promise<Uint8Array> {
  const mocks = await Promise.all(names.map((name) => newMock(name)));
  return linesOf(
    mocks.flatMap((mock) =>
      mock.faults.list().map(({ name, api, kind, description }) => [name, api, kind, description]),
    ),
  );
}

/** The environment variables that a run reads, a few that belong together a line: names, API, what they are or do. */
async function listVariables(names: readonly string[]): Promise<Uint8Array> {
  const own = await Promise.all(
    names.map(async (api) => {
      const { variables } = await apiEntry(api).access();
      const originals = {
        names: originalVariables(await contractNamed(api)),
        purpose:
          'the secret of what is there already, and of a second one, to put back after writes',
      };
      return [...variables, originals].map((group) => [group.names.join(', '), api, group.purpose]);
    }),
  );
  return linesOf([...own.flat(), ...common.map(({ name, purpose }) => [name, 'each', purpose])]);
}

/** What can be listed instead of a run, by the name of the command. */
export const printedLists = { list: listClauses, listFaults, listVariables };
