import { join } from 'node:path';
import { DocumentedError, type CommandLine } from '@oidc-admin/client';
import { apis, type ApiName } from '@oidc-admin/conformance/testing';
import type { Mock } from '@oidc-admin/mock';
import { mutantsOf } from '@oidc-admin/mutants/mutantsOf.ts';
import { everyOperation } from './everyOperation.ts';
import { startPrism } from './startPrism.ts';
import { throughPrism, type ThroughPrism } from './throughPrism.ts';
import { visibleFaults } from './visibleFaults.ts';

const root = join(import.meta.dirname, '../../../..');

type Connect = () => ReturnType<CommandLine['connect']>;

/**
 * Lets Prism's proxy judge what a client and a mock say to each other: it must find nothing in a run of every operation, and
 * something while a fault is on. Tells what was looked at, and throws where Prism sees it otherwise.
 */
export async function judgeApi(api: ApiName, tell: (line: string) => void): Promise<void> {
  const mock = (await apis[api].createMock())({ faults: mutantsOf });
  await using server = await mock.start();
  await using prism = await startPrism(join(root, `specs/${api}/openapi.yaml`), server.url);
  const between = throughPrism(server.url, prism.url);
  const connect = await connector(api, server.url, mock, between.fetch);
  tell(await rightRun(connect, mock, between));
  tell(await faultyRuns(connect, mock, between));
}

/** The client gets the mock's own address and the credentials of its demo. */
async function connector(
  api: string,
  url: string,
  mock: Mock,
  fetch: ThroughPrism['fetch'],
): Promise<Connect> {
  const entry = `@oidc-admin/${api}-client/command-line`;
  const { commandLine } = (await import(entry)) as { readonly commandLine: CommandLine };
  const address = commandLine.settings.find((one) => one.url === true);
  if (address === undefined) throw new Error(`${entry} has no setting for the URL`);
  return () =>
    commandLine.connect({ ...mock.demo.environment, [address.variable]: url }, { fetch });
}

/** Runs every operation; `enough` is asked after each call. Answers what was no documented response. */
async function run(connect: Connect, mock: Mock, enough: () => boolean): Promise<unknown[]> {
  const connection = await connect();
  const unexpected: unknown[] = [];
  const attempt = async (action: () => Promise<unknown>): Promise<void> => {
    try {
      await action();
    } catch (error) {
      if (!(error instanceof DocumentedError)) unexpected.push(error);
    }
  };
  const { signal } = new AbortController();
  for (const { operation, input } of everyOperation(mock.contract, mock.deployment.parents)) {
    if (enough()) break;
    await attempt(() => connection.call(operation, input, { signal }));
  }
  // Signs out, where the first call has signed in.
  await attempt(() => connection.close());
  return unexpected;
}

async function rightRun(connect: Connect, mock: Mock, between: ThroughPrism): Promise<string> {
  const unexpected = await run(connect, mock, () => false);
  const violations = between.violations();
  if (violations.length > 0) throw new Error(`Prism reports:\n${violations.join('\n')}`);
  if (unexpected.length > 0) throw new AggregateError(unexpected, 'The client reports errors');
  const succeeded = new Set(
    mock.requests.flatMap(({ operation, reply }) => (reply.status < 300 ? [operation] : [])),
  );
  const missing = mock.contract.operations.filter(({ id }) => !succeeded.has(id));
  if (missing.length > 0)
    throw new Error(`never succeeded: ${missing.map(({ id }) => id).join(', ')}`);
  const statuses = [...new Set(mock.requests.map(({ reply }) => `${reply.status}`))];
  return `${mock.requests.length} requests, ${succeeded.size} operations, answers ${statuses.toSorted().join(', ')}: no violation`;
}

async function faultyRuns(connect: Connect, mock: Mock, between: ThroughPrism): Promise<string> {
  const faults = visibleFaults(mock);
  const missed: string[] = [];
  for (const fault of faults) {
    mock.reset();
    mock.faults.on(fault);
    let found = 0;
    await run(connect, mock, () => (found += between.violations().length) > 0);
    if (found + between.violations().length === 0) missed.push(fault);
  }
  if (faults.length === 0) throw new Error('there is no fault to see');
  if (missed.length > 0) throw new Error(`Prism reports nothing of ${missed.join(', ')}`);
  return `${faults.length} faults of the mock, one at a time: each reported`;
}
