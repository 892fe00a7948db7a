import { terminalOf } from '@oidc-admin/client/terminal';
import type { Environment } from '@oidc-admin/conformance';

/** Where a run writes to, and what it reads. A test gives its own. */
export interface Console {
  readonly environment: Environment;
  /** Results. */
  readonly out: (text: string) => void;
  /** Progress, warnings, mistakes. */
  readonly err: (text: string) => void;
  /** Of the error stream; none where it is no terminal. */
  readonly errColumns?: number;
  /** Of the output. */
  readonly columns: number;
  /** Calls back when nobody reads the progress any more; answers how to have that forgotten. */
  readonly onGone?: (gone: () => void) => () => void;
}

/** The console of this process. A reader that has gone ends no run at once, which may have a target to put back. */
export function processConsole(): Console {
  const { environment, stdout, stderr } = terminalOf(process);
  return {
    environment,
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    ...(process.stderr.isTTY && { errColumns: process.stderr.columns || 80 }),
    columns: stdout.columns || 120,
    onGone: (gone) => {
      stderr.on('error', gone);
      return () => void stderr.off('error', gone);
    },
  };
}
