import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { type CommandTerminal, UsageError } from '@oidc-admin/client/terminal';

async function ask(stdin: CommandTerminal['stdin'], output: Writable, question: string) {
  const lines = createInterface({ input: stdin, output, terminal: true });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
}

/** Puts a question to the person at the terminal; what is typed is not shown. */
export async function askUnseen(
  { stdin, stderr }: CommandTerminal,
  question: string,
): Promise<string> {
  stderr.write(`${question}: `);
  // The echo of what is typed goes nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const typed = await ask(stdin, nowhere, '');
  stderr.write('\n');
  return typed;
}

/** Asks whether to go on. Throws a {@link UsageError} where the response is no, or if there is no terminal. */
export async function confirm({ stdin, stderr }: CommandTerminal, concern: string): Promise<void> {
  if (stdin.isTTY !== true) throw new UsageError(`${concern} Give --yes to go on.`);
  const typed = await ask(stdin, stderr, `${concern} Go on? [y/N] `);
  if (!/^y(es)?$/i.test(typed.trim())) throw new UsageError('not confirmed');
}
