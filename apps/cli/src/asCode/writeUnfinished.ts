import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type CommandTerminal, printable } from '@oidc-admin/client/terminal';
import { pathOf } from '../givenText.ts';
import { type ApplySummary, unfinishedFile } from './applySummary.ts';

/** By this a file is known as one of ours, which may be removed. */
const head = '# Written by oidc-admin apply --failures: what is not done.\n';

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function replace(path: string, text: string | undefined): void {
  if (text === undefined) {
    if (isFile(path) && readFileSync(path, 'utf8').startsWith(head)) rmSync(path);
    return;
  }
  // The mode of one that is there stays otherwise.
  if (isFile(path)) chmodSync(path, 0o600);
  writeFileSync(path, head + text, { mode: 0o600 });
}

/**
 * Writes what is not done into a file that only its owner can read. Where all is done, one of an earlier run is removed: whoever applied
 * it would do old work again.
 */
export function writeUnfinished(
  summary: ApplySummary,
  failures: string,
  terminal: CommandTerminal,
): void {
  const text = unfinishedFile(summary);
  try {
    replace(pathOf(terminal, failures), text);
    if (text !== undefined)
      terminal.stderr.write(`What is not done is in ${printable(failures)}, which apply takes.\n`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    terminal.stderr.write(
      `warning: --failures: ${printable(failures)} cannot be written (${code})\n`,
    );
  }
}
