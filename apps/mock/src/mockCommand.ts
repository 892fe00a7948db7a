import { commanderOutput, type CommandTerminal } from '@oidc-admin/client/terminal';
import { Argument, Command, InvalidArgumentError, Option } from 'commander';

/** What the options of `pnpm mock` say. */
export interface MockCommandOptions {
  readonly port: number;
  readonly host: string;
  readonly seed?: string;
  readonly state?: string;
  readonly sessionTimeout?: number;
  readonly reach?: true;
  /** Each `NAME` or `NAME@OPERATION`. */
  readonly fault?: readonly string[];
  readonly listFaults?: true;
  readonly control?: string;
  readonly quiet?: true;
  /** Where the authority of a certificate is written that is made at the start. */
  readonly tls?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
}

function wholeNumber(from: number, to: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= from && value <= to) return value;
    throw new InvalidArgumentError(`It is no whole number from ${from} to ${to}.`);
  };
}

/** The command line of `pnpm mock`: every option once, for the parser and the help. */
export function mockCommand(
  apis: readonly string[],
  terminal: CommandTerminal,
  run: (apis: readonly string[], options: MockCommandOptions) => Promise<void>,
): Command {
  return new Command('pnpm mock')
    .exitOverride()
    .configureOutput(commanderOutput(terminal))
    .showHelpAfterError('See --help.')
    .usage('[api...] [options]')
    .description('Starts mocks that remember what is saved on them.')
    .addArgument(new Argument('[api...]', 'all where left out').choices(apis))
    .addOption(
      new Option('--port <number>', 'of the first mock, the next ones follow; 0 takes free ones')
        .default(4100)
        .argParser(wholeNumber(0, 65_535)),
    )
    .option('--host <address>', 'to listen on', '127.0.0.1')
    .option('--seed <file>', 'JSON of what is saved at the start: {"API": {"resources": {…}}}')
    .option(
      '--state <file>',
      'keeps the state across restarts, for one mock at a time; holds secrets. With several APIs, <file>.API',
    )
    .option(
      '--session-timeout <seconds>',
      'how long a session lasts without a request',
      wholeNumber(1, 1e9),
    )
    .option('--reach', 'really asks the URLs that a server has to reach')
    .option(
      '--fault <name>',
      'wrong behaviour to show, for one operation with NAME@OPERATION; repeatable',
      (fault, others: readonly string[] | undefined) => [...(others ?? []), fault],
    )
    .option('--list-faults', 'prints every fault and ends')
    .option(
      '--control <prefix>',
      'offers state, reset, requests and faults below this path, such as /__mock',
    )
    .option(
      '--tls <file>',
      'speaks https, with a certificate that is made now; writes the authority to trust to <file>',
    )
    .option('--tls-cert <file>', 'speaks https with this certificate, in PEM')
    .option('--tls-key <file>', 'the key of that certificate, in PEM')
    .option('--quiet', 'no line for each request')
    .helpOption('-h, --help', 'this text')
    .addHelpText(
      'after',
      `
A line for each request goes to standard error: method, path, status, and the clause that refused
it; never a secret.

What --control offers is for this machine only: localhost, 127.0.0.1 and [::1], and pages of these.
With MOCK_CONTROL_TOKEN in the environment, whoever sends that in the header x-mock-token may come from elsewhere.

Exit codes:
  0    stopped by Ctrl-C, SIGTERM or a terminal that was closed
  1    could not listen or write, or failed
  2    wrong arguments
  130  ended at once, by a second Ctrl-C, or because an orderly end took too long`,
    )
    .action((given: readonly string[], options: MockCommandOptions) =>
      run(given.length > 0 ? [...new Set(given)] : apis, options),
    );
}
