import { type Api, operationsOf } from './api.ts';
import { callOperation } from './callOperation.ts';
import { exitCode, type ExitCode } from './exitCode.ts';
import { failureOf } from './failure.ts';
import { flagsOf } from './flags.ts';
import { apiHelp, operationHelp, overviewHelp } from './help.ts';
import { didYouMean } from './nearest.ts';
import { parseCommand } from './parseCommand.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usageError.ts';

const wantsHelp = (argument: string | undefined): boolean =>
  argument === '--help' || argument === '-h' || argument === 'help';

const known = (names: readonly string[]): string => `there are: ${names.join(', ')}`;

const runOperation = async (
  name: string,
  api: Api,
  id: string,
  args: readonly string[],
  terminal: Terminal,
  signal: AbortSignal,
): Promise<void> => {
  const commandLine = await api.load();
  const operations = operationsOf(commandLine);
  const operation = operations.find((one) => one.id === id);
  if (operation === undefined) {
    throw new UsageError([
      `there is no operation of that name${didYouMean(
        id,
        operations.map((one) => one.id),
      )}; ${known(operations.map((one) => one.id))}`,
    ]);
  }
  if (args.some((argument) => argument === '--help' || argument === '-h')) {
    terminal.stdout.write(operationHelp(commandLine, operation));
    return;
  }
  const flags = flagsOf(commandLine, operation);
  const command = parseCommand(args, flags, `oidc-admin ${name} ${id} --help`);
  await callOperation(commandLine, operation, flags, command, terminal, signal);
};

const dispatch = async (
  [name, id, ...args]: readonly string[],
  apis: Readonly<Record<string, Api>>,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<void> => {
  if (name === undefined) throw new UsageError(['which API? See oidc-admin --help']);
  if (wantsHelp(name)) {
    terminal.stdout.write(await overviewHelp(apis));
    return;
  }
  const api = Object.hasOwn(apis, name) ? apis[name] : undefined;
  if (api === undefined) {
    throw new UsageError([`there is no API of that name; ${known(Object.keys(apis))}`]);
  }
  if (id === undefined) throw new UsageError([`which operation? See oidc-admin ${name} --help`]);
  if (wantsHelp(id)) {
    terminal.stdout.write(apiHelp(name, api, await api.load()));
    return;
  }
  await runOperation(name, api, id, args, terminal, signal);
};

/** Runs one command of the program. Answers its exit code; `signal` ends it early, but not before it signed out. */
export const run = async (
  args: readonly string[],
  apis: Readonly<Record<string, Api>>,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<ExitCode> => {
  try {
    await dispatch(args, apis, terminal, signal);
    return exitCode.done;
  } catch (error) {
    const failure = failureOf(error);
    if (failure === undefined) throw error;
    for (const line of failure.message.split('\n')) terminal.stderr.write(`error: ${line}\n`);
    return failure.code;
  }
};
