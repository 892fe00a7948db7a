import { commanderOutput, type CommandTerminal } from '@oidc-admin/client/terminal';
import { Command, InvalidArgumentError, Option } from 'commander';
import { ownName } from '../mockCommand.ts';
import { wholeNumber } from '../mockFlags.ts';

/** What the options of `pnpm mock record` say. */
export interface RecordOptions {
  readonly target: string;
  readonly api: string;
  readonly port: number;
  readonly writeSeed: string;
  readonly writeBaseline: string;
  readonly proxy?: string;
  readonly caFile?: string;
}

function originIn(text: string): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '')
    throw new InvalidArgumentError('Right is an http or https URL without credentials.');
  return url.origin;
}

/** The command line of `pnpm mock record`. */
export function recordCommand(
  apis: readonly string[],
  terminal: CommandTerminal,
  run: (options: RecordOptions) => Promise<void>,
): Command {
  return new Command(`${ownName} record`)
    .exitOverride()
    .configureOutput(commanderOutput(terminal))
    .showHelpAfterError('See --help.')
    .description(
      'Passes what clients send on to a real server, and learns from it: what is saved there, for --seed of a mock, and where the server differs from the specification.',
    )
    .requiredOption('--target <url>', 'the server; the path of each request is kept', originIn)
    .addOption(new Option('--api <api>', 'which API it has').choices(apis).makeOptionMandatory())
    .addOption(
      new Option('--port <number>', 'on 127.0.0.1; 0 takes a free one')
        .default(0)
        .argParser(wholeNumber(0, 65_535)),
    )
    .option('--write-seed <file>', 'what is saved there', 'seed.json')
    .option(
      '--write-baseline <file>',
      'the clauses that it breaks, for --baseline of the checks',
      'baseline.yaml',
    )
    .option(
      '--proxy <url>',
      'to the server, in place of HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY',
    )
    .option('--ca-file <file>', 'certificates in PEM form, trusted beside the usual ones')
    .helpOption('-h, --help', 'this text')
    .addHelpText(
      'after',
      `
Ctrl-C ends, and writes both files; one that is there is refused at the start. Nothing is sent but what clients send. Every
secret is replaced: a mock that starts with the seed has 'replaced-secret' in its place. What no client asked for is not known,
and is not in the seed.

Exit codes:
  0  both files were written
  1  could not listen or write, or nothing of this API passed
  2  wrong arguments`,
    )
    .action((options: RecordOptions) => run(options));
}
