import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { type CommandTerminal, printable, UsageError } from '@oidc-admin/client/terminal';

async function ask(
  { stdin, signal }: Pick<CommandTerminal, 'stdin' | 'signal'>,
  output: Writable,
  question: string,
) {
  const lines = createInterface({ input: stdin, output, terminal: true });
  try {
    return await lines.question(question, signal === undefined ? {} : { signal });
  } catch (error) {
    // By a signal, or by Ctrl-C at the question itself.
    if ((error as Error).name === 'AbortError') throw new UsageError('stopped', { cause: error });
    throw error;
  } finally {
    lines.close();
  }
}

/** Puts a question to the person at the terminal; what is typed is not shown. */
export async function askUnseen(terminal: CommandTerminal, question: string): Promise<string> {
  const { stderr } = terminal;
  stderr.write(`${printable(question)}: `);
  // The echo of what is typed goes nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const typed = await ask(terminal, nowhere, '');
  stderr.write('\n');
  return typed;
}

/** Asks whether to go on. Throws a {@link UsageError} where the response is no, or if there is no terminal. */
export async function confirm(terminal: CommandTerminal, concern: string): Promise<void> {
  const { stdin, stderr, screen = stderr } = terminal;
  if (stdin.isTTY !== true) throw new UsageError(`${concern} Give --yes to go on.`);
  const typed = await ask(terminal, screen, printable(`${concern} Go on? [y/N] `));
  if (!/^y(es)?$/i.test(typed.trim())) throw new UsageError('not confirmed');
}
