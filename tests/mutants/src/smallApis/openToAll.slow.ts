import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { reportOf, run, type RunEvent } from '@oidc-admin/conformance';
import type { Fault } from '@oidc-admin/mock';
import { expect, test } from 'vitest';
import { smallApi, smallDocument, strictRun, type Editable } from './smallApi.ts';

/** The tickets, which everybody may read and change. */
async function openTickets(): Promise<Editable> {
  const document = await smallDocument('tickets');
  document['security'] = [];
  const paths = document['paths'] as Record<string, Record<string, { responses?: Editable }>>;
  for (const { responses } of Object.values(paths).flatMap((item) => Object.values(item)))
    delete responses?.['401'];
  const components = document['components'] as Record<string, Editable>;
  delete components['securitySchemes'];
  delete components['responses']?.['SignInNeeded'];
  return document;
}

const wrong: Fault = {
  name: 'another-priority',
  description: 'It shows another priority.',
  breaks: ['tickets.ticket.kept'],
  operation: 'getTicket',
  decide: (decision) =>
    decision.status === 200
      ? { ...decision, body: { ...(decision.body as object), priority: 77 } }
      : decision,
};

test('an API that everybody may call: every clause is verified, and a finding has its line for curl', async () => {
  const api = smallApi(await openTickets());
  const { verdict, reasons, coverage } = await strictRun(api, api.mock());
  expect({ verdict, reasons }).toEqual({ verdict: 'conformant', reasons: [] });
  expect(coverage).toMatchObject({ run: coverage.clauses });

  const { contract, access } = api;
  const mock = api.mock({ faults: () => [wrong] });
  mock.faults.on(wrong.name);
  await using running = await mock.start();
  const events: RunEvent[] = [];
  const target = { url: running.url, contract, access, environment: mock.demo.environment };
  for await (const event of run(target, { level: 'disposable', seed: 1 })) events.push(event);
  const [first] = reportOf([events], { contractOf: () => contract }).targets;
  const lines = (first?.checks ?? []).flatMap(({ status, reproduce = '' }) =>
    status === 'failed' ? [reproduce] : [],
  );
  expect(lines.length).toBeGreaterThan(0);
  const line = lines.find((one) => one.includes('curl')) ?? '';
  expect(line).not.toContain('@<(');
  const { stdout } = await promisify(execFile)('bash', ['-c', line]);
  expect(stdout).toContain('HTTP/1.1 201 Created');
});
