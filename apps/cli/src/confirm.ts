import { createInterface } from 'node:readline/promises';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usageError.ts';

/** Asks whether to go on. Throws a {@link UsageError} where the response is no, or where nobody can answer. */
export const confirm = async ({ stdin, stderr }: Terminal, concern: string): Promise<void> => {
  if (stdin.isTTY !== true) {
    throw new UsageError([`${concern} Give --yes to go on.`]);
  }
  const lines = createInterface({ input: stdin, output: stderr, terminal: true });
  try {
    const response = await lines.question(`${concern} Go on? [y/N] `);
    if (!/^y(es)?$/i.test(response.trim())) throw new UsageError(['not confirmed']);
  } finally {
    lines.close();
  }
};
