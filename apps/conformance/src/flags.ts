import { Command, InvalidArgumentError, Option } from 'commander';
import type { RunArguments } from './conformanceCommand.ts';

/** What the table reads. An option that was not given is not there. */
export interface Flags extends Pick<
  RunArguments,
  | 'acceptIncomplete'
  | 'allowFlaky'
  | 'baseline'
  | 'cleanUp'
  | 'dryRun'
  | 'leaveChanged'
  | 'maxRequests'
  | 'quick'
  | 'replay'
  | 'rerun'
  | 'requestsPerSecond'
  | 'seed'
  | 'shard'
  | 'strict'
  | 'writeBaseline'
> {
  readonly target?: readonly string[];
  readonly targetFile?: readonly string[];
  readonly existing?: readonly string[];
  readonly only?: readonly string[];
  readonly fault?: readonly string[];
  readonly allowWrites?: true;
  readonly disposable?: true;
  readonly originalSecret: boolean;
  /** Seconds. */
  readonly timeout?: number;
  readonly proxy?: string;
  readonly caFile?: string;
  readonly list?: true;
  readonly listFaults?: true;
  readonly listVariables?: true;
  readonly compare?: readonly string[];
  readonly report?: string;
  readonly merge?: readonly string[];
  readonly reportDir?: string;
}

function numberFrom(from: number, to: number, whole = false): (text: string) => number {
  return (text) => {
    const value = Number(text);
    const fits = text.trim() !== '' && value >= from && value <= to;
    if (!fits || (whole && !Number.isInteger(value)))
      throw new InvalidArgumentError(
        `Right is a ${whole ? 'whole ' : ''}number from ${from} to ${to}.`,
      );
    return value;
  };
}

function shardOf(text: string): { index: number; count: number } {
  const [, index = 0, count = 0] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  if (index < 1 || index > count)
    throw new InvalidArgumentError('Right is i/n, such as 1/3, with i from 1 to n.');
  return { index, count };
}

function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** What means nothing where a record is read. */
const ofRuns = [
  'target',
  'targetFile',
  'existing',
  'leaveChanged',
  'allowWrites',
  'disposable',
  'cleanUp',
  'requestsPerSecond',
  'maxRequests',
  'only',
  'replay',
  'rerun',
  'writeBaseline',
  'quick',
  'seed',
  'shard',
  'fault',
  'dryRun',
];

const explanation = `
Without a target it starts the embedded mocks, so it needs nothing. API is a folder of specs/; all where left out.
Without a level it sends only what changes nothing, and log-on and log-off.
Output: progress on standard error, failures and a summary on standard output; the report's directory holds report.json,
junit.xml, ctrf.json, index.html and the record, record.ndjson, which is written while the run goes on.

Credentials come from the environment: --list-variables names all that is read.

Other commands, each with --help: judge FILE... holds recorded traffic against a specification, proxy --target URL what passes
through it; neither sends anything. verify claim.yaml record.ndjson checks what a run claims.

Exit codes: 0 conformant at this level, or for the operations that the server has, or but for failures that are expected;
1 violations; 2 incomplete: a mistake in the arguments, nothing was selected or verified, something was not put back, a list
could not be read to its end or was changed by others meanwhile, no check verifies a clause (with --strict), or a credential is
missing for a clause of this level; 3 flaky; 4 a mistake of this tool; 5 the target does not answer; 6 it refuses the credentials;
7 it answers 429; 8 a report could not be written; 130 ended at once by a second Ctrl-C.
`;

/** The one table of options: what is read, and what `--help` prints. */
export function flagTable(): Command {
  return new Command('conformance')
    .description(
      'Checks servers against the specifications in specs/, and names every clause they break.',
    )
    .argument('[API...]')
    .optionsGroup('Targets')
    .option('--target <URL>', 'the server to check; repeatable as API=URL', collect)
    .option('--target-file <FILE>', 'a server and what is known of it, YAML; repeatable', collect)
    .option('--existing <RESOURCE=KEY>', 'what is there already, to work on; repeatable', collect)
    .option('--allow-writes', 'writes, and puts back what it can; says beforehand what it cannot')
    .addOption(
      new Option('--disposable', 'the target is a sandbox that may be left changed').conflicts(
        'allowWrites',
      ),
    )
    .option('--no-original-secret', 'a configuration is put back without its client secret')
    .option('--leave-changed', 'what is written and cannot be put back or deleted stays')
    .option('--clean-up', 'first removes what killed runs left on the target')
    .option('--timeout <SECONDS>', 'for one request; 10 unless given', numberFrom(0.001, 3600))
    .option('--proxy <URL>', 'in place of HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY')
    .option('--ca-file <FILE>', 'certificates in PEM form, trusted beside the usual ones')
    .option('--requests-per-second <N>', 'at most', numberFrom(0.01, 1_000_000))
    .option(
      '--max-requests <N>',
      'what remains is not run',
      numberFrom(1, Number.MAX_SAFE_INTEGER, true),
    )
    .optionsGroup('What is checked')
    .option(
      '--only <NAME>',
      'an operation, resource, clause or check, * for any characters; repeatable',
      collect,
    )
    .option('--replay <CHECK>', 'one check, by the id that a report gives')
    .addOption(
      new Option('--rerun <REPORT>', 'what failed or was not run in a report.json').conflicts([
        'only',
        'replay',
        'shard',
      ]),
    )
    .option('--quick', 'one check for each clause; the report says what is left out')
    .option('--seed <N>', 'of everything random; in every report', numberFrom(0, 2 ** 31 - 1, true))
    .option('--baseline <FILE>', 'expected failures, a list of {clause, reason}; a stale one fails')
    .option('--accept-incomplete', 'exit 0 also where a missing credential left clauses out')
    .option('--allow-flaky', 'exit 0 also where checks failed that passed when repeated')
    .option('--strict', 'every SHOULD counts like a MUST: our readings too; so for the mocks')
    .option('--shard <I/N>', 'one of N parts', shardOf)
    .option('--fault <NAME>', 'switches a fault of the embedded mocks on; repeatable', collect)
    .optionsGroup('Instead of a run')
    .option('--list', 'every clause: id, binding, authority, owner, level, rows of the facts')
    .option('--list-faults', 'the faults of the embedded mocks')
    .option('--list-variables', 'what is read from the environment, for each API')
    .option('--dry-run', 'what would be sent; sends nothing to the target')
    .option('--compare <REPORT...>', 'what became of each clause in two reports')
    .addOption(
      new Option('--report <RECORD>', 'makes every report again, also of a killed run').conflicts(
        ofRuns,
      ),
    )
    .addOption(
      new Option(
        '--merge <RECORD...>',
        'makes one report of the records of several shards',
      ).conflicts(['report', ...ofRuns]),
    )
    .optionsGroup('Output')
    .option(
      '--report-dir <DIRECTORY>',
      'where the reports go; reports/conformance, of a replay or rerun the folder replay below it',
    )
    .option(
      '--write-baseline <FILE>',
      'a target file of what the run found; reasons to be filled in',
    )
    .addHelpText('after', explanation);
}
