import { type CommandTerminal, UsageError } from '@oidc-admin/client/terminal';
import { type CliApi, type CliOperation, kebabCase, operationsOf } from './cliApi.ts';
import { keptForUndo, type UndoEntry } from './undoFolder.ts';

/** A command that puts back what was there, and the environment that it needs. */
export interface UndoCall {
  readonly words: readonly string[];
  readonly environment: CommandTerminal['environment'];
}

/** What undoes a write: what was there is written again, and what was not there is deleted. */
function undoing(
  { body, operation }: UndoEntry,
  operations: readonly CliOperation[],
): CliOperation | undefined {
  const action = operations.find(({ id }) => id === operation)?.action;
  if (action === undefined || !('resource' in action)) return undefined;
  const possible =
    body === undefined ? ['delete'] : action.does === 'delete' ? ['create'] : ['replace', 'save'];
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
  const operation = undoing(entry, commandLine === undefined ? [] : operationsOf(commandLine));
  if (operation === undefined)
    throw new UsageError(
      `${entry.operation} of ${entry.time}: cannot be undone; nothing was there before, and no operation takes away what is`,
    );
  const named = Object.entries(identity).flatMap(([name, value]) => [
    `--${kebabCase(name)}`,
    String(value),
  ]);
  const file = body === undefined ? [] : ['--input', body];
  return {
    // What was there is put back, whatever the provider says today.
    words: [api, kebabCase(operation.id), ...named, ...file, '--skip-doctor', ...more],
    environment: { ...environment, ...settings },
  };
}
