import type { Contract } from '@oidc-admin/contract';
import { changedEntries, emptyState, type ModelState } from '@oidc-admin/model';
import { StateFile } from './stateFile.ts';

/** What a keeper needs of the mock whose state it keeps. */
interface KeeperOptions {
  readonly path: string;
  readonly current: () => ModelState;
  /** Makes a state the current one, where what came after it could not be kept. */
  readonly takeBack: (state: ModelState) => void;
  readonly onError: (error: unknown) => void;
}

/** How long the last use of a session may be in memory only, in milliseconds. */
const untilUseIsKept = 1000;

/**
 * Keeps the state of a mock in a file. What several requests change in one moment is written together; where that fails,
 * all of them fail, and the state is again what the file holds. That a session was used is written a little later: nobody
 * was told anything that could get lost.
 */
export class StateKeeper {
  readonly #options: KeeperOptions;
  #file: StateFile | undefined;
  #users = 0;
  /** What the file holds. */
  #saved = emptyState;
  #writing: Promise<void> | undefined;
  #isWaitedFor = false;
  #useTimer: NodeJS.Timeout | undefined;

  constructor(options: KeeperOptions) {
    this.#options = options;
  }

  /** Takes the file. Answers what an earlier run left; for a new file the seed, which it holds then. Throws as `StateFile`. */
  open(contract: Contract, seed: () => ModelState): ModelState {
    const file = new StateFile(this.#options.path, contract);
    try {
      const state = file.isNew ? seed() : file.read();
      if (file.isNew) file.seed(state);
      this.#saved = state;
    } catch (error) {
      file.close();
      throw error;
    }
    this.#file = file;
    return this.#saved;
  }

  /** Takes the file again after it was closed; what it holds by now becomes the state. */
  reopen(contract: Contract): void {
    if (this.#file === undefined) this.#options.takeBack(this.open(contract, () => emptyState));
  }

  /** One more server that uses the file. */
  enter(): void {
    this.#users += 1;
  }

  /** One less; the last one closes the file. */
  async leave(): Promise<void> {
    this.#users -= 1;
    if (this.#users > 0) return;
    await this.#writing?.catch(() => {});
    // Another server may have begun meanwhile.
    if (this.#users > 0) return;
    this.#keepUse();
    this.#file?.close();
    this.#file = undefined;
  }

  changed(before: ModelState, after: ModelState): void {
    if (after === this.#saved) return;
    if (this.#writing === undefined && isUseOnly(before, after)) {
      this.#useTimer ??= setTimeout(() => this.#keepUse(), untilUseIsKept).unref();
      return;
    }
    this.#writing ??= this.#soon();
  }

  /** Resolves when the state of now is on the disk; undefined where it is. */
  saved(): Promise<void> | undefined {
    if (this.#writing !== undefined) this.#isWaitedFor = true;
    return this.#writing;
  }

  /** Writes when all requests that have arrived by now were decided. */
  #soon(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    // A change that nobody waits for has its error reported below.
    promise.catch(() => {});
    setImmediate(() => {
      const isWaitedFor = this.#isWaitedFor;
      this.#writing = undefined;
      this.#isWaitedFor = false;
      try {
        this.#write();
        resolve();
      } catch (error) {
        this.#options.takeBack(this.#saved);
        if (!isWaitedFor) this.#options.onError(error);
        reject(error);
      }
    });
    return promise;
  }

  #keepUse(): void {
    clearTimeout(this.#useTimer);
    this.#useTimer = undefined;
    try {
      if (this.#file !== undefined && this.#writing === undefined) this.#write();
    } catch (error) {
      this.#options.onError(error);
    }
  }

  #write(): void {
    const state = this.#options.current();
    if (state === this.#saved) return;
    if (this.#file === undefined)
      throw new Error('the mock was stopped, and its state file closed');
    this.#file.write(this.#saved, state);
    this.#saved = state;
  }
}

/** Whether nothing changed but when sessions were last used. */
function isUseOnly(before: ModelState, after: ModelState): boolean {
  if (before.resources !== after.resources || before.sessions.size !== after.sessions.size)
    return false;
  for (const [token, now] of changedEntries(before.sessions, after.sessions)) {
    const then = before.sessions.get(token);
    if (then === undefined || now === undefined || then.closed !== now.closed) return false;
    if (then.user !== now.user || then.role !== now.role) return false;
  }
  return true;
}
