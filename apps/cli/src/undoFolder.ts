import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type CommandTerminal, UsageError } from '@oidc-admin/client/terminal';
import { writeOwnFile, xdgFolder } from './contexts.ts';

type Properties = Readonly<Record<string, unknown>>;

/** What was there before a write, to be put back. Holds no secret. */
export interface UndoEntry {
  readonly time: string;
  readonly api: string;
  readonly operation: string;
  /** The path parameters that name it. */
  readonly identity: Properties;
  /** Which server, and who called it, by environment variable; what is not in it was not set. */
  readonly settings: Readonly<Record<string, string>>;
  /** What the connection knew of its place besides, such as the region of a shared file. */
  readonly place: Readonly<Record<string, string | undefined>>;
  /** The file of what was saved; left out where nothing was. */
  readonly body?: string;
}

type Environment = CommandTerminal['environment'];

/** Names where the entries are kept. */
const stateVariable = 'XDG_STATE_HOME';

function folderOf(environment: Environment): string | undefined {
  const folder = xdgFolder(environment, stateVariable, join('.local', 'state'));
  return folder && join(folder, 'undo');
}

/** How the file of what was saved ends; it is what `--input` takes. */
const bodyEnding = '.before.json';

/**
 * Keeps an entry, in files that only their owner can read; nothing where the environment names no place. Answers how to have it
 * forgotten.
 */
export function keepForUndo(
  environment: Environment,
  { before, ...entry }: Omit<UndoEntry, 'body'> & { readonly before?: Properties },
): () => void {
  const folder = folderOf(environment);
  if (folder === undefined) return () => undefined;
  // Two writes may fall into one millisecond.
  const only = randomUUID().slice(0, 8);
  const name = join(folder, `${entry.time.replaceAll(/[:.]/g, '-')}-${entry.api}-${only}`);
  const body = `${name}${bodyEnding}`;
  const kept: UndoEntry = before === undefined ? entry : { ...entry, body };
  if (before !== undefined) writeOwnFile(body, before, stateVariable);
  writeOwnFile(`${name}.json`, kept, stateVariable);
  return () => {
    for (const file of [`${name}.json`, body]) rmSync(file, { force: true });
  };
}

function entryIn(file: string): UndoEntry {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as UndoEntry;
  } catch (error) {
    const { code = 'is no JSON' } = error as NodeJS.ErrnoException;
    throw new UsageError(`${file}: cannot be read (${code}); remove it`, { cause: error });
  }
}

/** The entries that were kept, the newest first. */
export function keptForUndo(environment: Environment): UndoEntry[] {
  const folder = folderOf(environment);
  if (folder === undefined) return [];
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    throw new UsageError(`${folder}: cannot be read (${code})`, { cause: error });
  }
  return names
    .filter((name) => name.endsWith('.json') && !name.endsWith(bodyEnding))
    .toSorted()
    .toReversed()
    .map((name) => entryIn(join(folder, name)));
}
