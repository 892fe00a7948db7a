import {
  changesOf,
  type Connection,
  DocumentedError,
  notHeld,
  type PropertyChange,
} from '@oidc-admin/client';
import { type CliOperation, operationsOf } from './cliApi.ts';
import type { OperationCall } from './operationCall.ts';

type Properties = Readonly<Record<string, unknown>>;

/** How what an operation writes is read. */
export interface WriteGuard {
  /** The path parameters that name what is written. */
  readonly identity: Properties;
  /** What is saved now; undefined where nothing is. */
  read(): Promise<Properties | undefined>;
  /** One line for each property that the write changes. */
  changes(before: Properties | undefined, given: Properties): string[];
  /** What the server holds after the write, compared with what was sent; one sentence. */
  verify(given: Properties): Promise<{ readonly isHeld: boolean; readonly text: string }>;
}

function isObject(value: unknown): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function at(value: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((found, name) => (isObject(found) ? found[name] : undefined), value);
}

const secretLines = {
  set: '+ …: ***',
  replaced: '~ …: *** will be replaced',
  removed: '- …: *** will be removed',
  unknown: '- …: *** unknown to us; it will be removed, if there is one',
} as const;

function lineOf(change: PropertyChange): string {
  const { name } = change;
  switch (change.becomes) {
    case 'set':
      return `+ ${name}: ${JSON.stringify(change.after)}`;
    case 'changed':
      return `~ ${name}: ${JSON.stringify(change.before)} → ${JSON.stringify(change.after)}`;
    case 'lost':
      return `- ${name}: ${JSON.stringify(change.before)} will be lost`;
    case 'secret':
      return secretLines[change.fate].replace('…', name);
    default:
      return change satisfies never;
  }
}

/** The operation that reads what another one writes. */
function readOf(
  { commandLine }: Pick<OperationCall, 'commandLine'>,
  { action }: CliOperation,
): CliOperation | undefined {
  if (!['create', 'replace', 'save', 'delete'].includes(action.does) || !('resource' in action))
    return undefined;
  return operationsOf(commandLine).find(
    (one) => one.action.does === 'read' && one.action.resource === action.resource,
  );
}

/**
 * Whether a read shows something that was saved: what never was may be answered with empty texts, with zeros and with what only the
 * server sets. So what a save requires tells, where the read shows any of that.
 */
function isSaved({ body, removable }: CliOperation, found: Properties): boolean {
  const own = (body?.properties ?? []).filter(({ name }) => name in found);
  const needed = own.filter(({ name, required }) =>
    removable === undefined ? required : !removable.includes(name),
  );
  const telling = needed.length > 0 ? needed : own;
  const values =
    body === undefined ? Object.values(found) : telling.map(({ name }) => found[name] ?? '');
  return values.some((value) => value !== '');
}

/** What guards a write; none for an operation that writes nothing, or nothing that can be read. */
export function guardOf(
  call: OperationCall,
  connection: Connection,
  input: Properties,
): WriteGuard | undefined {
  const { operation, signal } = call;
  const reading = readOf(call, operation);
  if (reading === undefined) return undefined;
  const path = reading.parameters.filter((one) => one.in === 'path').map(({ name }) => name);
  const identity = Object.fromEntries(path.map((name) => [name, input[name]]));
  const pointer = 'at' in reading.action ? reading.action.at : '';

  async function read(): Promise<Properties | undefined> {
    try {
      const response = await connection.call(reading?.id ?? '', identity, { signal });
      const found = at(response, pointer);
      if (!isObject(found)) return undefined;
      return isSaved(operation, found) ? found : undefined;
    } catch (error) {
      // Whatever stands in between may answer 404 too, and says nothing of what is saved.
      if (error instanceof DocumentedError && error.status === 404) return undefined;
      throw error;
    }
  }

  return {
    identity,
    read,
    changes: (before, given) =>
      operation.action.does === 'delete' ? [] : changesOf(operation, before, given).map(lineOf),
    verify: async (given) => {
      const held = await read();
      if (operation.action.does === 'delete')
        return held === undefined
          ? { isHeld: true, text: 'Read back: it is gone.' }
          : { isHeld: false, text: 'read back: it is still there' };
      if (held === undefined) return { isHeld: false, text: 'read back: nothing is saved' };
      const others = notHeld(operation, given, held);
      return others.length === 0
        ? { isHeld: true, text: 'Read back: the server holds what was sent.' }
        : {
            isHeld: false,
            text: `read back: the server does not hold what was sent of ${others.join(', ')}`,
          };
    },
  };
}
