import { collectEarly } from './collectEarly.ts';
import { faultText } from './faultText.ts';
import { stopOnSignal, type Stopping, type StopOptions } from './stopOnSignal.ts';
import { type CommandTerminal, terminalOf } from './terminal.ts';

export { faultText } from './faultText.ts';
export type { Stopping, StopOptions } from './stopOnSignal.ts';

/** The terminal of a process that ends in an orderly way. */
export interface ProcessTerminal extends CommandTerminal {
  /** Ends in an orderly way what is asked to end, from now on until it is disposed. */
  stopOnSignal(options: StopOptions): Stopping;
  /** Waits for what was printed. Answers why standard output did not take all of it; undefined where it did. */
  unwritten(): Promise<NodeJS.ErrnoException | undefined>;
  /** Calls back when nobody reads standard error any more; answers how to have that forgotten. */
  onGone(gone: () => void): () => void;
}

/** The exit codes of a command for what is no matter of the command itself. */
export interface ProcessCodes {
  /** A fault of the program. */
  readonly fault: number;
  /** All went well, but what was found could not be written. */
  readonly unwritten: number;
}

/** After a fault so long is waited for an orderly end. */
const longestEndMs = 60_000;

type Outputs = Pick<CommandTerminal, 'stdout' | 'stderr'>;

/** Remembers what standard output did not take. */
function watchOutput({ stdout }: Outputs): ProcessTerminal['unwritten'] {
  let failed: NodeJS.ErrnoException | undefined;
  stdout.on('error', (error: NodeJS.ErrnoException) => (failed ??= error));
  return async () => {
    if (!stdout.destroyed)
      await new Promise<void>((resolve) => {
        stdout.once('close', resolve);
        stdout.write('', () => setImmediate(resolve));
      });
    return failed;
  };
}

/**
 * Runs the command of a process and sets its exit code. Whatever happens, the command ends in an orderly way: asked to end by a
 * signal, after an exception that nobody caught, or where its output cannot be written. A reader that has seen enough, as `head`
 * has, is no failure. Its memory stays near to what it holds.
 */
export async function runProcess(
  own: NodeJS.Process,
  codes: ProcessCodes,
  run: (args: readonly string[], terminal: ProcessTerminal) => Promise<number>,
): Promise<void> {
  collectEarly();
  const terminal = terminalOf(own);
  const { stderr } = terminal;
  const unwritten = watchOutput(terminal);
  const active = new Set<Stopping>();
  let faulty = false;
  const fail = (error: unknown): void => {
    stderr.write(`error: this program failed: ${faultText(error)}\n`);
    faulty = true;
  };
  own.on('uncaughtException', (error) => {
    const isFirst = !faulty;
    fail(error);
    for (const { stop } of active) stop();
    // The same mistake may be met again while what was changed is put back.
    if (isFirst) setTimeout(() => own.exit(codes.fault), longestEndMs).unref();
  });
  // Where nothing is left to do before the command has ended.
  own.exitCode = codes.fault;
  const code = await run(own.argv.slice(2), {
    ...terminal,
    unwritten,
    stopOnSignal: (options) => {
      const stopping = stopOnSignal(options, (text) => void stderr.write(text));
      active.add(stopping);
      return stopping;
    },
    onGone: (gone) => {
      stderr.on('error', gone);
      return () => void stderr.off('error', gone);
    },
  }).catch((error: unknown) => {
    fail(error);
    return codes.fault;
  });
  const lost = await unwritten();
  const mattered = lost !== undefined && lost.code !== 'EPIPE';
  if (mattered) stderr.write(`error: standard output cannot be written: ${lost.message}\n`);
  own.exitCode = faulty ? codes.fault : mattered && code === 0 ? codes.unwritten : code;
}
