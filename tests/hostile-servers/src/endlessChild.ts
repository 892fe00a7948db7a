import { join } from 'node:path';
import { createStandardClient, errorClasses, standardCommandLine } from '@oidc-admin/client';
import { exportResources, managedResources } from '@oidc-admin/client/plan';
import { runProcess } from '@oidc-admin/client/process';
import { accessTable, commandTable, operationTable } from '@oidc-admin/contract';
import { pagedNotes } from '@oidc-admin/mutants/smallApis/pagedNotes.ts';
import { smallApi, strictRun } from '@oidc-admin/mutants/smallApis/smallApi.ts';
import { endlessLists } from './endlessLists.ts';

/*
 * `WHO LIST`: a run of the checks, a client that exports, or the command line meets a server with an endless list, and says what it
 * makes of it. Ends with the exit code of the command line, with 1 where the client fails, and with 0 after a run.
 */
const [who, name = ''] = process.argv.slice(2);
const list = endlessLists[name];
if (list === undefined) throw new Error(`there is no endless list ${name}`);
const document = await pagedNotes(list.by);
const api = smallApi(document);
const { contract } = api;
const mock = api.mock({ faults: () => [list.fault] });
mock.faults.on(list.fault.name);
const table = operationTable(contract);
const commandLine = standardCommandLine({
  commands: commandTable(contract),
  access: accessTable(contract),
  table,
  load: async () => (options) =>
    createStandardClient({ table, classes: errorClasses(table) }, options),
  responseSchemas: async () => ({}),
});

async function atRun(): Promise<void> {
  console.log(JSON.stringify(await strictRun(api, mock)));
}

async function atServer(
  use: (environment: Record<string, string>) => Promise<void>,
): Promise<void> {
  await using running = await mock.start();
  await use({ ...mock.demo.environment, NOTES_URL: running.url });
}

async function exported(environment: Record<string, string>): Promise<void> {
  const { signal } = new AbortController();
  const connection = await commandLine.connect(environment, {});
  for (const managed of managedResources(commandLine.table))
    console.log(await exportResources(managed, connection, {}, { signal }));
}

async function commanded(environment: Record<string, string>): Promise<void> {
  const program = join(import.meta.dirname, '../../../apps/cli/src/runCli.ts');
  const { runCli } = (await import(program)) as {
    runCli: (...given: readonly unknown[]) => Promise<number>;
  };
  const apis = { notes: { title: 'Notes', operations: {}, load: async () => commandLine } };
  const { signal } = new AbortController();
  await runProcess(process, { fault: 70, unwritten: 71 }, async (_, terminal) =>
    runCli(['export', '--api', 'notes'], apis, { ...terminal, environment, signal }, signal),
  );
}

if (who === 'runner') await atRun();
else await atServer(who === 'client' ? exported : commanded);
