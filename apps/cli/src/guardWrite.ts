import {
  changesOf,
  type Connection,
  notHeld,
  type PropertyChange,
  readingOf,
  readSaved,
} from '@oidc-admin/client';
import { operationsOf } from './cliApi.ts';
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

const secretLines = {
  set: '+ …: ***',
  replaced: '~ …: *** will be replaced',
  removed: '- …: *** will be removed',
  unknown: '- …: *** unknown to us; it will be removed, if there is one',
} as const;

/** One line of what becomes of a property. */
export function lineOf(change: PropertyChange): string {
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

/** What guards a write; none for an operation that writes nothing, or nothing that can be read. */
export function guardOf(
  call: OperationCall,
  connection: Connection,
  input: Properties,
): WriteGuard | undefined {
  const { operation, signal } = call;
  const reading = readingOf(operationsOf(call.commandLine), operation);
  if (reading === undefined) return undefined;
  const path = reading.parameters.filter((one) => one.in === 'path').map(({ name }) => name);
  const identity = Object.fromEntries(path.map((name) => [name, input[name]]));
  const read = (): Promise<Properties | undefined> =>
    readSaved(connection, reading, operation, identity, { signal });

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
