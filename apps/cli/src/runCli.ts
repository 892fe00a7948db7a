import {
  commanderOutput,
  type CommandTerminal,
  runToExitCode,
  UsageError,
} from '@oidc-admin/client/terminal';
import { Command, Option } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { addHelpRows } from './addHelpRows.ts';
import type { declareAsCode } from './asCode/declareAsCode.ts';
import { asCodeCommands, type CliApi, kebabCase, operationsOf } from './cliApi.ts';
import { detailsOf, didYouMean, exitCodeMeanings, failureCode } from './failure.ts';
import { inVariables, fillOptions, variableRows } from './optionVariables.ts';
import type { UndoEntry } from './undoFolder.ts';

function declareApi(
  command: Command,
  name: string,
  { title, operations }: CliApi,
  [api = '', given = '']: readonly string[],
): void {
  command.usage('<operation> [options]').description(`${title}.`);
  const all = Object.entries(operations);
  // A command that is named needs no other, and an API may have thousands.
  const named = api === name ? all.filter(([id]) => kebabCase(id) === given) : [];
  for (const [id, summary] of named.length > 0 ? named : all)
    command.command(kebabCase(id)).summary(summary).helpGroup(`${name}: ${title}`);
}

/** The name of an operation in the specification, which the client's method has too, is understood as well; and `help` for `--help`. */
function spelled(args: readonly string[], apis: Readonly<Record<string, CliApi>>): string[] {
  const [api = '', operation = '', ...rest] = args;
  if (api === 'help') return spelled([...args.slice(1), '--help'], apis);
  if (operation === 'help' && Object.hasOwn(apis, api))
    return spelled([api, ...rest, '--help'], apis);
  const isId = Object.hasOwn(apis, api) && Object.hasOwn(apis[api]?.operations ?? {}, operation);
  return isId ? [api, kebabCase(operation), ...rest] : [...args];
}

/** A word that is no command: says what there is, and does not repeat the word, which may be anything. */
function refuseCommand(command: Command, what: string): void {
  command.on('command:*', ([given = '']: readonly string[]) => {
    const names = command.commands.map((one) => one.name());
    throw new UsageError(`there is no ${what} of that name${didYouMean(given, names)}`);
  });
}

/** Help has at most so many columns, as terminals have. */
const columns = 80;

async function programOf(
  args: readonly string[],
  apis: Readonly<Record<string, CliApi>>,
  terminal: CommandTerminal,
  signal: AbortSignal,
  exit: (code: number) => void,
  undone?: UndoEntry,
): Promise<Command> {
  const width = (): number => Math.min(terminal.stdout.columns ?? columns, columns);
  const program = new Command('oidc-admin')
    .usage('<api> <operation> [options]\n       oidc-admin doctor [address] [options]')
    .description(
      'One command for each operation of each API. Responses go to standard output as JSON, messages to standard error.',
    )
    .exitOverride()
    .configureOutput({
      ...commanderOutput(terminal),
      getOutHelpWidth: width,
      getErrHelpWidth: width,
    })
    .version(
      `oidc-admin ${manifest.version}, Node ${process.versions.node}`,
      '--version',
      'this program and Node',
    )
    .addHelpOption(new Option('-h, --help', 'this text').helpGroup('Other options:'))
    .configureHelp({
      subcommandTerm: (command) => command.name(),
      // The first help lists what each API can do.
      visibleCommands: ({ parent, commands }) =>
        parent === null
          ? commands.flatMap((one) => (one.name() in apis ? one.commands : [one]))
          : [...commands],
    });
  addHelpRows(program, 'Settings of all commands, from the environment:', variableRows);
  addHelpRows(program, 'Exit codes:', Object.entries(exitCodeMeanings), 'afterAll');
  refuseCommand(program, 'API');
  for (const [name, api] of Object.entries(apis)) {
    const command = program.command(name);
    declareApi(command, name, api, args);
    refuseCommand(command, 'operation');
    // The first help starts fast: only a command of an API needs its client.
    if (!args.includes(name)) continue;
    const [commandLine, { declareOperation }] = await Promise.all([
      api.load(),
      import('./declareOperation.ts'),
    ]);
    addHelpRows(
      command,
      'Which server, and who calls it, from the environment:',
      commandLine.settings.map(({ variable, description, required, secret }) => [
        variable,
        `${description}${secret ? ` ${variable}_FILE names a file that holds it.` : ''}${required ? ' (required)' : ''}`,
      ]),
    );
    for (const operation of operationsOf(commandLine)) {
      const called = kebabCase(operation.id);
      if (!args.includes(called)) continue;
      const own = command.commands.find((one) => one.name() === called);
      if (own !== undefined)
        declareOperation(own, commandLine, operation, terminal, signal, undone);
    }
  }
  await declareSignIns(program, args, apis, terminal, signal, exit);
  await declareFiles(program, args, { apis, terminal, signal, exit });
  await declareOthers(program, args, apis, terminal);
  const undo = program
    .command('undo')
    .summary('Put back what was there before the last write')
    .helpGroup('All APIs:');
  if (args[0] === 'undo') {
    const { declareUndo } = await import('./declareUndo.ts');
    await declareUndo(undo, apis, terminal, async ({ words, environment, entry }) => {
      const own = { ...terminal, environment };
      const again = await programOf(words, apis, own, signal, exit, entry);
      await parsed(again, words, own);
    });
  }
  return program;
}

/** The commands that look at sign-ins, of whatever API. */
async function declareSignIns(
  program: Command,
  args: readonly string[],
  apis: Readonly<Record<string, CliApi>>,
  terminal: CommandTerminal,
  signal: AbortSignal,
  exit: (code: number) => void,
): Promise<void> {
  const doctor = program
    .command('doctor')
    .summary('Say why a sign-in would fail, before anything is saved')
    .helpGroup('All APIs:');
  if (args.includes('doctor')) {
    const { declareDoctor } = await import('./doctor/declareDoctor.ts');
    await declareDoctor(doctor, apis, terminal, signal, exit);
  }
  const rotate = program
    .command('rotate-secret')
    .summary('Replace a client secret, proven before and after')
    .helpGroup('All APIs:');
  if (args.includes('rotate-secret')) {
    const { declareRotate } = await import('./rotateSecret/declareRotate.ts');
    await declareRotate(rotate, apis, terminal, signal);
  }
}

/** The commands for files that say how servers shall be. */
async function declareFiles(
  program: Command,
  [first]: readonly string[],
  parts: Parameters<typeof declareAsCode>[2],
): Promise<void> {
  for (const [name, summary] of Object.entries(asCodeCommands)) {
    const command = program.command(name).summary(summary).helpGroup('All APIs:');
    if (first !== name) continue;
    const module = await import('./asCode/declareAsCode.ts');
    await module.declareAsCode(name, command, parts);
  }
}

/** The commands that belong to no API. */
async function declareOthers(
  program: Command,
  args: readonly string[],
  apis: Readonly<Record<string, CliApi>>,
  terminal: CommandTerminal,
): Promise<void> {
  const group = 'All APIs:';
  const context = program
    .command('context')
    .summary('Keep settings under a name')
    .description('Keeps which server is called, and by whom, under a name.')
    .helpGroup(group);
  if (args.includes('context'))
    await (await import('./contextCommand.ts')).declareContext(context, apis, terminal);
  const completion = program
    .command('completion <shell>')
    .summary('Print completions for bash, zsh, fish or powershell')
    .description(
      'Prints a script that completes commands and flags, for a shell to read as it starts.',
    )
    .helpGroup(group)
    .action(async (shell: string) => {
      const { completionOf } = await import('./completion.ts');
      const others = program.commands.map((one) => one.name()).filter((name) => !(name in apis));
      terminal.stdout.write(await completionOf(shell, apis, others));
    });
  addHelpRows(completion, 'Example:', [['', 'source <(oidc-admin completion bash)']]);
}

/** Has a program do what the words say, and what variables say in place of options. */
async function parsed(
  program: Command,
  words: readonly string[],
  { environment }: CommandTerminal,
): Promise<void> {
  let taken: ReadonlyMap<string, string> = new Map();
  program.hook('preAction', (_, command) => {
    taken = fillOptions(command, environment);
  });
  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    throw inVariables(error, taken);
  }
}

/** How `plan` ends with a mistake, whatever it is. */
const planMistake = 1;

/** Runs one command of the program. Answers its exit code; `signal` ends it early, but not before it signed out. */
export async function runCli(
  args: readonly string[],
  apis: Readonly<Record<string, CliApi>>,
  terminal: CommandTerminal,
  signal: AbortSignal,
): Promise<number> {
  let ownCode = 0;
  const failed = await runToExitCode(
    async () => {
      const words = spelled(args, apis);
      const program = await programOf(words, apis, terminal, signal, (code) => {
        ownCode = code;
      });
      await parsed(program, words, terminal);
    },
    terminal,
    failureCode,
    detailsOf,
  );
  if (failed === 0) return ownCode;
  // Whoever reads the exit code of plan takes 2 for differences.
  return args[0] === 'plan' ? planMistake : failed;
}
