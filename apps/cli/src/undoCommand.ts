import type { Connection } from '@oidc-admin/client';
import { type CommandTerminal, UsageError } from '@oidc-admin/client/terminal';
import { type CliApi, type CliOperation, kebabCase, operationsOf } from './cliApi.ts';
import { placeSettings } from './connect.ts';
import { contextSettings } from './contexts.ts';
import type { CommonOptions } from './flags.ts';
import type { ConnectedCall } from './operationCall.ts';
import { keptForUndo, type UndoEntry } from './undoFolder.ts';

/** A command that puts back what was there, and the environment that it needs. */
export interface UndoCall {
  readonly words: readonly string[];
  readonly environment: CommandTerminal['environment'];
  /** What it undoes. */
  readonly entry: UndoEntry;
}

/** The operations that put back what was there; none deletes what the write did not make. */
function possibleAfter(does: string, isBody: boolean): readonly string[] {
  if (isBody) return does === 'delete' ? ['create'] : ['replace', 'save'];
  return does === 'create' || does === 'save' ? ['delete'] : [];
}

/** What undoes a write: what was there (`isBody`) is written again, and what was not there is deleted. */
export function undoing(
  written: string,
  isBody: boolean,
  operations: readonly CliOperation[],
): CliOperation | undefined {
  const action = operations.find(({ id }) => id === written)?.action;
  if (action === undefined || !('resource' in action)) return undefined;
  const possible = possibleAfter(action.does, isBody);
  return operations.find(
    (one) =>
      'resource' in one.action &&
      one.action.resource === action.resource &&
      possible.includes(one.action.does) &&
      one.removable === undefined,
  );
}

/** The command that undoes the last write, or an earlier one: 1 is the last. `more` are words that it is given besides. */
export async function undoCall(
  apis: Readonly<Record<string, CliApi>>,
  { environment }: Pick<CommandTerminal, 'environment'>,
  number: string,
  more: readonly string[],
): Promise<UndoCall> {
  const entries = keptForUndo(environment);
  const entry = entries[Number(number) - 1];
  if (entry === undefined)
    throw new UsageError(
      entries.length === 0
        ? 'there is nothing to undo'
        : `--number: must be a number from 1 to ${entries.length}`,
    );
  const { api, body, identity, settings } = entry;
  const commandLine = await apis[api]?.load();
  const operations = commandLine === undefined ? [] : operationsOf(commandLine);
  const operation = undoing(entry.operation, body !== undefined, operations);
  if (operation === undefined) {
    const why =
      body === undefined
        ? 'nothing was there before, and no operation takes away what is'
        : 'no operation writes the whole of what was there';
    throw new UsageError(`${entry.operation} of ${entry.time}: cannot be undone; ${why}`);
  }
  const named = Object.entries(identity).flatMap(([name, value]) => [
    `--${kebabCase(name)}`,
    String(value),
  ]);
  const file = body === undefined ? [] : ['--input', body];
  return {
    // What was there is put back, whatever the provider says today.
    words: [api, kebabCase(operation.id), ...named, ...file, '--skip-doctor', ...more],
    // The context that is named today may be one of another server, and so may its password be.
    environment: { ...environment, OIDC_ADMIN_CONTEXT: undefined, ...settings },
    entry,
  };
}

/** Refuses an undo that would reach another server, or as somebody else, than the write did. Sends nothing. */
export async function checkPlace(
  { settings, place }: UndoEntry,
  connection: Connection,
  call: ConnectedCall,
): Promise<void> {
  const { command, commandLine, terminal } = call;
  const { context } = command.opts<CommonOptions>();
  const named =
    context === undefined
      ? {}
      : contextSettings(terminal.environment, commandLine.table.api, context);
  const today: Readonly<Record<string, string | undefined>> = {
    ...placeSettings(commandLine, call.settings),
    ...placeSettings(commandLine, named),
    ...(await connection.place?.()),
  };
  const then: typeof today = { ...settings, ...place };
  const others = Object.keys({ ...today, ...then }).filter((name) => today[name] !== then[name]);
  if (others.length > 0)
    throw new UsageError(
      others.map((name) => `undo: ${name} is not what it was at the write`).join('\n'),
    );
}
