import type { CommandLine } from '@oidc-admin/client';
import { type CommandTerminal, UsageError } from '@oidc-admin/client/terminal';
import type { Command } from 'commander';
import { addHelpRows, type HelpRow } from './addHelpRows.ts';
import { callOperation } from './callOperation.ts';
import { alternativesText } from './checkInput.ts';
import { type CliOperation, kebabCase, writesSignIn } from './cliApi.ts';
import { commandExample, copyExample } from './commandExample.ts';
import { whatAsks } from './concerns.ts';
import { commonFlags, type CommonOptions, type Flag, flagsOf, howToGive } from './flags.ts';
import type { UndoEntry } from './undoFolder.ts';

/** The flag that a bare argument is meant for, where an operation needs only one. */
function refuseArgument(flags: readonly Flag[], command: Command): void {
  const [value] = command.args;
  if (value === undefined) return;
  const [only, ...others] = flags.filter(({ required }) => required);
  const isGiven = only && command.getOptionValue(only.option.attributeName()) !== undefined;
  // Where there are secrets, the argument may be one.
  const shown = flags.some(({ property }) => property.sensitive) ? '…' : value;
  const meant =
    only === undefined || others.length > 0 || isGiven
      ? ''
      : `, did you mean ${howToGive(only)} ${shown}?`;
  throw new UsageError(`an argument belongs to no option${meant}`);
}

/** What help says of several options at once. */
function notesOn(operation: CliOperation, flags: readonly Flag[]): HelpRow[] {
  const notes: HelpRow[] = [];
  const alternatives = alternativesText(operation, flags);
  if (alternatives !== undefined)
    notes.push(['required', `${alternatives} (${operation.body?.source?.join(', ')})`]);
  if (flags.some(({ file }) => file !== undefined)) {
    notes.push([
      '<file>',
      '- is standard input; at a terminal, the value is asked for and not shown. Where an option takes a <text>, a second one that ends in -file names a file to read it from.',
    ]);
  }
  if (operation.removable !== undefined && operation.removable.length > 0)
    notes.push(['--no-…', 'removes that property; so does null in --input']);
  return notes;
}

/** The words behind the command's name, in lines of 80 columns: commander itself does not break them. */
function usageOf(command: Command, required: readonly Flag[]): string {
  const words = [...required.map(({ option }) => option.flags), '[options]'];
  let column = `Usage: oidc-admin ${command.parent?.name()} ${command.name()}`.length;
  return words
    .map((word, index) => {
      column += word.length + 1;
      if (column <= 80) return index === 0 ? word : ` ${word}`;
      column = word.length + 2;
      return `\n  ${word}`;
    })
    .join('');
}

/** Makes a command of an operation: every flag once, for the parser and the help. */
export function declareOperation(
  command: Command,
  commandLine: CommandLine,
  operation: CliOperation,
  terminal: CommandTerminal,
  signal: AbortSignal,
  undone?: UndoEntry,
): void {
  const flags = flagsOf(commandLine, operation);
  const asks = whatAsks(commandLine, operation, flags);
  const required = flags.filter((flag) => flag.required && !flag.property.sensitive);
  command
    .showHelpAfterError(`See oidc-admin ${commandLine.table.api} ${kebabCase(operation.id)} --help`)
    .usage(usageOf(command, required))
    .description(
      `${operation.summary}. ${operation.description} ${operation.source.join(', ')}`
        .replaceAll(/\s+/g, ' ')
        .trim(),
    );
  for (const { option, file, no } of flags)
    for (const one of [option, file, no]) if (one !== undefined) command.addOption(one);
  const hidden = [
    ...(operation.body === undefined ? ['input', 'generate-skeleton'] : []),
    ...(asks.length === 0 ? ['yes'] : []),
    ...(operation.action.does === 'open' ? [] : ['keep-session']),
    ...(writesSignIn(commandLine, operation) ? [] : ['skip-doctor']),
  ];
  for (const option of commonFlags(commandLine.settings, hidden)) command.addOption(option);
  addHelpRows(command, 'Notes:', notesOn(operation, flags));
  addHelpRows(
    command,
    'Asked before it is sent; without a terminal, --yes is needed:',
    asks.map((ask) => ['', ask]),
  );
  addHelpRows(
    command,
    'Example:',
    commandExample(commandLine, operation, flags).map((line) => ['', line]),
  );
  addHelpRows(
    command,
    'Example, from one server to another:',
    copyExample(commandLine, operation, flags).map((line) => ['', line]),
  );
  addHelpRows(
    command,
    'Responses of the server:',
    operation.responses.map(({ status, description, error }) => [
      String(status),
      `${error === undefined ? '' : `${error.name}: `}${description}`,
    ]),
  );
  command.allowExcessArguments().action(async () => {
    refuseArgument(flags, command);
    const noInput = command.opts<CommonOptions>().noInput === true;
    await callOperation({
      commandLine,
      operation,
      flags,
      command,
      terminal: { ...terminal, noInput },
      signal,
      undone,
    });
  });
}
