import {
  CheckContext,
  checksOf,
  createRunContext,
  runCheck,
} from '@oidc-admin/conformance/testing';
import { isNested, strictContract, type Clause } from '@oidc-admin/contract';
import { afterAll, expect, test } from 'vitest';
import { FaultyServer, isFound } from '../faultyServer.ts';
import { nestedApi } from './nestedApi.ts';

const api = nestedApi();
const server = new FaultyServer(api);
const { contract } = api.createMock({});

afterAll(() => server[Symbol.asyncDispose]());

test(
  'every check of what is inside of objects is done at the right server, and passes',
  { timeout: 240_000 },
  async () => {
    const mock = api.createMock({});
    const running = await mock.start();
    try {
      const run = createRunContext(
        {
          api: api.name,
          target: { name: api.name, url: running.url, embedded: true },
          level: 'disposable',
          strict: true,
          seed: 1,
          timeoutMs: 5000,
          runId: 'test',
          issuer: 'https://idp.example.com',
        },
        strictContract(mock.contract),
        api.access,
        {},
      );
      const checks = checksOf(strictContract(mock.contract));
      const odd: string[] = [];
      for (const check of checks) {
        const { id, status, reason = '' } = await runCheck(run, check);
        if (status !== 'passed') odd.push(`${id} ${status} ${reason}`);
      }
      await run.pool.cleanUp(new CheckContext(run));
      run.wire.close();
      expect(odd).toEqual([]);
      const checked = new Set(checks.flatMap(({ clauses }) => clauses));
      expect(contract.clauses.filter(({ id }) => !checked.has(id))).toEqual([]);
    } finally {
      await running.stop();
    }
  },
);

/** The last clause of each kind that speaks of something inside: mostly the deepest. */
const byKind = new Map<string, Clause>(
  contract.clauses
    .filter(({ element = '' }) => isNested(element))
    .map((clause) => [clause.kind, clause]),
);
const faults = [
  ...[...byKind.values()].map(({ id }) => `break:${id}`),
  ...api.faults.map(({ name }) => name).filter((name) => name.includes('/inside.')),
];

test.each(faults)('%s is found', async (name) => {
  const finding = await server.find({ fault: name });
  const fault = api.faults.find((one) => one.name === name);
  expect({ ...finding, isFound: fault !== undefined && isFound(fault, finding) }).toMatchObject({
    isFound: true,
    errors: [],
  });
});
