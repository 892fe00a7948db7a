import { chmodSync, closeSync, existsSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Contract } from '@oidc-admin/contract';
import {
  changedEntries,
  emptyState,
  type ModelState,
  type Saved,
  type SavedSession,
} from '@oidc-admin/model';
import { Holder } from './holder.ts';

/** Marks a database as one of a mock: the letters OIDA. */
const applicationId = 0x4f494441;
/** The form of the tables: whoever changes them counts it up, and reads the older ones. */
const version = 1;

const tables = `
  CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE saved (
    id INTEGER PRIMARY KEY, resource TEXT NOT NULL, parent TEXT NOT NULL, key TEXT NOT NULL,
    value TEXT NOT NULL, UNIQUE (resource, parent, key)
  ) STRICT;
  CREATE TABLE session (token TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  PRAGMA application_id = ${applicationId};
  PRAGMA user_version = ${version};
`;

type Statements = Readonly<
  Record<'save' | 'remove' | 'openSession' | 'forgetSession', StatementSync>
>;

/**
 * A state in an SQLite database. A change is synchronised with the disk when `write` returns. The kernel lets only one
 * process have it at a time, and frees it when that process ends in whatever way.
 */
export class StateFile {
  readonly #path: string;
  readonly #database: DatabaseSync;
  readonly #statements: Statements;
  readonly #holder: Holder;
  /** Whether no earlier run got so far as to seed it. */
  readonly isNew: boolean;

  /** Throws where the file is not a mock's of this API, is in use, or cannot be written. */
  constructor(path: string, contract: Contract) {
    this.#path = path;
    this.#holder = new Holder(path);
    try {
      createIfMissing(path);
      // Loaded here, since Node 22 prints that it is experimental.
      const { DatabaseSync: Database } = process.getBuiltinModule('node:sqlite');
      this.#database = new Database(path);
    } catch (error) {
      throw this.#explained(error);
    }
    try {
      this.isNew = this.#claim(contract);
      this.#holder.write();
      this.#statements = this.#prepared();
    } catch (error) {
      this.#database.close();
      throw this.#explained(error);
    }
  }

  /** Takes the lock, which ends with the connection, and makes or checks what is in the file. Answers whether it is new. */
  #claim({ api, resources }: Contract): boolean {
    const database = this.#database;
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = FULL; BEGIN EXCLUSIVE');
    const isEmpty = this.#number('SELECT count(*) AS n FROM sqlite_schema') === 0;
    if (isEmpty) database.exec(tables);
    else if (
      this.#number('SELECT application_id AS n FROM pragma_application_id') !== applicationId
    )
      throw new NoStateError();
    const form = this.#number('SELECT user_version AS n FROM pragma_user_version');
    if (form !== version)
      throw new Error(
        `the state file ${this.#path} has the form ${String(form)} of another release; this one reads the form ${version}`,
      );
    const about = database.prepare('INSERT OR REPLACE INTO about VALUES (?, ?)');
    if (isEmpty) about.run('api', api);
    const owner = database.prepare("SELECT value FROM about WHERE name = 'api'").get()?.['value'];
    if (owner !== api)
      throw new Error(
        `the state file ${this.#path} is one of the API ${String(owner)}, not of ${api}`,
      );
    const found = database.prepare('SELECT DISTINCT resource FROM saved').all();
    const known = resources.map(({ name }) => name);
    for (const { resource } of found)
      if (!known.includes(String(resource)))
        throw new Error(
          `the state file ${this.#path} holds a resource '${String(resource)}'; known are: ${known.join(', ')}`,
        );
    // Shows that the file can be written.
    about.run('opened', new Date().toISOString());
    // It holds secrets; a file of somebody else was refused above and stays as it is.
    chmodSync(this.#path, 0o600);
    database.exec('COMMIT; PRAGMA journal_mode = WAL');
    return this.#number("SELECT count(*) AS n FROM about WHERE name = 'seeded'") === 0;
  }

  #prepared(): Statements {
    const prepare = (sql: string): StatementSync => this.#database.prepare(sql);
    return {
      save: prepare(`
        INSERT INTO saved (resource, parent, key, value) VALUES (?, ?, ?, ?)
        ON CONFLICT (resource, parent, key) DO UPDATE SET value = excluded.value`),
      remove: prepare('DELETE FROM saved WHERE resource = ? AND parent = ? AND key = ?'),
      openSession: prepare('INSERT OR REPLACE INTO session VALUES (?, ?)'),
      forgetSession: prepare('DELETE FROM session WHERE token = ?'),
    };
  }

  #number(sql: string): unknown {
    return this.#database.prepare(sql).get()?.['n'];
  }

  /** All that the file holds. */
  read(): ModelState {
    const resources = new Map<string, Map<string, Map<string, Saved>>>();
    const rows = this.#database.prepare(
      'SELECT resource, parent, key, value FROM saved ORDER BY id',
    );
    for (const row of rows.iterate()) {
      const { resource, parent, key, value } = row as Readonly<Record<string, string>>;
      const parents = inner(resources, resource ?? '');
      inner(parents, parent ?? '').set(key ?? '', JSON.parse(value ?? '') as Saved);
    }
    const sessions = new Map<string, SavedSession>();
    for (const row of this.#database.prepare('SELECT token, value FROM session').iterate()) {
      const { token, value } = row as Readonly<Record<string, string>>;
      sessions.set(token ?? '', JSON.parse(value ?? '') as SavedSession);
    }
    return { resources, sessions };
  }

  /** Writes the first state of a new file, which is new no longer: all of it, or nothing and throws. */
  seed(state: ModelState): void {
    this.#inTransaction(() => {
      this.#writeChanges(emptyState, state);
      this.#database.prepare("INSERT INTO about VALUES ('seeded', '')").run();
    });
  }

  /** Writes what differs between the state that the file holds and another one: all of it, or nothing and throws. */
  write(before: ModelState, after: ModelState): void {
    this.#inTransaction(() => this.#writeChanges(before, after));
  }

  #inTransaction(change: () => void): void {
    try {
      this.#database.exec('BEGIN');
      change();
      this.#database.exec('COMMIT');
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw this.#explained(error);
    }
  }

  #writeChanges(before: ModelState, after: ModelState): void {
    const { save, remove, openSession, forgetSession } = this.#statements;
    for (const resource of union(before.resources, after.resources)) {
      const [old, now] = [before.resources.get(resource), after.resources.get(resource)];
      for (const parent of union(old ?? none, now ?? none))
        for (const [key, value] of changedEntries(
          old?.get(parent) ?? none,
          now?.get(parent) ?? none,
        ))
          if (value === undefined) remove.run(resource, parent, key);
          else save.run(resource, parent, key, JSON.stringify(value));
    }
    for (const [token, session] of changedEntries(before.sessions, after.sessions))
      if (session === undefined) forgetSession.run(token);
      else openSession.run(token, JSON.stringify(session));
  }

  close(): void {
    this.#database.close();
    this.#holder.remove();
  }

  #explained(error: unknown): Error {
    const { errcode, message = '' } = error as { errcode?: number; message?: string };
    const says = (text: string): Error =>
      new Error(`the state file ${this.#path} ${text}`, { cause: error });
    // The lower eight bits are the class of an error of SQLite.
    const kind = errcode === undefined ? undefined : errcode & 0xff;
    if (kind === 5 || kind === 6) return says(`is in use by ${this.#holder.description()}`);
    if (kind === 26 || error instanceof NoStateError)
      return says(
        'is none that a mock wrote; choose another name, or move it away. A state as JSON can be given as the seed',
      );
    if (kind === 11) return says(`is damaged: ${message}`);
    if (kind !== undefined || (error as NodeJS.ErrnoException).code !== undefined)
      return says(`cannot be written: ${message}`);
    return error as Error;
  }
}

class NoStateError extends Error {}

const none = new Map<string, never>();

/** Makes a file that only its owner may read. */
function createIfMissing(path: string): void {
  if (!existsSync(dirname(path)))
    throw new Error(`the folder of the state file ${path} does not exist`);
  if (!existsSync(path)) closeSync(openSync(path, 'wx', 0o600));
  // What is opened and is no file, such as a pipe, may wait for ever.
  else if (!statSync(path).isFile()) throw new NoStateError();
}

function inner<V>(outer: Map<string, Map<string, V>>, name: string): Map<string, V> {
  const known = outer.get(name);
  if (known !== undefined) return known;
  const made = new Map<string, V>();
  outer.set(name, made);
  return made;
}

function union(
  one: ReadonlyMap<string, unknown>,
  other: ReadonlyMap<string, unknown>,
): ReadonlySet<string> {
  return new Set([...one.keys(), ...other.keys()]);
}
