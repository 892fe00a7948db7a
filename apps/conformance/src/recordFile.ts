import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError, writtenJson } from '@oidc-admin/client/terminal';
import {
  lockFile,
  readRecord,
  recordLine,
  type Report,
  type RunEvent,
} from '@oidc-admin/conformance';

/** Takes a folder for one run; one that was killed has left it. */
function takeFolder(directory: string): () => void {
  const lock = lockFile(join(directory, 'run.pid'));
  if (lock.taken) return () => lock.release();
  throw new UsageError(
    `--report-dir ${directory}: ${lock.holder} is writing its reports there; name another folder`,
  );
}

/**
 * Writes each event to a file as it happens, so that the record of a killed run is there up to its end. Throws a `UsageError`
 * where another run writes to the same folder. A disk that is full later ends the record, not the run.
 */
export function openRecord(
  directory: string,
  onFailure: (path: string, error: unknown) => void,
): Disposable & { write(event: RunEvent): void } {
  const leave = takeFolder(directory);
  const path = join(directory, 'record.ndjson');
  let file: number | undefined = openPrivate(path);
  return {
    write: (event) => {
      if (file === undefined) return;
      try {
        writeFileSync(file, recordLine(event));
      } catch (error) {
        closeSync(file);
        file = undefined;
        onFailure(path, error);
      }
    },
    [Symbol.dispose]: () => {
      if (file !== undefined) closeSync(file);
      leave();
    },
  };
}

/** A new file in place of what is there, which may be read by others. */
function openPrivate(path: string): number {
  try {
    rmSync(path, { force: true });
    return openSync(path, 'wx', 0o600);
  } catch (error) {
    throw new UsageError(`--report-dir: ${(error as Error).message}`, { cause: error });
  }
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

/** Reads a report.json that an option names. Throws a `UsageError` that names both, and quotes nothing of the file. */
export function readReport(option: string, path: string): Report {
  const report = writtenJson(`${option} ${path}`, path) as Report | null;
  if (report?.version === 1 && Array.isArray(report.targets)) return report;
  throw new UsageError(`${option} ${path}: no report.json of this version`);
}
