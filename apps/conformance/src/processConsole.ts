import type { ProcessTerminal, Stopping, StopOptions } from '@oidc-admin/client/process';
import { printable } from '@oidc-admin/client/terminal';
import type { Environment } from '@oidc-admin/conformance';

/** Where a run writes to, and what it reads. A test gives its own. */
export interface Console {
  readonly environment: Environment;
  /** Results: a text for people, or bytes that are clean already. */
  readonly out: (text: string | Uint8Array) => void;
  /** Progress, warnings, mistakes. */
  readonly err: (text: string) => void;
  /** Writes one line over the last one; none where the error stream is no terminal. */
  readonly overwrite?: (line: string) => void;
  /** Of the output. */
  readonly columns: number;
  /** Whether all results arrived, after a while. */
  readonly arrived: () => Promise<boolean>;
  /** Ends in an orderly way what is asked to end. */
  readonly stopOnSignal: (options: StopOptions) => Stopping;
  /** Calls back when nobody reads the progress any more; answers how to have that forgotten. */
  readonly onGone: (gone: () => void) => () => void;
}

const clearLine = '\r\u001b[2K';

/** The console of this process. */
export function processConsole(
  { stderr: { isTTY, columns } }: NodeJS.Process,
  { environment, stdout, stderr, screen = stderr, ...ending }: ProcessTerminal,
): Console {
  return {
    environment,
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    ...(isTTY && {
      overwrite: (line: string) =>
        void screen.write(clearLine + printable(line).slice(0, (columns || 80) - 1)),
    }),
    columns: stdout.columns || 120,
    arrived: async () => (await ending.unwritten()) === undefined,
    stopOnSignal: (options) => ending.stopOnSignal(options),
    onGone: (gone) => ending.onGone(gone),
  };
}
