import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { type CommandTerminal, printable, UsageError } from '@oidc-admin/client/terminal';

/** A person ended the command at a question: nothing was changed. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';
  readonly code = 'StoppedError';
}

/** Whether there is a person to ask, who wants to be. */
export function canAsk({ stdin, noInput }: Pick<CommandTerminal, 'stdin' | 'noInput'>): boolean {
  return stdin.isTTY === true && noInput !== true;
}

/** What is typed is for one question only: the last one at each input. */
const lastQuestions = new WeakMap<object, Promise<unknown>>();

/** Asks when all questions before have been answered. Whoever has ended one is asked nothing more. */
async function ask(...question: Parameters<typeof askNow>): Promise<string> {
  const [{ stdin }] = question;
  const before = lastQuestions.get(stdin);
  const answered = (async (): Promise<string> => {
    await before?.catch((error: unknown) => {
      if (error instanceof StoppedError) throw error;
    });
    return askNow(...question);
  })();
  lastQuestions.set(stdin, answered);
  return answered;
}

async function askNow(
  { stdin, signal }: Pick<CommandTerminal, 'stdin' | 'signal'>,
  output: Writable,
  question: string,
  begin: () => void = () => undefined,
): Promise<string> {
  if (signal?.aborted) throw new StoppedError('stopped before a question; nothing was changed');
  // From here on the terminal itself shows nothing of what is typed.
  const lines = createInterface({ input: stdin, output, terminal: true });
  // Ctrl-D ends the input; readline itself would leave the question open for ever.
  const ended = new Promise<undefined>((resolve) => {
    lines.once('close', () => setImmediate(resolve, undefined));
  });
  try {
    begin();
    const answer = lines.question(question, signal === undefined ? {} : { signal });
    const typed = await Promise.race([answer, ended]);
    if (typed !== undefined) return typed;
    throw new StoppedError('stopped at a question, as its input ended; nothing was changed');
  } catch (error) {
    // By a signal, or by Ctrl-C at the question itself.
    if ((error as Error).name === 'AbortError')
      throw new StoppedError('stopped at a question; nothing was changed', { cause: error });
    throw error;
  } finally {
    lines.close();
  }
}

/** Puts a question to the person at the terminal; what is typed is not shown. */
export async function askUnseen(terminal: CommandTerminal, question: string): Promise<string> {
  const { stderr } = terminal;
  // The echo of what is typed goes nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  try {
    // Whoever sees the question may type at once.
    return await ask(terminal, nowhere, '', () => stderr.write(`${printable(question)}: `));
  } finally {
    stderr.write('\n');
  }
}

/** Puts a question to the person at the terminal; what is typed is shown. */
export async function askText(terminal: CommandTerminal, question: string): Promise<string> {
  const { stderr, screen = stderr } = terminal;
  try {
    return await ask(terminal, screen, printable(question));
  } catch (error) {
    stderr.write('\n');
    throw error;
  }
}

/** Asks whether to go on. Throws a {@link UsageError} where the response is no, or if there is no terminal. */
export async function confirm(terminal: CommandTerminal, concern: string): Promise<void> {
  if (!canAsk(terminal)) throw new UsageError(`${concern} Give --yes to go on.`);
  const typed = await askText(terminal, `${concern} Go on? [y/N] `);
  if (!/^y(es)?$/i.test(typed.trim())) throw new UsageError('not confirmed');
}
