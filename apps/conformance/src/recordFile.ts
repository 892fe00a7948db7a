import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { readRecord, recordLine, type RunEvent } from '@oidc-admin/conformance';
import { WrongArgument } from './conformanceCommand.ts';

/** Writes each event to a file as it happens, so that the record of a killed run is there up to its end. */
export function openRecord(path: string): Disposable & { write(event: RunEvent): void } {
  const file = openSync(path, 'w');
  return {
    write: (event) => void writeSync(file, recordLine(event)),
    [Symbol.dispose]: () => closeSync(file),
  };
}

/** Reads a record. Throws a `WrongArgument` that names the file. */
export function readRecordFile(path: string): readonly RunEvent[] {
  try {
    return readRecord(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new WrongArgument(`${path} is no record of a run: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
