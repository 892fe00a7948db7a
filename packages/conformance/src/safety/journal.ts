import { appendFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isObject, type JsonValue } from '@oidc-admin/contract';
import type { Environment } from '../runner/runParameters.ts';
import { readOwnFile } from './readOwnFile.ts';
import type { SavedConfiguration } from './savedConfiguration.ts';
import { targetFileName } from './targetKeys.ts';

/** What a run has to put back, kept on disk in case it is killed: the first line of the file. */
export interface Journal {
  readonly version: 1;
  /** The target's key: its URL in one spelling. */
  readonly url: string;
  readonly runId: string;
  readonly began: string;
  /** Without sensitive properties: no secret is ever written to disk. */
  readonly configurations: readonly SavedConfiguration[];
}

/** A journal that was read, and the keys of what the run may have made: each line of the file that follows. */
interface KeptJournal {
  readonly journal: Journal;
  /** In lower case: a server may keep another letter case. */
  readonly keys: ReadonlySet<string>;
}

const longestJournal = 16 * 1024 * 1024;

/** Where the journal of a target is. */
export function journalPath(url: string, environment: Environment): string {
  const state = environment['XDG_STATE_HOME'] || join(homedir(), '.local', 'state');
  return join(state, 'oidc-admin', `${targetFileName(url)}.json`);
}

/** Writes down what has to be put back, before anything is changed. Readable by its owner only. */
export function writeJournal(
  journal: Journal,
  environment: Environment,
  keys: Iterable<string> = [],
): void {
  const path = journalPath(journal.url, environment);
  mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 });
  const lines = [journal, ...keys].map((one) => `${JSON.stringify(one)}\n`);
  rmSync(`${path}.part`, { force: true });
  writeFileSync(`${path}.part`, lines.join(''), { flag: 'wx', mode: 0o600 });
  renameSync(`${path}.part`, path);
}

/** Writes down the key of what is made next. */
export function appendMade(url: string, environment: Environment, key: string): void {
  appendFileSync(journalPath(url, environment), `${JSON.stringify(key)}\n`, { mode: 0o600 });
}

/** What an earlier run on this target did not put back; undefined where there is nothing. Throws an error that names a damaged one. */
export function readJournal(url: string, environment: Environment): KeptJournal | undefined {
  const path = journalPath(url, environment);
  const text = readOwnFile(path, longestJournal);
  if (text === undefined) return undefined;
  const [first = '', ...rest] = text.split('\n');
  const journal = parsedLine(first);
  if (!isJournal(journal) || journal.url !== url)
    throw new Error(
      `the journal ${path} is damaged, so what an earlier run changed here is not known: look at the target, then remove the file`,
    );
  // What was cut off at the end was not sent any more.
  const keys = rest.map(parsedLine).filter((key) => typeof key === 'string');
  return { journal, keys: new Set(keys.map((key) => key.toLowerCase())) };
}

function parsedLine(line: string): JsonValue | undefined {
  try {
    return JSON.parse(line) as JsonValue;
  } catch {
    return undefined;
  }
}

function isJournal(found: unknown): found is Journal {
  return (
    isObject(found as JsonValue) &&
    (found as Partial<Journal>).version === 1 &&
    Array.isArray((found as Partial<Journal>).configurations) &&
    (found as Journal).configurations.every(
      (one: Partial<SavedConfiguration> | null) =>
        typeof one?.resource === 'string' &&
        typeof one.parent === 'string' &&
        (one.key === undefined || typeof one.key === 'string') &&
        (one.properties === undefined || isObject(one.properties as JsonValue)),
    )
  );
}

/** Everything was put back. */
export function removeJournal(url: string, environment: Environment): void {
  rmSync(journalPath(url, environment), { force: true });
}
