import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * A note beside a state file that says who has it. Only for the message to the next one: the lock itself is the
 * kernel's, so that a note which a killed process left, or an empty one, keeps nobody out.
 */
export class Holder {
  readonly #path: string;

  constructor(stateFile: string) {
    this.#path = `${stateFile}.lock`;
  }

  write(): void {
    const text = `process ${process.pid} on ${hostname()}, since ${new Date().toISOString()}\n`;
    writeFileSync(this.#path, text, { mode: 0o600 });
  }

  remove(): void {
    rmSync(this.#path, { force: true });
  }

  /** `process 12 on a-host, since 2026-01-01T00:00:00.000Z`, as far as that is known. */
  description(): string {
    const found = /^process (\d+) on [\w.-]+, since [\d:.TZ-]+$/.exec(this.#read().trim());
    if (found === null) return 'another process';
    return found[1] === String(process.pid) ? `this ${found[0]}` : found[0];
  }

  #read(): string {
    try {
      return readFileSync(this.#path, 'utf8').slice(0, 500);
    } catch {
      return '';
    }
  }
}
