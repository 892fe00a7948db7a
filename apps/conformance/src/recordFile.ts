import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { UsageError } from '@oidc-admin/client/terminal';
import { readRecord, recordLine, type RunEvent } from '@oidc-admin/conformance';

/** Writes each event to a file as it happens, so that the record of a killed run is there up to its end. */
export function openRecord(path: string): Disposable & { write(event: RunEvent): void } {
  const file = openSync(path, 'w');
  return {
    write: (event) => void writeSync(file, recordLine(event)),
    [Symbol.dispose]: () => closeSync(file),
  };
}

/** Reads a record. Throws a `UsageError` that names the file. */
export function readRecordFile(path: string): readonly RunEvent[] {
  try {
    return readRecord(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UsageError(`${path} is no record of a run: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
