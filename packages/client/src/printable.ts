/**
 * C0, DEL and C1, which move the cursor or start a command of the terminal, and the marks of Unicode that turn the direction
 * of a text, so that it reads as another one.
 */
const unprintable = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * A text that a terminal shows and does not obey: what controls it is written as in JSON, `\u001b`, the end of a line too. In
 * JSON it therefore stands for the same. Everything from a server, a file name or the environment is printed through it.
 */
export function printable(text: string): string {
  return text.replace(
    unprintable,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The same for a text of several lines, which stay lines. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

/** What replaces a secret. */
export const mask = '[redacted]';

/** Whether a text is what is shown in place of a secret: our own mask, or only stars or dots as servers and people write them. */
export function standsForSecret(text: string): boolean {
  return text.trim() === mask || /^\s*[*•●∗＊]+\s*$/u.test(text);
}
