import type { Writable } from 'node:stream';

/** Where a run writes to, and what it reads. A test gives its own. */
export interface Terminal {
  readonly environment: NodeJS.ProcessEnv;
  /** Results. */
  readonly out: (text: string) => void;
  /** Progress, warnings, mistakes. */
  readonly err: (text: string) => void;
  /** Of the error stream; none where it is no terminal. */
  readonly errColumns?: number;
  /** Of the output. */
  readonly columns: number;
}

const writer =
  (stream: Writable) =>
  (text: string): void =>
    void stream.write(text);

/** A reader such as `head` that has seen enough is no error. */
const endQuietly = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
};

/** The terminal of this process. */
export const processTerminal = (): Terminal => ({
  environment: process.env,
  out: writer(process.stdout.on('error', endQuietly)),
  err: writer(process.stderr),
  ...(process.stderr.isTTY && { errColumns: process.stderr.columns || 80 }),
  columns: process.stdout.columns || 120,
});
