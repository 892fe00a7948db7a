import { readFileSync } from 'node:fs';

interface KnownProcess {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** When it began, in the kernel's own ticks: a number that is used again is not the same process. */
  readonly start: string;
}

/** What Linux says of a process (proc(5), `stat`); undefined where it is gone, or where nobody says. */
function processOf(pid: number): KnownProcess | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in brackets, may hold anything.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const [state, parent, group] = fields;
    if (state === 'Z') return undefined;
    return { pid, parent: Number(parent), group: Number(group), start: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}

/**
 * The processes that one was started by, as far as they belong to the same command: npx, and the shell that it starts, have the
 * same process group as what they run; the shell of a person has another one.
 */
function startersOf(pid: number): readonly KnownProcess[] {
  const own = processOf(pid);
  const starters: KnownProcess[] = [];
  for (let next = own?.parent ?? 0; next > 1;) {
    const starter = processOf(next);
    if (starter === undefined || (starters.length > 0 && starter.group !== own?.group)) break;
    starters.push(starter);
    next = starter.parent;
  }
  return starters;
}

/** Answers a question: whether one of those is gone that started a process, npx or a shell between included. */
export function watchStarters({ pid, ppid }: Pick<NodeJS.Process, 'pid' | 'ppid'>): () => boolean {
  const starters = startersOf(pid);
  const parent = ppid;
  return () =>
    process.ppid !== parent ||
    starters.some((starter) => processOf(starter.pid)?.start !== starter.start);
}
