import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { StepResult } from './applyResource.ts';

/** What an earlier run of the same work has written down of an item: only what went well. */
interface JournalLine {
  readonly id: string;
  readonly time: string;
  readonly outcome: StepResult['outcome'];
}

/** Another run of the same work is going on. */
export class JournalBusyError extends Error {
  override readonly name = 'JournalBusyError';
}

/** Where a run writes down what was answered, so that the next one repeats nothing of it. Holds no secret. */
export interface ApplyJournal extends Disposable {
  /** When each item was done, by its id, as the runs before wrote it down. */
  readonly done: ReadonlyMap<string, string>;
  /** Writes down that an item was done; it is on the disk when this returns. */
  readonly add: (id: string, outcome: StepResult['outcome']) => void;
  /** Forgets all, as there is nothing left to go on with. */
  readonly remove: () => void;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Takes the lock, also from a run that was killed. */
function lock(file: string): void {
  for (let tries = 0; tries < 3; tries += 1) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx', mode: 0o600 });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const pid = Number(readFileSync(file, 'utf8'));
    if (pid > 0 && isAlive(pid))
      throw new JournalBusyError(`process ${pid} is doing the same; wait until it has ended`);
    rmSync(file, { force: true });
  }
  throw new JournalBusyError(`another process is doing the same; if there is none, remove ${file}`);
}

/** The whole lines of a journal. A run that was killed may have left half a line at the end, which is cut off. */
function linesOf(file: string): JournalLine[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole !== text) truncateSync(file, Buffer.byteLength(whole));
  return whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as JournalLine);
}

/** Opens the journal in a file that only its owner can read. Throws a {@link JournalBusyError} where another run has it. */
export function openJournal(file: string): ApplyJournal {
  const folder = dirname(file);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const lockFile = `${file}.lock`;
  lock(lockFile);
  const done = new Map(linesOf(file).map(({ id, time }) => [id, time]));
  return {
    done,
    add: (id, outcome) => {
      const line: JournalLine = { id, time: new Date().toISOString(), outcome };
      appendFileSync(file, `${JSON.stringify(line)}\n`, { mode: 0o600, flush: true });
    },
    remove: () => rmSync(file, { force: true }),
    [Symbol.dispose]: () => rmSync(lockFile, { force: true }),
  };
}
