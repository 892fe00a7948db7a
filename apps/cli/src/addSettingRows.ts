import type { CommandLine } from '@oidc-admin/client';
import type { Command } from 'commander';
import { addHelpRows } from './addHelpRows.ts';

/** What one API adds: the word in front of its variables, its name, and what it reads. */
type OwnSettings = readonly [term: string, api: string, Pick<CommandLine, 'settings'>];

/** Says in the help of a command of several APIs which variables name the server and who calls it. */
export function addSettingRows(command: Command, rows: readonly OwnSettings[]): void {
  addHelpRows(
    command,
    'Which server, and who calls it, from the environment:',
    rows.map(([term, api, { settings }]) => [
      term,
      `${settings.map(({ variable }) => variable).join(', ')} (see oidc-admin ${api} --help)`,
    ]),
  );
}
