import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../runner/runParameters.ts';
import type { SavedConfiguration } from './savedConfiguration.ts';
import { targetFileName } from './targetKeys.ts';

/** What a run has to put back, kept on disk in case it is killed. */
export interface Journal {
  readonly version: 1;
  /** The target's key: its URL in one spelling. */
  readonly url: string;
  readonly runId: string;
  readonly began: string;
  /** Without sensitive properties: no secret is ever written to disk. */
  readonly configurations: readonly SavedConfiguration[];
}

/** Where the journal of a target is. */
export function journalPath(url: string, environment: Environment): string {
  const state = environment['XDG_STATE_HOME'] || join(homedir(), '.local', 'state');
  return join(state, 'oidc-admin', `${targetFileName(url)}.json`);
}

/** Writes down what has to be put back, before anything is changed. Readable by its owner only. */
export function writeJournal(journal: Journal, environment: Environment): void {
  const path = journalPath(journal.url, environment);
  mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 });
  writeFileSync(`${path}.part`, JSON.stringify(journal), { mode: 0o600 });
  renameSync(`${path}.part`, path);
}

/** What an earlier run on this target did not put back; undefined where there is nothing. */
export function readJournal(url: string, environment: Environment): Journal | undefined {
  const path = journalPath(url, environment);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const journal = JSON.parse(text) as Journal;
  if (journal.version !== 1) throw new Error(`${path} is no journal of this version`);
  return journal;
}

/** Everything was put back. */
export function removeJournal(url: string, environment: Environment): void {
  rmSync(journalPath(url, environment), { force: true });
}
