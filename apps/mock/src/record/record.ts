import { once } from 'node:events';
import { accessSync, constants, existsSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type CommandTerminal, runToExitCode, UsageError } from '@oidc-admin/client/terminal';
import {
  runNetwork,
  startJudgingProxy,
  type TrafficExchange,
  trafficFindingText,
  TrafficJudge,
  wayTo,
} from '@oidc-admin/conformance';
import type { Mock } from '@oidc-admin/mock';
import { flagOf, readApiOptions } from '../apiOptions.ts';
import { apis } from '../generated/apis.ts';
import { ownName } from '../mockCommand.ts';
import { baselineText } from './baselineText.ts';
import { recordCommand, type RecordOptions } from './recordCommand.ts';
import { seedFrom } from './seedFrom.ts';

const known: Readonly<Record<string, (typeof apis)[keyof typeof apis]>> = apis;

/** Runs `pnpm mock record` until it is stopped, and writes what it learned. Answers the exit code. */
export function record(
  args: readonly string[],
  terminal: CommandTerminal,
  signal: AbortSignal,
): Promise<number> {
  const command = recordCommand(Object.keys(known), terminal, async (options) => {
    for (const [flag, path] of [
      ['--write-seed', options.writeSeed],
      ['--write-baseline', options.writeBaseline],
    ] as const)
      refuseUnwritable(`${flag} ${path}`, path);
    await pass(options, terminal, signal);
  });
  return runToExitCode(
    () => command.parseAsync(args, { from: 'user' }),
    terminal,
    () => 1,
  );
}

/** Refuses before anything is recorded what could not be written after it. */
function refuseUnwritable(what: string, path: string): void {
  if (existsSync(path)) throw new UsageError(`${what}: is there already`);
  const folder = dirname(path);
  try {
    // A file of that name is no folder.
    accessSync(`${folder}/.`, constants.W_OK);
  } catch (error) {
    const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
    throw new UsageError(`${what}: nothing can be written in ${folder} (${code})`, {
      cause: error,
    });
  }
}

/** Writes each file, also where another one fails: a recording cannot be made again. */
function writeNew(...files: readonly (readonly [path: string, text: string])[]): void {
  const failed = files.flatMap(([path, text]) => {
    try {
      writeFileSync(path, text, { flag: 'wx' });
      return [];
    } catch (error) {
      return [(error as Error).message];
    }
  });
  if (failed.length > 0) throw new Error(failed.join('\n'));
}

async function pass(
  { api, target, port, writeSeed, writeBaseline, ...way }: RecordOptions,
  { stdout, stderr, environment }: CommandTerminal,
  signal: AbortSignal,
): Promise<void> {
  const entry = known[api];
  if (entry === undefined) return;
  const settings = await entry.settings();
  const open = settings.filter(({ isSecret }) => isSecret !== true);
  const { given } = readApiOptions(api, open, {}, environment);
  const create: (options: object) => Mock = await entry.createMock();
  const faults = { faults: await entry.faults() };
  const { contract } = create(given);
  const access = await entry.access();
  const judge = new TrafficJudge(contract, access.settings(environment), access);
  // A signature is over the Host that the client wrote.
  const ownHost = Object.values(contract.security).every(({ kind }) => kind !== 'signature');
  const { environment: named, ca } = wayTo(target, way, environment);
  const network = runNetwork(named, ca);
  const shown = new Set<string>();
  const onExchange = (exchange: TrafficExchange, overlaps: boolean): void => {
    for (const finding of judge.take(exchange, overlaps)) {
      // Each clause once while it runs; the baseline has all.
      if (shown.has(finding.clause)) continue;
      shown.add(finding.clause);
      stderr.write(`${trafficFindingText(judge, finding.clause, [finding])}\n`);
    }
  };
  {
    await using proxy = await startJudgingProxy({ target, port, network, onExchange, ownHost });
    stdout.write(
      `${proxy.url}${contract.basePath} goes on to ${target}. Ctrl-C ends, and writes.\n`,
    );
    if (!signal.aborted) await once(signal, 'abort');
  }
  if (judge.judged === 0)
    throw new Error(`nothing of ${api} passed: was the client given the address above?`);
  const seed = seedFrom(judge.recorded, contract, settings, (parents) =>
    create({ ...given, ...parents, ...faults }),
  );
  writeNew(
    [writeSeed, `${JSON.stringify({ [api]: { resources: seed.resources } }, undefined, 2)}\n`],
    [writeBaseline, baselineText(judge, target, seed.mock.faults.list())],
  );
  for (const line of seed.leftOut) stderr.write(`not in the seed: ${line}\n`);
  const flags = Object.entries(seed.parents).map(
    ([option, values]) => ` ${flagOf(api, option)} ${values.join(',')}`,
  );
  stdout.write(
    `${judge.judged} exchanges: ${seed.count} saved in ${writeSeed}, ${judge.broken.size} broken clauses in ${writeBaseline}.\n` +
      `Work with it: ${ownName} ${api} --seed ${writeSeed}${flags.join('')}\n`,
  );
}
