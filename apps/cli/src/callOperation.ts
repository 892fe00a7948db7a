import type { CommandLine, Connection } from '@oidc-admin/client';
import { type CommandTerminal, printable, UsageError } from '@oidc-admin/client/terminal';
import type { Command } from 'commander';
import { askUnseen, confirm } from './ask.ts';
import { checkInput, checkPrefixes } from './checkInput.ts';
import type { CliOperation } from './cliApi.ts';
import { concernsOf } from './concerns.ts';
import { inSettings } from './failure.ts';
import type { CommonOptions, Flag, InputValue } from './flags.ts';
import { givenByVariable } from './givenText.ts';
import { readInput } from './readInput.ts';
import { skeletonOf } from './skeleton.ts';

/** One operation as it was called. */
interface OperationCall {
  readonly commandLine: CommandLine;
  readonly operation: CliOperation;
  readonly flags: readonly Flag[];
  /** Its arguments are read. */
  readonly command: Command;
  readonly terminal: CommandTerminal;
  /** Ends the call early, but not before it signed out. */
  readonly signal: AbortSignal;
}

/** What a timer can wait for, some 24 days. */
const longestSeconds = 2_147_483;

/** The time-out of a command, in milliseconds; undefined where none was given. */
export function timeoutMsOf({ timeout }: Pick<CommonOptions, 'timeout'>): number | undefined {
  if (timeout === undefined) return undefined;
  const seconds = Number(timeout);
  if (!(seconds > 0 && seconds <= longestSeconds))
    throw new UsageError(
      `--timeout: must be a number of seconds above 0 and at most ${longestSeconds}`,
    );
  return seconds * 1000;
}

/** What the client is given. A secret that is left out on purpose is not in it. */
function inputOf(given: readonly InputValue[]): Record<string, unknown> {
  const sent = given.filter(({ flag, value }) => value !== null || flag.removable);
  return Object.fromEntries(sent.map(({ flag, value }) => [flag.property.name, value]));
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

function print(
  response: unknown,
  connection: Connection,
  { operation, command, terminal: { stdout, stderr } }: OperationCall,
): void {
  if (response === undefined || response === null) {
    stderr.write(`${operation.id}: done\n`);
    return;
  }
  const whole = jsonText(response);
  const shown = command.opts<CommonOptions>().showSecrets
    ? whole
    : jsonText(connection.redacted(operation.id, response));
  stdout.write(shown);
  if (shown !== whole) stderr.write('Secrets are masked; --show-secrets prints them.\n');
}

/** Gives back what a connection opened. What went wrong at the end does not undo what was done. */
export async function closeConnection(
  connection: Connection,
  { stderr }: CommandTerminal,
): Promise<void> {
  try {
    await connection.close();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    stderr.write(`warning: not signed out: ${printable(message)}\n`);
  }
}

/** The last checks, for which the connection has to be known, and then what a person has to be asked. */
async function confirmed(
  connection: Connection,
  given: readonly InputValue[],
  { operation, flags, command, terminal, signal }: OperationCall,
): Promise<void> {
  if (given.some(({ flag }) => flag.property.prefix !== undefined)) {
    const mistakes = checkPrefixes(given, (await connection.placeholders?.()) ?? {});
    if (mistakes.length > 0) throw new UsageError(mistakes.join('\n'));
  }
  if (command.opts<CommonOptions>().yes) return;
  const own = await connection.concern?.(operation.id, inputOf(given), { signal });
  const concerns = [...concernsOf(operation, flags, given), ...(own === undefined ? [] : [own])];
  if (concerns.length > 0) await confirm(terminal, concerns.join(' '));
}

/** Who calls, and for which operation; none where there are several. */
type Caller = Pick<OperationCall, 'commandLine' | 'terminal'> & {
  readonly operation?: Pick<CliOperation, 'id'>;
};

/** The environment with what flags and files say in place of its variables. */
export async function settingsOf(
  { commandLine, terminal }: Caller,
  serverUrl: string | undefined,
): Promise<CommandTerminal['environment']> {
  const found: Record<string, string | undefined> = { ...terminal.environment };
  for (const { variable, url, secret } of commandLine.settings) {
    if (url && serverUrl !== undefined) found[variable] = serverUrl;
    if (secret) found[variable] = (await givenByVariable(terminal, variable))?.text;
  }
  return found;
}

/** Says that what is sent can be read on its way, where it leaves this machine in clear. */
function warnOfPlainHttp(
  { commandLine, terminal: { stderr } }: Caller,
  settings: CommandTerminal['environment'],
): void {
  const variable = commandLine.settings.find(({ url }) => url)?.variable ?? '';
  const address = settings[variable] ?? '';
  if (!URL.canParse(address)) return;
  const { protocol, hostname } = new URL(address);
  const isHere = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
  if (protocol === 'http:' && !isHere)
    stderr.write(
      `warning: ${printable(hostname)} is asked over plain http: everybody on the way can read passwords and secrets\n`,
    );
}

/** Makes a client of an API, as the environment and the flags say. Sends nothing. */
export async function openConnection(
  call: Caller,
  serverUrl: string | undefined,
  timeoutMs: number | undefined,
): Promise<Connection> {
  const { commandLine, operation, terminal } = call;
  const { stdin, stderr } = terminal;
  const settings = await settingsOf(call, serverUrl);
  warnOfPlainHttp(call, settings);
  return commandLine.connect(settings, {
    operation: operation?.id,
    timeoutMs,
    ask: stdin.isTTY ? (question) => askUnseen(terminal, question) : undefined,
    tell: (message) => stderr.write(`${printable(message)}\n`),
  });
}

/**
 * Runs one operation: input, checks, connection, confirmation, call, response. Nothing is sent before the checks passed.
 * The connection is closed in any case.
 */
export async function callOperation(call: OperationCall): Promise<void> {
  const { commandLine, operation, flags, command, terminal, signal } = call;
  const options = command.opts<CommonOptions>();
  if (options.generateSkeleton) {
    terminal.stdout.write(skeletonOf(operation, flags));
    return;
  }
  const timeoutMs = timeoutMsOf(options);
  const { input, mistakes, notes } = await readInput(call);
  for (const note of notes) terminal.stderr.write(`${printable(note)}\n`);
  const all = [...mistakes, ...checkInput(input, call)];
  if (all.length > 0) throw new UsageError(all.join('\n'));
  try {
    const connection = await openConnection(call, options.serverUrl, timeoutMs);
    try {
      await confirmed(connection, input, call);
      print(await connection.call(operation.id, inputOf(input), { signal }), connection, call);
    } finally {
      // A session stays open where its token was asked for and shown.
      if (operation.action.does !== 'open' || !options.showSecrets)
        await closeConnection(connection, terminal);
    }
  } catch (error) {
    throw inSettings(error, commandLine, options.serverUrl !== undefined);
  }
}
