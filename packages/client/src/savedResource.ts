import type { CommandOperation, CommandTable } from '@oidc-admin/contract';
import type { CommandOptions, CompoundOperation, Connection } from './commandLine.ts';
import { DocumentedError } from './documentedErrors.ts';

type Properties = Readonly<Record<string, unknown>>;

/** A write: a command as it stands in the table, or one that is made of several. */
type Write = Pick<CommandOperation, 'body' | 'action'> &
  Partial<Pick<CompoundOperation, 'removable'>>;

function isObject(value: unknown): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What stands at a JSON pointer of a value; undefined where nothing does. */
export function partAt(value: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((found, name) => (isObject(found) ? found[name] : undefined), value);
}

/** The operation that reads what another one writes. */
export function readingOf(
  operations: CommandTable['operations'],
  { action }: Pick<CommandOperation, 'action'>,
): CommandOperation | undefined {
  if (
    !['create', 'replace', 'merge', 'save', 'delete'].includes(action.does) ||
    !('resource' in action)
  )
    return undefined;
  return operations.find(
    (one) => one.action.does === 'read' && one.action.resource === action.resource,
  );
}

/**
 * Whether a read shows something that was saved: what never was may be answered with empty texts, with zeros and with what only the
 * server sets. So what a save requires tells, where the read shows any of that; else its name does, and then what can be saved.
 */
function isSaved({ body, removable }: Write, identity: Properties, found: Properties): boolean {
  if (body === undefined) return Object.values(found).some((value) => value !== '');
  const own = body.properties.filter(({ name }) => name in found);
  const needed = own.filter(({ name, required }) =>
    removable === undefined ? required : !removable.includes(name),
  );
  const isNamed = Object.keys(identity).some((name) => name in found);
  if (needed.length === 0 && isNamed) return true;
  const telling = needed.length > 0 ? needed : own;
  return telling.some(({ name }) => (found[name] ?? '') !== '');
}

/** Reads what a write is going to change, by its path parameters; undefined where nothing is saved. */
export async function readSaved(
  connection: Pick<Connection, 'call'>,
  reading: CommandOperation,
  write: Write,
  identity: Properties,
  options: CommandOptions,
): Promise<Properties | undefined> {
  try {
    const response = await connection.call(reading.id, identity, options);
    const found = partAt(response, 'at' in reading.action ? reading.action.at : '');
    return isObject(found) && isSaved(write, identity, found) ? found : undefined;
  } catch (error) {
    // Whatever stands in between may answer 404 too, and says nothing of what is saved.
    if (error instanceof DocumentedError && error.status === 404) return undefined;
    throw error;
  }
}
