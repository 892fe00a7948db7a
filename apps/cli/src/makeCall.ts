import { type Connection, DocumentedError, mask } from '@oidc-admin/client';
import { printable, standsForSecret, UsageError } from '@oidc-admin/client/terminal';
import { confirm } from './ask.ts';
import { checkPrefixes } from './checkInput.ts';
import { type CliOperation, operationsOf } from './cliApi.ts';
import { concernsOf } from './concerns.ts';
import { placeSettings } from './connect.ts';
import type { CommonOptions, InputValue } from './flags.ts';
import { type WriteGuard, guardOf } from './guardWrite.ts';
import { type ConnectedCall, inputOf, type OperationCall, say } from './operationCall.ts';
import { undoing } from './undoCommand.ts';
import { keepForUndo } from './undoFolder.ts';

type Properties = Readonly<Record<string, unknown>>;

/** Where a value inside has what is shown in place of a secret; `masked` is the same value with its secrets masked. */
function shownSecrets(value: unknown, masked: unknown, at: string): string[] {
  if (typeof value === 'string') return masked === mask && standsForSecret(value) ? [at] : [];
  if (typeof value !== 'object' || value === null) return [];
  if (typeof masked !== 'object' || masked === null) return [];
  const others = masked as Properties;
  return Object.entries(value).flatMap(([name, inside]) =>
    shownSecrets(inside, others[name], `${at}/${name}`),
  );
}

/** The checks for which the connection has to be known. */
async function checkConnected(
  connection: Connection,
  given: readonly InputValue[],
  { operation }: OperationCall,
): Promise<void> {
  const input = inputOf(given);
  const masks = shownSecrets(input, connection.redacted(operation.id, input), '');
  if (masks.length > 0)
    throw new UsageError(
      masks
        .map((at) => `${at.slice(1)}: is what is shown in place of a secret, not the secret`)
        .join('\n'),
    );
  if (!given.some(({ flag }) => flag.property.prefix !== undefined)) return;
  const mistakes = checkPrefixes(given, (await connection.place?.()) ?? {});
  if (mistakes.length > 0) throw new UsageError(mistakes.join('\n'));
}

/** Shows what a write will do, and asks where a person should be. */
async function confirmed(
  connection: Connection,
  given: readonly InputValue[],
  before: Properties | undefined,
  { operation, flags, command, terminal, undone }: OperationCall,
): Promise<void> {
  if (command.opts<CommonOptions>().yes) return;
  const own = connection.concern?.(operation.id, before);
  const concerns = [
    ...concernsOf(operation, flags, given, undone !== undefined),
    ...(own === undefined ? [] : [own]),
  ];
  if (concerns.length > 0) await confirm(terminal, concerns.join(' '));
}

/** What an operation can put back of what a server showed: what it takes, without secrets and empty values. */
function takenBy({ body }: CliOperation, shown: Properties | undefined): Properties | undefined {
  const names = new Set(
    body?.properties.flatMap(({ name, sensitive }) => (sensitive ? [] : [name])),
  );
  return (
    shown &&
    Object.fromEntries(
      Object.entries(shown).filter(
        ([name, value]) => names.has(name) && value !== mask && value !== null,
      ),
    )
  );
}

/** Keeps what was there before a write, without secrets. Answers how to have that forgotten. */
export async function keepBefore(
  connection: Connection,
  { identity }: Pick<WriteGuard, 'identity'>,
  before: Properties | undefined,
  {
    commandLine,
    operation,
    terminal,
    settings,
  }: Pick<ConnectedCall, 'commandLine' | 'operation' | 'terminal' | 'settings'>,
): Promise<() => void> {
  const shown = connection.redacted(operation.id, before) as Properties | undefined;
  const back = undoing(operation.id, before !== undefined, operationsOf(commandLine)) ?? operation;
  const body = takenBy(back, shown);
  return keepForUndo(terminal.environment, {
    time: new Date().toISOString(),
    api: commandLine.table.api,
    operation: operation.id,
    identity,
    settings: placeSettings(commandLine, settings),
    place: (await connection.place?.()) ?? {},
    ...(body === undefined ? {} : { before: body }),
  });
}

/**
 * What is there before a write. A create goes on where that cannot be told, as the server made the name or will not show it; then
 * nothing is kept, so that no undo deletes what was there.
 */
async function lookedUp(
  guard: WriteGuard,
  { action }: CliOperation,
): Promise<{ readonly found: Properties | undefined } | undefined> {
  const isCreate = action.does === 'create';
  if (isCreate && Object.values(guard.identity).includes(undefined)) return undefined;
  try {
    return { found: await guard.read() };
  } catch (error) {
    if (isCreate && error instanceof Error && 'status' in error) return undefined;
    throw error;
  }
}

/** Whether a read shows what it showed before. */
async function isUnchanged(
  guard: WriteGuard,
  before: { readonly found: Properties | undefined } | undefined,
): Promise<boolean> {
  try {
    return JSON.stringify(await guard.read()) === JSON.stringify(before?.found);
  } catch {
    return false;
  }
}

/** Looks, asks, writes, and reads back. Answers what the server answered. */
async function write(
  connection: Connection,
  guard: WriteGuard,
  given: readonly InputValue[],
  call: ConnectedCall,
): Promise<unknown> {
  const { operation, command, terminal, signal } = call;
  const all = Object.fromEntries(given.map(({ flag, value }) => [flag.property.name, value]));
  const there = await lookedUp(guard, operation);
  // A create replaces nothing: the server refuses it where something is there.
  const before = operation.action.does === 'create' ? undefined : there?.found;
  for (const line of guard.changes(before, all)) say(call, line);
  let forget: (() => void) | undefined;
  if (command.opts<CommonOptions>().dryRun !== true) {
    const { checkBeforeWrite } = await import('./doctor/checkBeforeWrite.ts');
    await checkBeforeWrite(call, before, all);
    await confirmed(connection, given, before, call);
    if (there !== undefined) forget = await keepBefore(connection, guard, there.found, call);
  }
  let response: unknown;
  try {
    response = await connection.call(operation.id, inputOf(given), { signal });
  } catch (error) {
    // After any other failure the write may have been done, and before a refusal by a try of the client's own.
    const isRefused = error instanceof DocumentedError && error.status < 500;
    if (isRefused && (await isUnchanged(guard, there))) forget?.();
    throw error;
  }
  try {
    const { isHeld, text } = await guard.verify(all);
    if (isHeld) say(call, text);
    else terminal.stderr.write(`warning: ${printable(text)}\n`);
  } catch (error) {
    const { message } = error as Error;
    terminal.stderr.write(`warning: written, but not read back: ${printable(message)}\n`);
  }
  return response;
}

/** Calls the operation, with a look before it where it writes. */
export async function makeCall(
  connection: Connection,
  given: readonly InputValue[],
  call: ConnectedCall,
): Promise<unknown> {
  const { operation, signal } = call;
  await checkConnected(connection, given, call);
  const guard = guardOf(call, connection, inputOf(given));
  if (guard !== undefined) return write(connection, guard, given, call);
  await confirmed(connection, given, undefined, call);
  return connection.call(operation.id, inputOf(given), { signal });
}
