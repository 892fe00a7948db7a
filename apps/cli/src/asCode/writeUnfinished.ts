import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type CommandTerminal, printable } from '@oidc-admin/client/terminal';
import { pathOf } from '../givenText.ts';
import { type ApplySummary, unfinishedFile } from './applySummary.ts';
import { failuresHead } from './planDocument.ts';

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function replace(path: string, text: string | undefined, isRotation: boolean): void {
  if (text === undefined) {
    if (!isFile(path)) return;
    const before = readFileSync(path, 'utf8');
    // Without --rotate, what a rotation has left is not done.
    const heads = [false, isRotation].map(failuresHead);
    if (heads.some((head) => before.startsWith(head))) rmSync(path);
    return;
  }
  // The mode of one that is there stays otherwise.
  if (isFile(path)) chmodSync(path, 0o600);
  writeFileSync(path, failuresHead(isRotation) + text, { mode: 0o600 });
}

/**
 * Writes what is not done into a file that only its owner can read. Where all is done, one of an earlier run is removed: whoever applied
 * it would do old work again.
 */
export function writeUnfinished(
  summary: ApplySummary,
  failures: string,
  terminal: CommandTerminal,
  isRotation: boolean,
): void {
  const text = unfinishedFile(summary);
  try {
    replace(pathOf(terminal, failures), text, isRotation);
    const taker = isRotation ? 'apply --rotate' : 'apply';
    if (text !== undefined)
      terminal.stderr.write(
        `What is not done is in ${printable(failures)}, which ${taker} takes.\n`,
      );
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    terminal.stderr.write(
      `warning: --failures: ${printable(failures)} cannot be written (${code})\n`,
    );
  }
}
