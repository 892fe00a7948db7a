import { constants } from 'node:buffer';
import { statSync } from 'node:fs';
import { UsageError, withoutValue, writtenFile } from '@oidc-admin/client/terminal';
import {
  judgeTraffic,
  matterTogether,
  ownTraffic,
  readHar,
  readRecord,
  readRecordTraffic,
  runNetwork,
  severalFiles,
  startJudgingProxy,
  TrafficJudge,
  trafficFindingText,
  trafficReportText,
  trafficVerdict,
  UnreadableTraffic,
  wayTo,
  type TrafficExchange,
  type TrafficVerdict,
} from '@oidc-admin/conformance';
import { strictContract, type Contract } from '@oidc-admin/contract';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { apiEntry, contractNamed, knownApis } from './apiEntry.ts';
import type { Console } from './processConsole.ts';

const exitCodeOf: Readonly<Record<TrafficVerdict, number>> = {
  noViolation: 0,
  violations: 1,
  nothingJudged: 2,
};

interface JudgeFlags {
  readonly api?: string;
  readonly strict?: boolean;
  readonly untouched?: boolean;
}

interface ProxyFlags extends JudgeFlags {
  readonly target: string;
  readonly port: number;
  readonly proxy?: string;
  readonly caFile?: string;
}

/** Exchanges of a HAR file, or of a record of ours. */
function readTraffic(path: string): readonly TrafficExchange[] {
  // A file that is not there is told where it is read.
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > constants.MAX_STRING_LENGTH)
    throw new UsageError(
      `${path} has more than ${Math.floor(constants.MAX_STRING_LENGTH / 2 ** 20)} MiB, more than can be read at once: leave out bodies of other hosts, or judge in parts`,
    );
  const text = writtenFile(path, path);
  try {
    return text.startsWith('{"event":') ? readRecordTraffic(readRecord(text)) : readHar(text);
  } catch (error) {
    const reason = error instanceof UnreadableTraffic ? error.message : 'it is damaged';
    throw new UsageError(`${path} is no HAR file and no record of a run: ${reason}`, {
      cause: error,
    });
  }
}

/** The API of which most of the traffic is. */
async function apiOf(exchanges: readonly TrafficExchange[]): Promise<string> {
  const counts: [string, number][] = [];
  for (const api of knownApis) {
    counts.push([api, ownTraffic(await contractNamed(api), exchanges).length]);
  }
  const [most] = counts.toSorted(([, one], [, other]) => other - one);
  if (most === undefined || most[1] === 0)
    throw new UsageError(
      `no request of this traffic is one of ${knownApis.join(' or ')}; is a base path other than the specification's in front?`,
    );
  return most[0];
}

async function contractOf(api: string, { strict = false }: JudgeFlags): Promise<Contract> {
  const contract = await contractNamed(api);
  return strict ? strictContract(contract) : contract;
}

async function judgeFiles(
  files: readonly string[],
  flags: JudgeFlags,
  console: Console,
): Promise<number> {
  const exchanges = severalFiles(files.map((path) => readTraffic(path)));
  const api = flags.api ?? (await apiOf(exchanges));
  const access = await apiEntry(api).access();
  const settings = access.settings(console.environment);
  const judge = judgeTraffic(await contractOf(api, flags), exchanges, settings, access);
  console.out(trafficReportText(judge, flags.untouched));
  return exitCodeOf[trafficVerdict(judge)];
}

async function judgeLive(flags: ProxyFlags, console: Console): Promise<number> {
  const { api = '' } = flags;
  const access = await apiEntry(api).access();
  const settings = access.settings(console.environment);
  const { environment, ca } = wayTo(flags.target, flags, console.environment);
  const contract = await contractOf(api, flags);
  const judge = new TrafficJudge(contract, settings, access);
  const shown = new Set<string>();
  const onExchange = (exchange: TrafficExchange, overlaps: boolean): void => {
    for (const finding of judge.take(exchange, overlaps)) {
      // Each clause once while it runs; the report at the end has all.
      if (shown.has(finding.clause) || finding.because !== undefined) continue;
      shown.add(finding.clause);
      console.err(trafficFindingText(judge, finding.clause, [finding]));
    }
  };
  using stopped = console.stopOnSignal({ watchStarters: true });
  // Nobody reads any more what it tells.
  const forget = console.onGone(() => stopped.stop());
  await using proxy = await startJudgingProxy({
    target: flags.target,
    port: flags.port,
    network: runNetwork(environment, ca),
    matterTogether: matterTogether(contract),
    onExchange,
  }).catch((error: Error) => {
    throw new UsageError(`--port ${flags.port}: ${error.message}`, { cause: error });
  });
  console.err(
    `Judging what passes from ${proxy.url} to ${flags.target}. Ctrl-C ends, and prints the report.\n`,
  );
  const { promise, resolve } = Promise.withResolvers<void>();
  stopped.signal.addEventListener('abort', () => resolve());
  await promise;
  forget();
  console.out(trafficReportText(judge, flags.untouched));
  return exitCodeOf[trafficVerdict(judge)];
}

function portFrom(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new InvalidArgumentError('Right is a whole number from 0 to 65535.');
  return port;
}

function originFrom(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '')
    throw new InvalidArgumentError('Right is an http or https URL without credentials.');
  return url.origin;
}

function table(console: Console, ended: (code: Promise<number>) => void): Command {
  const api = (): Option => new Option('--api <API>', 'which specification').choices(knownApis);
  const program = new Command('conformance').exitOverride();
  program
    .command('judge')
    .description('Judges recorded traffic: HAR files of browsers or mitmproxy, or record.ndjson.')
    .argument('<FILE...>')
    .addOption(api())
    .option('--strict', 'every SHOULD counts like a MUST')
    .option('--untouched', 'lists the clauses that the traffic never touched')
    .addHelpText('after', explanation)
    .action((files: readonly string[], flags: JudgeFlags) => {
      ended(judgeFiles(files, flags, console));
    });
  program
    .command('proxy')
    .description('Passes traffic on to a server, and judges every exchange.')
    .requiredOption('--target <URL>', 'the server; the path of each request is kept', originFrom)
    .addOption(api().makeOptionMandatory())
    .option('--port <N>', 'on 127.0.0.1; 0 is a free one', portFrom, 0)
    .option(
      '--proxy <URL>',
      'to the server, in place of HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY',
    )
    .option('--ca-file <FILE>', 'certificates in PEM form, trusted beside the usual ones')
    .option('--strict', 'every SHOULD counts like a MUST')
    .option('--untouched', 'lists the clauses that the traffic never touched')
    .addHelpText('after', explanation)
    .action((flags: ProxyFlags) => {
      ended(judgeLive(flags, console));
    });
  for (const command of program.commands)
    command.exitOverride().configureOutput({ writeOut: console.out, writeErr: () => undefined });
  return program;
}

const explanation = `
Sends nothing of its own. What was written in the traffic must be read in it; what was not seen is unknown and accuses nobody.
Secrets stay in memory. Exit codes: 0 no violation seen, 1 violations, 2 nothing could be judged.
`;

/** `conformance judge FILE…` and `conformance proxy --target URL`: answers the exit code. */
export async function trafficCommand(args: readonly string[], console: Console): Promise<number> {
  let code: Promise<number> = Promise.resolve(0);
  try {
    table(console, (ended) => (code = ended)).parse([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.helpDisplayed') return 0;
    throw new UsageError(`${withoutValue(error.message).replace(/^error: /, '')} See --help.`, {
      cause: error,
    });
  }
  return code;
}
