import type { CommandLine, Connection, Operation } from './api.ts';
import { checkInput } from './checkInput.ts';
import { checkPrefixes } from './checkPrefixes.ts';
import { concernsOf } from './concerns.ts';
import { confirm } from './confirm.ts';
import type { Flag } from './flags.ts';
import type { InputValue } from './inputValue.ts';
import type { ParsedCommand } from './parseCommand.ts';
import { askUnseen } from './readText.ts';
import { readInput } from './readInput.ts';
import { inSettings } from './inSettings.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usageError.ts';

const timeoutOf = ({ values }: ParsedCommand): number | undefined => {
  const text = values.get('timeout');
  if (text === undefined) return undefined;
  const seconds = Number(text);
  if (!(seconds > 0)) throw new UsageError(['--timeout: must be a number of seconds above 0']);
  return seconds * 1000;
};

const inputOf = (given: readonly InputValue[]): Record<string, unknown> =>
  Object.fromEntries(given.map(({ flag, value }) => [flag.property.name, value]));

const jsonText = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

const print = (
  response: unknown,
  connection: Connection,
  operation: Operation,
  { values }: ParsedCommand,
  { stdout, stderr }: Terminal,
): void => {
  if (response === undefined || response === null) {
    stderr.write(`${operation.id}: done\n`);
    return;
  }
  const whole = jsonText(response);
  const shown = values.get('show-secrets')
    ? whole
    : jsonText(connection.redacted(operation.id, response));
  stdout.write(shown);
  if (shown !== whole) stderr.write('Secrets are masked; --show-secrets prints them.\n');
};

/** What went wrong at the end does not undo what was done. */
const closed = async (connection: Connection, { stderr }: Terminal): Promise<void> => {
  try {
    await connection.close();
  } catch (error) {
    stderr.write(
      `warning: not signed out: ${error instanceof Error ? error.message : String(error)}\n`,
    );
  }
};

/** The last checks, for which the connection has to be known, and then what a person has to be asked. */
const confirmed = async (
  connection: Connection,
  operation: Operation,
  flags: readonly Flag[],
  given: readonly InputValue[],
  command: ParsedCommand,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<void> => {
  if (given.some(({ flag }) => flag.property.prefix !== undefined)) {
    const mistakes = checkPrefixes(given, (await connection.placeholders?.()) ?? {});
    if (mistakes.length > 0) throw new UsageError(mistakes);
  }
  if (command.values.get('yes')) return;
  const input = inputOf(given);
  const own = await connection.concern?.(operation.id, input, { signal });
  const concerns = [...concernsOf(operation, flags, given), ...(own === undefined ? [] : [own])];
  if (concerns.length > 0) await confirm(terminal, concerns.join(' '));
};

/**
 * Runs one operation: input, checks, connection, confirmation, call, answer. Nothing is sent before the checks passed.
 * The connection is closed in any case.
 */
export const callOperation = async (
  commandLine: CommandLine,
  operation: Operation,
  flags: readonly Flag[],
  command: ParsedCommand,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<void> => {
  const timeoutMs = timeoutOf(command);
  const { input: given, mistakes: unknown } = await readInput(command, operation, flags, terminal);
  const mistakes = [...unknown, ...checkInput(given, operation, flags)];
  if (mistakes.length > 0) throw new UsageError(mistakes);
  const url = command.values.get('server-url');
  const urlFlagGiven = typeof url === 'string';
  const urlVariable = commandLine.settings.find((setting) => setting.url)?.variable;
  try {
    const connection = await commandLine.connect(
      {
        ...terminal.environment,
        ...(urlFlagGiven && urlVariable !== undefined ? { [urlVariable]: url } : {}),
      },
      {
        timeoutMs,
        ask: terminal.stdin.isTTY ? (question) => askUnseen(terminal, question) : undefined,
        tell: (message) => terminal.stderr.write(`${message}\n`),
      },
    );
    try {
      await confirmed(connection, operation, flags, given, command, terminal, signal);
      const response = await connection.call(operation.id, inputOf(given), { signal });
      print(response, connection, operation, command, terminal);
    } finally {
      // A session stays open where its token was asked for and shown.
      if (operation.action.does !== 'open' || !command.values.get('show-secrets')) {
        await closed(connection, terminal);
      }
    }
  } catch (error) {
    throw inSettings(error, commandLine, urlFlagGiven);
  }
};
