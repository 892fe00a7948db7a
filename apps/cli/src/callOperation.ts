import type { CommandLine, Connection, Operation } from './api.ts';
import { checkInput } from './checkInput.ts';
import { concernsOf } from './concerns.ts';
import { confirm } from './confirm.ts';
import type { Flag } from './flags.ts';
import type { ParsedCommand } from './parseCommand.ts';
import { askUnseen } from './readText.ts';
import { readInput } from './readInput.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usageError.ts';

const timeoutOf = ({ values }: ParsedCommand): number | undefined => {
  const text = values.get('timeout');
  if (text === undefined) return undefined;
  const seconds = Number(text);
  if (!(seconds > 0)) throw new UsageError(['--timeout: must be a number of seconds above 0']);
  return seconds * 1000;
};

const jsonText = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

const print = (
  answer: unknown,
  connection: Connection,
  operation: Operation,
  { values }: ParsedCommand,
  { stdout, stderr }: Terminal,
): void => {
  if (answer === undefined || answer === null) {
    stderr.write(`${operation.id}: done\n`);
    return;
  }
  const whole = jsonText(answer);
  const shown = values.get('show-secrets')
    ? whole
    : jsonText(connection.redacted(operation.id, answer));
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
  const given = await readInput(command, operation, flags, terminal);
  const mistakes = checkInput(given, operation, flags);
  if (mistakes.length > 0) throw new UsageError(mistakes);
  const input = Object.fromEntries(given.map(({ flag, value }) => [flag.member.name, value]));

  const url = command.values.get('server-url');
  const urlVariable = commandLine.settings.find((setting) => setting.url)?.variable;
  const connection = await commandLine.connect(
    {
      ...terminal.environment,
      ...(typeof url === 'string' && urlVariable !== undefined ? { [urlVariable]: url } : {}),
    },
    {
      timeoutMs,
      ask: terminal.stdin.isTTY ? (question) => askUnseen(terminal, question) : undefined,
    },
  );
  try {
    if (!command.values.get('yes')) {
      const own = await connection.concern?.(operation.id, input, { signal });
      const concerns = [
        ...concernsOf(operation, flags, given),
        ...(own === undefined ? [] : [own]),
      ];
      if (concerns.length > 0) await confirm(terminal, concerns.join(' '));
    }
    const answer = await connection.call(operation.id, input, { signal });
    print(answer, connection, operation, command, terminal);
  } finally {
    // A session stays open where its token was asked for and shown.
    if (operation.action.does !== 'open' || !command.values.get('show-secrets')) {
      await closed(connection, terminal);
    }
  }
};
