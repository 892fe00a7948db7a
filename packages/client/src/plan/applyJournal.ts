import { randomBytes, scryptSync } from 'node:crypto';
import { appendFileSync, chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isValues } from './managedResource.ts';
import { takeLock } from './takeLock.ts';

/** How long a run that was cut off may be taken up again. */
const longestMs = 24 * 3600_000;

/** What a run does: only the very same work goes on. */
export interface JournalWork {
  /** The same for the same work. */
  readonly digest: string;
  /** The secrets that it writes. Only a slow, salted digest of them is kept. */
  readonly secrets: readonly string[];
}

/** The first line of a journal: what the run does that wrote it. */
interface JournalHead {
  readonly digest: string;
  readonly salt: string;
  readonly secrets: string;
}

/** An item whose write was answered. */
interface JournalLine {
  readonly id: string;
  readonly time: string;
}

/** Where a run writes down which writes were answered, so that the same run can go on after it was cut off. Holds no secret. */
export interface ApplyJournal extends Disposable {
  /** When each item was written, by its id, in the run that was cut off. */
  readonly done: ReadonlyMap<string, string>;
  /** Writes down that the write of an item was answered; it is on the disk when this returns. */
  readonly add: (id: string) => void;
  /** Forgets all, as there is nothing left to go on with. */
  readonly remove: () => void;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

/** The values of all lines that are whole; a run that was killed may have left half a line at the end. */
function valuesOf(text: string): unknown[] {
  return text.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as unknown];
    } catch {
      return [];
    }
  });
}

function headOf({ digest, secrets }: JournalWork, salt: string): JournalHead {
  const hidden =
    secrets.length === 0 ? '' : scryptSync(JSON.stringify(secrets), salt, 32).toString('hex');
  return { digest, salt, secrets: hidden };
}

/** What a journal says was written in a run of the very same work; undefined where it is another's, or too old. */
function linesFor(work: JournalWork, text: string): JournalLine[] | undefined {
  const [head, ...lines] = valuesOf(text);
  if (!isValues(head) || typeof head['salt'] !== 'string') return undefined;
  if (JSON.stringify(headOf(work, head['salt'])) !== JSON.stringify(head)) return undefined;
  const own = lines.filter(
    (line): line is JournalLine & Record<string, unknown> =>
      isValues(line) && typeof line['id'] === 'string' && typeof line['time'] === 'string',
  );
  const isYoung = own.every(({ time }) => Date.now() - Date.parse(time) < longestMs);
  return isYoung ? own : undefined;
}

/**
 * Opens the journal in a file that only its owner can read. What a run of other work, of other secrets, or of more than a day ago has
 * left there is forgotten, and with `startOver` whatever is there. Throws a {@link JournalBusyError} where another run has it.
 */
export function openJournal(file: string, work: JournalWork, startOver = false): ApplyJournal {
  const folder = dirname(file);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const unlock = takeLock(`${file}.lock`);
  try {
    const text = textOf(file);
    const lines = startOver ? undefined : linesFor(work, text);
    if (lines === undefined) {
      const head = headOf(work, randomBytes(16).toString('hex'));
      writeFileSync(file, `${JSON.stringify(head)}\n`, { mode: 0o600 });
    } else if (!text.endsWith('\n')) {
      appendFileSync(file, '\n');
    }
    return {
      done: new Map((lines ?? []).map(({ id, time }) => [id, time])),
      add: (id) => {
        const line: JournalLine = { id, time: new Date().toISOString() };
        appendFileSync(file, `${JSON.stringify(line)}\n`, { mode: 0o600, flush: true });
      },
      remove: () => rmSync(file, { force: true }),
      [Symbol.dispose]: unlock,
    };
  } catch (error) {
    unlock();
    throw error;
  }
}
