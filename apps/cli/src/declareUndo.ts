import type { CommandTerminal } from '@oidc-admin/client/terminal';
import type { Command } from 'commander';
import { addHelpRows } from './addHelpRows.ts';
import { addSettingRows } from './addSettingRows.ts';
import type { CliApi } from './cliApi.ts';
import { commonFlags } from './flags.ts';
import { undoCall, type UndoCall } from './undoCommand.ts';
import { keptForUndo } from './undoFolder.ts';

/** What an undo says itself, or what would lead it to another server than the write. */
const unused: readonly string[] = [
  'input',
  'generate-skeleton',
  'endpoint-url',
  'keep-session',
  'skip-doctor',
];

/** Makes the command that takes back the last write: it runs another one, with what was there before. */
export async function declareUndo(
  command: Command,
  apis: Readonly<Record<string, CliApi>>,
  terminal: CommandTerminal,
  run: (call: UndoCall) => Promise<void>,
): Promise<void> {
  command
    .description(
      'Puts back what was there before a write of this program, as far as no secret is needed: on the same server, as the same user. All options of the write that does it are understood, such as --client-secret-file.',
    )
    .usage('[options]')
    .option('--list', 'print what can be undone as JSON, the last write first')
    .option('--number <number>', 'which one of the list', '1')
    .allowUnknownOption()
    .allowExcessArguments()
    .action(async (options: { readonly list?: true; readonly number: string }, own: Command) => {
      if (options.list) {
        const kept = keptForUndo(terminal.environment);
        terminal.stdout.write(`${JSON.stringify(kept, undefined, 2)}\n`);
        return;
      }
      await run(await undoCall(apis, terminal, options.number, own.args));
    });
  const loaded = await Promise.all(
    Object.entries(apis).map(async ([name, api]) => [name, await api.load()] as const),
  );
  const settings = loaded.flatMap(([, commandLine]) => commandLine.settings);
  addHelpRows(
    command,
    'Other options, which go on to the write:',
    commonFlags(settings, unused)
      .filter(({ hidden }) => !hidden)
      .map(({ flags, description }) => [flags, description]),
  );
  addHelpRows(command, 'Examples:', [
    ['', 'oidc-admin undo --list'],
    ['', 'oidc-admin undo --dry-run'],
    ['', 'oidc-admin undo --number 2 --client-secret-file secret.txt'],
  ]);
  addSettingRows(
    command,
    loaded.map(([name, commandLine]) => [name, name, commandLine]),
  );
}
