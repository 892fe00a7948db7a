import type { ClientError } from './errors.ts';
import { printable } from './printable.ts';

function hasEntries(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function wordsOf(value: unknown): string {
  if (!hasEntries(value)) return String(value);
  const isFlat = Object.values(value).every((one) => !hasEntries(one));
  return isFlat ? Object.values(value).map(String).join(': ') : JSON.stringify(value);
}

/**
 * What a server said of an error beside the sentence that the error's message repeats, such as which property is wrong and why:
 * one line for each entry, in the server's own order. Secrets are redacted, and no line controls a terminal.
 */
export function serverDetails({ body, message }: Pick<ClientError, 'body' | 'message'>): string[] {
  if (!hasEntries(body)) return [];
  return Object.entries(body).flatMap(([name, value]) => {
    const entries: readonly unknown[] = Array.isArray(value) ? value : [value];
    return entries
      .filter((entry) => entry !== null && entry !== undefined && entry !== '')
      .map((entry) => printable(wordsOf(entry)))
      .filter((words) => words !== '' && !message.includes(words))
      .map((words) => `${printable(name)}: ${words}`);
  });
}
