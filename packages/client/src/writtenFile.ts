import { readFileSync } from 'node:fs';
import { decodeText, TextError } from './decodeText.ts';
import { jsonMistake } from './jsonMistake.ts';

/** Something that the person at the keyboard can put right. One reason per line; never holds a secret. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The text of a file that a person wrote; `what` names it in messages. Throws a {@link UsageError} where it cannot be read. */
export function writtenFile(what: string, path: string): string {
  try {
    return decodeText(readFileSync(path));
  } catch (error) {
    const reason =
      error instanceof TextError
        ? error.message
        : `cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'})`;
    throw new UsageError(`${what} ${reason}`, { cause: error });
  }
}

/**
 * The value of a JSON file that a person wrote. Throws a {@link UsageError} that names the place of a mistake and quotes nothing:
 * a parser's own message may hold a secret.
 */
export function writtenJson(what: string, path: string): unknown {
  const text = writtenFile(what, path);
  try {
    return JSON.parse(text);
  } catch {
    const mistake = jsonMistake(text);
    throw new UsageError(`${what} is not valid JSON${mistake === undefined ? '' : `, ${mistake}`}`);
  }
}
