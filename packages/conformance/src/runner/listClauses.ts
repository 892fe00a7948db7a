import { plannedChecks } from './plannedChecks.ts';
import { levels } from '../reports/report.ts';
import { contractOf, faultyMock } from './apis.ts';

/** Every clause of the APIs, one a line, tab-separated: id, binding, operation or resource, level, rows of the facts. */
export const listClauses = async (names: readonly string[]): Promise<string> => {
  const contracts = await Promise.all(names.map(contractOf));
  const lines = contracts.flatMap((contract) => {
    const cases = plannedChecks(contract);
    return contract.clauses.map(({ id, binding, operation, resource, source }) => {
      const needs = new Set(
        cases.filter(({ clauses }) => clauses.includes(id)).map((one) => one.needs),
      );
      const level = levels.find((one) => needs.has(one)) ?? 'none';
      return [id, binding, operation ?? resource ?? '', level, source.join(',')].join('\t');
    });
  });
  return [...lines, ''].join('\n');
};

/** The faults of the embedded mocks, one a line: name, API, kind of clause, what the server does wrong. */
export const listFaults = async (names: readonly string[]): Promise<string> => {
  const mocks = await Promise.all(names.map((name) => faultyMock(name)));
  const lines = mocks.flatMap((mock) =>
    mock.faults
      .list()
      .map(({ name, api, kind, description }) => [name, api, kind, description].join('\t')),
  );
  return [...lines, ''].join('\n');
};
