import { readdirSync, readFileSync } from 'node:fs';

/** What other users, or the same one, can read of a process while it runs. */
export interface ShownProcess {
  readonly pid: number;
  readonly arguments: string;
  readonly environment: string;
}

function textAt(path: string): string {
  try {
    return readFileSync(path, 'utf8').replaceAll('\0', '\n');
  } catch {
    // It has ended meanwhile.
    return '';
  }
}

function parentOf(pid: number): number {
  return Number(/^PPid:\s*(\d+)/m.exec(textAt(`/proc/${pid}/status`))?.[1] ?? 0);
}

/** Looks at a process and at all that it starts, again and again until it is disposed. Only Linux shows them. */
export function watchProcesses(
  root: number,
): Disposable & { readonly shown: () => ShownProcess[] } {
  const found = new Map<string, ShownProcess>();
  const family = new Set([root]);
  function look(): void {
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    for (const pid of pids.map(Number)) if (family.has(parentOf(pid))) family.add(pid);
    for (const pid of family) {
      const one = {
        pid,
        arguments: textAt(`/proc/${pid}/cmdline`),
        environment: textAt(`/proc/${pid}/environ`),
      };
      // A process has another face after it was forked than after it runs its program.
      if (one.arguments !== '') found.set(JSON.stringify(one), one);
    }
  }
  const timer = setInterval(look, 10);
  return { shown: () => [...found.values()], [Symbol.dispose]: () => clearInterval(timer) };
}
