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
    typed = false,
    only = apis,
    signal = new AbortController().signal,
  }: CommandSetting = {},
): Promise<CommandResult> {
  const stdin = Object.assign(new PassThrough(), { isTTY: typed });
  stdin.end(input);
  const stdout = collect();
  const stderr = collect();
  const process = { stdin, stdout: stdout.stream, stderr: stderr.stream, env: environment };
  const terminal = terminalOf(process as unknown as NodeJS.Process);
  const code = await runCli(args, only, { ...terminal, signal }, signal);
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}
