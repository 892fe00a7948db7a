import type { Writable } from 'node:stream';
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
}

/**
 * Nothing that happens to the reader may end the process, which may have a target to put back: `head` has seen enough, or
 * the window was closed. Whatever is written later goes nowhere; reports and exit code tell the outcome.
 */
function writer(stream: Writable): (text: string) => void {
  stream.on('error', () => undefined);
  return (text) => void stream.write(text);
}

/** The console of this process. */
export function processConsole(): Console {
  return {
    environment: process.env,
    out: writer(process.stdout),
    err: writer(process.stderr),
    ...(process.stderr.isTTY && { errColumns: process.stderr.columns || 80 }),
    columns: process.stdout.columns || 120,
  };
}
