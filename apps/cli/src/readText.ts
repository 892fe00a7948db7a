import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usageError.ts';

/** Puts a question to the person at the terminal; what is typed is not shown. */
export const askUnseen = async ({ stdin, stderr }: Terminal, question: string): Promise<string> => {
  stderr.write(`${question}: `);
  // The echo of what is typed goes nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: nowhere, terminal: true });
  try {
    return await lines.question('');
  } finally {
    lines.close();
    stderr.write('\n');
  }
};

/**
 * The text in a file, without the line break at its end. `-` is standard input; where that is a terminal, the value is
 * asked for and not shown.
 */
export const readText = async (terminal: Terminal, flag: string, file: string): Promise<string> => {
  if (file === '-') {
    const typed = terminal.stdin.isTTY
      ? await askUnseen(terminal, flag)
      : await text(terminal.stdin);
    return typed.replace(/\r?\n$/, '');
  }
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new UsageError([`--${flag}: cannot read the file (${reason})`]);
  }
};
