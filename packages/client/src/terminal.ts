import type { Readable, Writable } from 'node:stream';
import { printable, printableLines } from './printable.ts';
import { UsageError } from './writtenFile.ts';

export { longestTimeoutMs } from './deadline.ts';
export { decodeText, TextError } from './decodeText.ts';
export { jsonMistake } from './jsonMistake.ts';
export { printable, standsForSecret } from './printable.ts';
export { serverDetails } from './serverDetails.ts';
export { privateMembersIn } from './signInValues.ts';
export { UsageError, writtenFile, writtenJson } from './writtenFile.ts';

/** Everything that a command touches outside itself; a test gives its own. */
export interface CommandTerminal {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable & { readonly columns?: number };
  readonly stderr: Writable;
  /** Standard error for what moves the cursor; what is printed there is {@link printable} first. `stderr` where left out. */
  readonly screen?: Writable;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Ends a question to the person at the keyboard. */
  readonly signal?: AbortSignal;
  /** Whether nothing may be asked, although there may be a person at the keyboard. */
  readonly noInput?: boolean;
  /** Paths that people give are relative to it; to the folder of the process where left out. */
  readonly folder?: string;
}

/** How a command ends with wrong arguments, input or settings. Nothing was sent or changed. */
export const usageExitCode = 2;

/** An output on which nobody's text controls the terminal. What separates columns may stand between them. */
function guarded<Output extends Writable>(output: Output, separator = '\n'): Output {
  const clean = (text: string): string => text.split(separator).map(printableLines).join(separator);
  const write = (chunk: unknown, ...rest: []): boolean =>
    output.write(typeof chunk === 'string' ? clean(chunk) : chunk, ...rest);
  return new Proxy(output, {
    get: (target, name) => {
      if (name === 'write') return write;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/**
 * The terminal of a process. What is printed is {@link printable}, line by line. A reader that has seen enough, as `head` has, does not end the command, which may have a
 * session to close: what is written later goes nowhere.
 */
export function terminalOf({ stdin, stdout, stderr, env }: NodeJS.Process): CommandTerminal {
  for (const stream of [stdout, stderr]) stream.on('error', () => undefined);
  return {
    stdin,
    stdout: guarded(stdout, '\t'),
    stderr: guarded(stderr),
    screen: stderr,
    environment: env,
  };
}

/**
 * A message of commander. An unknown option is named without its value, which may be a secret given by mistake, and a URL without
 * user and password.
 */
export function withoutValue(message: string): string {
  return message
    .replace(/^(error: unknown option '[^=']*)=.*'/s, "$1'")
    .replaceAll(/:\/\/[^\s]*@/g, '://[redacted]@');
}

/** Where commander prints, for `configureOutput`. Lines of help have at most 100 characters. */
export function commanderOutput({ stdout, stderr }: CommandTerminal) {
  const width = (): number => Math.min(stdout.columns ?? 100, 100);
  return {
    writeOut: (text: string): void => void stdout.write(text),
    writeErr: (text: string): void => void stderr.write(text),
    getOutHelpWidth: width,
    getErrHelpWidth: width,
    outputError: (text: string, write: (text: string) => void): void => write(withoutValue(text)),
  };
}

/**
 * Runs a command and says why it failed, one line for each reason. Answers its exit code: 0, or 2 where commander or a
 * {@link UsageError} refuses the arguments. `codeOf` knows the other errors; what it does not know is a fault of the
 * program and is thrown on. `moreOf` answers lines that are printed below the message.
 */
export async function runToExitCode(
  work: () => Promise<unknown>,
  { stderr }: CommandTerminal,
  codeOf: (error: Error) => number | undefined,
  moreOf: (error: Error) => readonly string[] = () => [],
): Promise<number> {
  try {
    await work();
    return 0;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // Commander has printed the help or the reason.
    if ('exitCode' in error && 'code' in error && String(error.code).startsWith('commander.'))
      return error.exitCode === 0 ? 0 : usageExitCode;
    const code = error instanceof UsageError ? usageExitCode : codeOf(error);
    if (code === undefined) throw error;
    const lines = [...error.message.split('\n'), ...moreOf(error).map((line) => `  ${line}`)];
    for (const line of lines) stderr.write(`error: ${printable(line)}\n`);
    return code;
  }
}
