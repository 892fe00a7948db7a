import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type CommandTerminal, decodeText, UsageError } from '@oidc-admin/client/terminal';

/** Settings under a name: which server, and who calls it. Holds no secret, at most the name of a file with one. */
export interface SavedContext {
  readonly api: string;
  /** By environment variable. */
  readonly settings: Readonly<Record<string, string>>;
}

/** All contexts, and by API the one in use. */
export interface Contexts {
  readonly contexts: Readonly<Record<string, SavedContext>>;
  readonly inUse: Readonly<Record<string, string>>;
}

type Environment = CommandTerminal['environment'];

/** A folder of the XDG base directories; none where the environment names neither it nor a home. */
export function xdgFolder(
  environment: Environment,
  name: string,
  below: string,
): string | undefined {
  const home = environment['HOME'] || environment['USERPROFILE'];
  const base = environment[name] || (home && join(home, below));
  return base ? join(base, 'oidc-admin') : undefined;
}

/**
 * Writes a value as JSON to a file that only its owner can read, whole or not at all. Where the folder refuses that, the message
 * names the variable that says another one.
 */
export function writeOwnFile(path: string, value: unknown, variable: string): void {
  const folder = dirname(path);
  const part = `${path}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
    writeFileSync(part, `${JSON.stringify(value, undefined, 2)}\n`, { mode: 0o600 });
    renameSync(part, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(
      `${folder}: cannot be written (${code}); set ${variable} to a folder that can`,
      { cause: error },
    );
  }
}

/** Names where the contexts are kept. */
const configVariable = 'XDG_CONFIG_HOME';

function contextsFile(environment: Environment): string | undefined {
  const folder = xdgFolder(environment, configVariable, '.config');
  return folder && join(folder, 'contexts.json');
}

/** A copy that has nothing but its own names: a context may be asked for by any name, such as `constructor`. */
function plain<Value>(values: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> {
  return Object.assign(Object.create(null) as Record<string, Value>, values);
}

/** The contexts that were added; none where there is no file. */
export function readContexts(environment: Environment): Contexts {
  const none = { contexts: plain<SavedContext>({}), inUse: plain<string>({}) };
  const file = contextsFile(environment);
  if (file === undefined) return none;
  try {
    const saved = JSON.parse(decodeText(readFileSync(file))) as Partial<Contexts>;
    return { contexts: plain(saved.contexts ?? {}), inUse: plain(saved.inUse ?? {}) };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return none;
    const why = error instanceof SyntaxError ? 'it is no JSON' : (code ?? message);
    throw new UsageError(`${file}: cannot be read (${why}); mend it, or remove it`, {
      cause: error,
    });
  }
}

/** Saves the contexts in the folder of settings. */
export function writeContexts(environment: Environment, contexts: Contexts): void {
  const file = contextsFile(environment);
  if (file === undefined)
    throw new UsageError('XDG_CONFIG_HOME or HOME: not set; no place for contexts');
  writeOwnFile(file, contexts, configVariable);
}

/**
 * The settings of the context that `--context` or `OIDC_ADMIN_CONTEXT` names, else of the one in use; variables and flags go before
 * them.
 */
export function contextSettings(
  environment: Environment,
  api: string,
  named: string | undefined,
): SavedContext['settings'] {
  const { contexts, inUse } = readContexts(environment);
  const name = named ?? (environment['OIDC_ADMIN_CONTEXT'] || undefined);
  if (name === undefined) return contexts[inUse[api] ?? '']?.settings ?? {};
  const context = contexts[name];
  const way = named === undefined ? 'OIDC_ADMIN_CONTEXT' : '--context';
  const names = Object.keys(contexts).join(', ') || 'none';
  if (context === undefined)
    throw new UsageError(`${way}: there is no context of that name; there are: ${names}`);
  if (context.api !== api) throw new UsageError(`${way}: that context is one of ${context.api}`);
  return context.settings;
}
