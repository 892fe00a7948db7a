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
  /** Which server, by environment variable. */
  readonly settings: Readonly<Record<string, string>>;
  /** The file of what was saved; left out where nothing was. */
  readonly body?: string;
}

type Environment = CommandTerminal['environment'];

function folderOf(environment: Environment): string | undefined {
  const folder = xdgFolder(environment, 'XDG_STATE_HOME', join('.local', 'state'));
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
  const name = join(folder, `${entry.time.replaceAll(/[:.]/g, '-')}-${entry.api}`);
  const body = `${name}${bodyEnding}`;
  const kept: UndoEntry = before === undefined ? entry : { ...entry, body };
  if (before !== undefined) writeOwnFile(body, `${JSON.stringify(before, undefined, 2)}\n`);
  writeOwnFile(`${name}.json`, `${JSON.stringify(kept, undefined, 2)}\n`);
  return () => {
    for (const file of [`${name}.json`, body]) rmSync(file, { force: true });
  };
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
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as UndoEntry);
}
