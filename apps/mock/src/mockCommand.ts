import { commanderOutput, type CommandTerminal } from '@oidc-admin/client/terminal';
import { Argument, Command, type Option } from 'commander';
import { mockFlags } from './mockFlags.ts';
import { takeVariables, variableOf } from './variables.ts';

/** What the options of `pnpm mock` say. */
export interface MockCommandOptions {
  readonly port: number;
  readonly host: string;
  readonly seed?: string;
  readonly state?: string;
  readonly sessionTimeout?: number;
  readonly reach?: true;
  /** Each `NAME`, `NAME@OPERATION`, and behind it options such as `?times=2`. */
  readonly fault?: readonly string[];
  readonly latency?: number;
  readonly failRate?: number;
  readonly failSeed?: number;
  readonly fromEnvironment?: true;
  readonly listFaults?: true;
  readonly control?: string;
  readonly sandboxes?: number;
  readonly quiet?: true;
  /** Where the authority of a certificate is written that is made at the start. */
  readonly tls?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
}

/** With the flags of each API's own settings. */
export type GivenOptions = MockCommandOptions & Readonly<Record<string, unknown>>;

const explanation = `
A line for each request goes to standard error: method, path, status, and the clause that refused
it; never a secret.

Each option has the variable in brackets. A flag comes first, then that variable, then with
--from-environment the variables of the clients, then the default. For yes and no, a variable is 1 or 0;
several faults have commas between them. A secret is no argument: its option names a file.

\`record --help\` says how a real server is recorded into a seed.

/health answers 200 where the API itself has nothing there.

What --control offers is for this machine only: localhost, 127.0.0.1 and [::1], and pages of these.
With MOCK_CONTROL_TOKEN in the environment, whoever sends that in the header x-mock-token may come from elsewhere.

Exit codes:
  0    stopped by Ctrl-C, SIGTERM or a terminal that was closed
  1    could not listen or write, or failed
  2    wrong arguments
  130  ended at once, by a second Ctrl-C, or because an orderly end took too long`;

/** What the command is called: within the repository, and where it is installed. */
export const ownName = import.meta.filename.endsWith('.ts') ? 'pnpm mock' : 'oidc-admin-mock';

/**
 * The command line of `pnpm mock`: every option once, for the parser, the help and the variables. `own` are the flags of each
 * API's own settings.
 */
export function mockCommand(
  apis: readonly string[],
  own: readonly Option[],
  terminal: CommandTerminal,
  run: (apis: readonly string[], options: GivenOptions) => Promise<void>,
): Command {
  const command = new Command(ownName)
    .exitOverride()
    .configureOutput(commanderOutput(terminal))
    .showHelpAfterError('See --help.')
    .usage('[api...] [options]')
    .description('Starts mocks that remember what is saved on them.')
    .addArgument(new Argument('[api...]', 'all where left out').choices(apis))
    .helpOption('-h, --help', 'this text');
  for (const option of [...mockFlags(), ...own]) command.addOption(option);
  return command
    .configureHelp({
      optionDescription: (option) => {
        const variable = variableOf(option);
        const preset: unknown = option.defaultValue;
        return [
          option.description,
          ...(preset === undefined ? [] : [` (default: ${JSON.stringify(preset)})`]),
          ...(variable === undefined ? [] : [` [${variable}]`]),
        ].join('');
      },
    })
    .hook('preAction', () => takeVariables(command, terminal.environment))
    .addHelpText('after', explanation)
    .action((given: readonly string[], options: GivenOptions) =>
      run(given.length > 0 ? [...new Set(given)] : apis, options),
    );
}
