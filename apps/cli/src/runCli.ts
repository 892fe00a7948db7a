import {
  commanderOutput,
  type CommandTerminal,
  runToExitCode,
  UsageError,
} from '@oidc-admin/client/terminal';
import { Command, Option } from 'commander';
import { addHelpRows } from './addHelpRows.ts';
import { type CliApi, operationsOf } from './cliApi.ts';
import { detailsOf, didYouMean, exitCodeMeanings, failureCode } from './failure.ts';

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
  exit: (code: number) => void,
): Promise<Command> {
  const program = new Command('oidc-admin')
    .usage('<api> <operation> [options]\n       oidc-admin doctor [address] [options]')
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
        parent === null
          ? commands.flatMap((one) => (one.commands.length === 0 ? [one] : one.commands))
          : [...commands],
    });
  addHelpRows(program, 'Exit codes:', Object.entries(exitCodeMeanings), 'afterAll');
  refuseCommand(program, 'API');
  for (const [name, api] of Object.entries(apis)) {
    const command = program.command(name);
    declareApi(command, name, api);
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
      const own = command.commands.find((one) => one.name() === operation.id);
      if (own !== undefined && args.includes(operation.id))
        declareOperation(own, commandLine, operation, terminal, signal);
    }
  }
  const doctor = program
    .command('doctor')
    .summary('Say why a sign-in would fail, before anything is saved')
    .helpGroup('All APIs:');
  if (args.includes('doctor')) {
    const { declareDoctor } = await import('./doctor/declareDoctor.ts');
    await declareDoctor(doctor, apis, terminal, signal, exit);
  }
  return program;
}

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
      const program = await programOf(args, apis, terminal, signal, (code) => {
        ownCode = code;
      });
      await program.parseAsync(args, { from: 'user' });
    },
    terminal,
    failureCode,
    detailsOf,
  );
  return failed === 0 ? ownCode : failed;
}
