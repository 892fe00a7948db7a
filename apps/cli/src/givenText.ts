import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { buffer as readAll } from 'node:stream/consumers';
import {
  type CommandTerminal,
  decodeText,
  TextError,
  UsageError,
} from '@oidc-admin/client/terminal';
import { askUnseen, canAsk, StoppedError } from './ask.ts';
import { readPipe } from './readPipe.ts';

/** A path as the person gave it, from where that person stands. */
export function pathOf({ folder = '.' }: Pick<CommandTerminal, 'folder'>, file: string): string {
  return resolve(folder, file);
}

/** What pipes gave, by the standard input of their command: a pipe can be read only once, and a command may look at it again. */
const fromPipes = new WeakMap<CommandTerminal['stdin'], Map<string, Promise<Uint8Array>>>();

async function bytesOf(terminal: CommandTerminal, way: string, file: string): Promise<Uint8Array> {
  const { stdin } = terminal;
  const path = pathOf(terminal, file);
  const kind = file === '-' ? undefined : statSync(path, { throwIfNoEntry: false });
  if (file !== '-' && kind?.isFile() !== false) return readFileSync(path);
  const known = fromPipes.get(stdin) ?? new Map<string, Promise<Uint8Array>>();
  fromPipes.set(stdin, known);
  // By the way too: what was given as one thing is not taken for another.
  const key = JSON.stringify([way, path]);
  const read = async (): Promise<Uint8Array> => {
    if (kind === undefined) return readAll(stdin);
    return kind.isFIFO() ? readPipe(path, terminal.signal) : readFileSync(path);
  };
  const bytes = known.get(key) ?? read();
  known.set(key, bytes);
  return bytes;
}

/**
 * The text in a file, without the line break at its end; `way` is the flag or variable that named it, for messages. `-` is
 * standard input; where that is a terminal, the value is asked for and not shown. This is the only reader of what people write.
 */
export async function givenText(
  terminal: CommandTerminal,
  way: string,
  file: string,
): Promise<string> {
  const { stdin } = terminal;
  if (file === '-' && canAsk(terminal)) return askUnseen(terminal, way.replace(/^--/, ''));
  if (file === '-' && stdin.isTTY)
    throw new UsageError(`${way}: would have to be asked for, which --no-input forbids`);
  try {
    return decodeText(await bytesOf(terminal, way, file)).replace(/\r?\n$/, '');
  } catch (error) {
    if (terminal.signal?.aborted === true) throw new StoppedError('stopped', { cause: error });
    const where = file === '-' ? 'standard input' : file;
    if (error instanceof TextError)
      throw new UsageError(`${way}: ${where} ${error.message}`, { cause: error });
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new UsageError(`${way}: cannot read the file (${reason})`, { cause: error });
  }
}

/** A value of an environment variable, or of the file that the variable of that name and `_FILE` names. */
export async function givenByVariable(
  terminal: CommandTerminal,
  variable: string,
): Promise<{ readonly text: string; readonly origin: string } | undefined> {
  const { environment } = terminal;
  const byFile = `${variable}_FILE`;
  const [text, file] = [environment[variable], environment[byFile]];
  if (!file) return text === undefined ? undefined : { text, origin: variable };
  if (text) throw new UsageError(`${variable} and ${byFile}: give only one of them`);
  return { text: await givenText(terminal, byFile, file), origin: byFile };
}
