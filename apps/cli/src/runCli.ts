import type { CommandLine } from '@oidc-admin/client';
import {
  type CommandTerminal,
  UsageError,
  commanderOutput,
  runToExitCode,
} from '@oidc-admin/client/terminal';
import { Command, Option } from 'commander';
import { callOperation } from './callOperation.ts';
import { alternativesText } from './checkInput.ts';
import { type CliApi, type CliOperation, operationsOf } from './cliApi.ts';
import { whatAsks } from './concerns.ts';
import { didYouMean, exitCodeMeanings, failureCode } from './failure.ts';
import { commonFlags, type Flag, flagsOf, howToGive } from './flags.ts';

type Row = readonly [term: string, text: string];

/** Adds rows to the end of a command's help, in commander's own layout. */
function addRows(
  command: Command,
  heading: string,
  rows: readonly Row[],
  place: 'after' | 'afterAll' = 'after',
): void {
  if (rows.length === 0) return;
  command.addHelpText(place, (context) => {
    const help = context.command.createHelp();
    const helpWidth = context.command.configureOutput().getOutHelpWidth?.() ?? 100;
    help.prepareContext({ helpWidth });
    const width = Math.max(...rows.map(([term]) => term.length));
    const items = rows.map(([term, text]) => help.formatItem(term, width, text, help));
    return help.formatItemList(`\n${heading}`, items, help).slice(0, -1).join('\n');
  });
}

/** The flag that a bare argument is meant for, where an operation needs only one. */
function refuseArgument(flags: readonly Flag[], { args: [value] }: Command): void {
  if (value === undefined) return;
  const [only, ...others] = flags.filter(({ required }) => required);
  // Where there are secrets, the argument may be one.
  const shown = flags.some(({ property }) => property.sensitive) ? '…' : value;
  const meant =
    only === undefined || others.length > 0 ? '' : `, did you mean ${howToGive(only)} ${shown}?`;
  throw new UsageError(`an argument belongs to no option${meant}`);
}

/** What help says of several options at once. */
function notesOn(operation: CliOperation, flags: readonly Flag[]): Row[] {
  const notes: Row[] = [];
  const alternatives = alternativesText(operation, flags);
  if (alternatives !== undefined)
    notes.push(['required', `${alternatives} (${operation.body?.source?.join(', ')})`]);
  if (flags.some(({ file }) => file !== undefined)) {
    notes.push([
      '<file>',
      '- is standard input; at a terminal, the value is asked for and not shown. Where an option takes a <text>, a second one that ends in -file names a file to read it from.',
    ]);
  }
  if (operation.removable !== undefined)
    notes.push(['--no-…', 'takes that property away; so does null in --body']);
  return notes;
}

/** Makes a command of an operation: every flag once, for the parser and the help. */
function declareOperation(
  command: Command,
  commandLine: CommandLine,
  operation: CliOperation,
  terminal: CommandTerminal,
  signal: AbortSignal,
): void {
  const flags = flagsOf(commandLine, operation);
  const asks = whatAsks(commandLine, operation, flags);
  const required = flags.filter((flag) => flag.required && !flag.property.sensitive);
  command
    .showHelpAfterError(`See oidc-admin ${commandLine.table.api} ${operation.id} --help`)
    .usage([...required.map(({ option }) => option.flags), '[options]'].join(' '))
    .description(
      `${operation.summary}. ${operation.description} ${operation.source.join(', ')}`
        .replaceAll(/\s+/g, ' ')
        .trim(),
    );
  for (const { option, file, no } of flags)
    for (const one of [option, file, no]) if (one !== undefined) command.addOption(one);
  const hidden = [
    ...(operation.body === undefined ? ['body'] : []),
    ...(asks.length === 0 ? ['yes'] : []),
  ];
  for (const option of commonFlags(hidden)) command.addOption(option);
  addRows(command, 'Notes:', notesOn(operation, flags));
  addRows(
    command,
    'Asked before it is sent; where nobody is at a terminal, --yes is needed:',
    asks.map((ask) => ['', ask]),
  );
  addRows(
    command,
    'Responses of the server:',
    operation.responses.map(({ status, description, error }) => [
      String(status),
      `${error === undefined ? '' : `${error.name}: `}${description}`,
    ]),
  );
  command.allowExcessArguments().action(async () => {
    refuseArgument(flags, command);
    await callOperation({ commandLine, operation, flags, command, terminal, signal });
  });
}

function declareApi(command: Command, name: string, { title, operations }: CliApi): void {
  command.usage('<operation> [options]').description(`${title}.`);
  for (const [id, summary] of Object.entries(operations))
    command.command(id).summary(summary).helpGroup(`${name}: ${title}`);
}

/** A word that is no command: says what there is, and does not repeat the word, which may be anything. */
function refuseCommand(command: Command, what: string): void {
  command.on('command:*', ([given = '']: readonly string[]) => {
    const names = command.commands.map((one) => one.name());
    throw new UsageError(`there is no ${what} of that name${didYouMean(given, names)}`);
  });
}

async function programOf(
  args: readonly string[],
  apis: Readonly<Record<string, CliApi>>,
  terminal: CommandTerminal,
  signal: AbortSignal,
): Promise<Command> {
  const program = new Command('oidc-admin')
    .usage('<api> <operation> [options]')
    .description(
      'One command for each operation of each API. Responses go to standard output as JSON, messages to standard error.',
    )
    .exitOverride()
    .configureOutput(commanderOutput(terminal))
    .addHelpOption(new Option('-h, --help', 'this text').helpGroup('Other options:'))
    .configureHelp({
      subcommandTerm: (command) => command.name(),
      // The first help lists what each API can do.
      visibleCommands: ({ parent, commands }) =>
        parent === null ? commands.flatMap((api) => api.commands) : [...commands],
    });
  addRows(program, 'Exit codes:', Object.entries(exitCodeMeanings), 'afterAll');
  refuseCommand(program, 'API');
  for (const [name, api] of Object.entries(apis)) {
    const command = program.command(name);
    declareApi(command, name, api);
    refuseCommand(command, 'operation');
    // Only a command of an API needs its client.
    if (!args.includes(name)) continue;
    // oxlint-disable-next-line no-await-in-loop -- one of them, as a rule
    const commandLine = await api.load();
    addRows(
      command,
      'Which server, and who calls it, from the environment:',
      commandLine.settings.map(({ variable, description, required }) => [
        variable,
        `${description}${required ? ' (required)' : ''}`,
      ]),
    );
    for (const operation of operationsOf(commandLine)) {
      const own = command.commands.find((one) => one.name() === operation.id);
      if (own !== undefined) declareOperation(own, commandLine, operation, terminal, signal);
    }
  }
  return program;
}

/** Runs one command of the program. Answers its exit code; `signal` ends it early, but not before it signed out. */
export function runCli(
  args: readonly string[],
  apis: Readonly<Record<string, CliApi>>,
  terminal: CommandTerminal,
  signal: AbortSignal,
): Promise<number> {
  return runToExitCode(
    async () => {
      const program = await programOf(args, apis, terminal, signal);
      await program.parseAsync(args, { from: 'user' });
    },
    terminal,
    failureCode,
  );
}
