import { existsSync, readFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { StateJson } from './stateJson.ts';

/**
 * A file that always holds one whole state: each is written beside it, flushed to the disk, and put in its place.
 * Changes that come in while one is written are written together.
 */
export class StateFile {
  readonly #path: string;
  readonly #read: () => StateJson;
  #changed = false;
  #writing: Promise<void> | undefined;
  #again: Promise<void> | undefined;

  /** `read` gives the state to write, at the moment when it is written. */
  constructor(path: string, read: () => StateJson) {
    this.#path = path;
    this.#read = read;
  }

  /** What an earlier run left; undefined where there is no file. Throws where it holds no state, or cannot be written. */
  static load(path: string): StateJson | undefined {
    if (!existsSync(dirname(path)))
      throw new Error(`the folder of the state file ${path} does not exist`);
    if (!existsSync(path)) return undefined;
    try {
      return JSON.parse(readFileSync(path, 'utf8')) as StateJson;
    } catch (error) {
      throw new Error(`the state file ${path} holds no JSON; move it away to begin anew`, {
        cause: error,
      });
    }
  }

  change(): void {
    this.#changed = true;
  }

  /** Resolves when the state of now is safe on the disk; undefined where it already is. */
  saved(): Promise<void> | undefined {
    if (this.#writing === undefined) {
      if (!this.#changed) return undefined;
      this.#writing = this.#write();
      return this.#writing;
    }
    if (!this.#changed) return this.#writing;
    // What changed after the write began is written by the next one.
    this.#again ??= this.#writing
      .catch(() => {})
      .then(() => {
        this.#again = undefined;
        return this.saved();
      });
    return this.#again;
  }

  async #write(): Promise<void> {
    try {
      const beside = `${this.#path}.new`;
      this.#changed = false;
      const text = JSON.stringify(this.#read());
      const file = await open(beside, 'w', 0o600);
      try {
        await file.writeFile(text);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(beside, this.#path);
      const folder = await open(dirname(this.#path), 'r');
      try {
        await folder.sync();
      } finally {
        await folder.close();
      }
    } catch (error) {
      this.#changed = true;
      throw error;
    } finally {
      this.#writing = undefined;
    }
  }
}
