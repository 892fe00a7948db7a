import { PassThrough } from 'node:stream';
import { terminalOf } from '@oidc-admin/client/terminal';
import type { CliApi } from '../cliApi.ts';
import { apis } from '../generated/apis.ts';
import { runCli } from '../runCli.ts';

/** What a command did. */
export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a command is run in a test. */
export interface CommandSetting {
  readonly environment?: Readonly<Record<string, string>>;
  /** What is on standard input. */
  readonly input?: string | Uint8Array;
  /** Whether standard input is a terminal, at which a user types `input`. */
  readonly typed?: boolean;
  /** What a user types at a terminal when a question is shown: the end of each question, and the answer to it, in their order. */
  readonly answers?: readonly (readonly [question: string, answer: string])[];
  /** Is called whenever there is more on standard output. */
  readonly onStdout?: () => void;
  /** Is given all that stands on standard error, whenever there is more. */
  readonly onStderr?: (text: string) => void;
  /** Ends the command, as Ctrl-C does. */
  readonly signal?: AbortSignal;
  /** In place of the generated list. */
  readonly only?: Readonly<Record<string, CliApi>>;
}

function collect(): { stream: PassThrough; text: () => string } {
  const stream = new PassThrough();
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return { stream, text: () => Buffer.concat(chunks).toString() };
}

/** Runs a command in this process, its terminal and environment made up. */
export async function inProcess(
  args: readonly string[],
  {
    environment = {},
    input = '',
    answers = [],
    typed = answers.length > 0,
    only = apis,
    onStdout,
    onStderr,
    signal = new AbortController().signal,
  }: CommandSetting = {},
): Promise<CommandResult> {
  const stdin = Object.assign(new PassThrough(), { isTTY: typed });
  const stdout = collect();
  const stderr = collect();
  stdout.stream.on('data', () => onStdout?.());
  const open = answers.values();
  let next = open.next().value;
  stderr.stream.on('data', () => {
    onStderr?.(stderr.text());
    if (next === undefined || !stderr.text().trimEnd().endsWith(next[0])) return;
    // Nobody types before the question has been put.
    setImmediate((line: string) => stdin.write(line), `${next[1]}\n`);
    next = open.next().value;
  });
  if (answers.length === 0) stdin.end(input);
  const process = { stdin, stdout: stdout.stream, stderr: stderr.stream, env: environment };
  const terminal = terminalOf(process as unknown as NodeJS.Process);
  const code = await runCli(args, only, { ...terminal, signal }, signal);
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}
