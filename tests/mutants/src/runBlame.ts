import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { apis, type ApiName } from '@oidc-admin/conformance/testing';
import { strictContract, type Contract } from '@oidc-admin/contract';
import { blameName, blamePage, figuresOf } from './blamePage.ts';
import { openBlameRecords } from './blameRecords.ts';
import type { Blame, BlameAttempt } from './blameServer.ts';
import { faultAttempts } from './faultAttempts.ts';
import { faultPairs, isNamed, missedOf } from './faultPairs.ts';
import { inWorkers } from './inWorkers.ts';

/*
 * Counts the findings that one fault gives in the report of a whole run, and looks whether two faults at once are both named.
 * `--every N` takes every Nth fault, `--pairs N` so many pairs, `--write` writes docs/faults.md. `--go-on` takes what a count of
 * the same sources that was stopped had found before; what could not be tried is tried again, once in each count. Ends with 1 where the median is not one, where a fault of a single
 * clause is not named, or where one of two faults hides the other.
 */
const root = new URL('../../../', import.meta.url);
const page = new URL('docs/faults.md', root);
const records = openBlameRecords(
  fileURLToPath(new URL('reports/blame.ndjson', root)),
  process.argv.includes('--go-on'),
);
const problems: string[] = [];
/** Many checks wait in vain where a server does not answer, and are repeated. */
const longest = 180_000;

function optionOf(name: string, otherwise: number): number {
  const at = process.argv.indexOf(name);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
}

function attemptName(attempt: BlameAttempt): string {
  return `${blameName(attempt)}${attempt.quick === true ? ', quick' : ''}`;
}

const before = new Map(records.before.map((blame) => [attemptName(blame), blame]));

async function blamesOf(attempts: readonly BlameAttempt[]): Promise<readonly Blame[]> {
  const file = new URL('blameWorker.ts', import.meta.url);
  const counted = new Map(before);
  const leftOf = (): readonly BlameAttempt[] =>
    attempts.filter((attempt) => !counted.has(attemptName(attempt)));
  const failed = new Map<string, string>();
  // A machine that is overloaded is too slow for some: they are tried once more at the end.
  for (let round = 0; round < 2; round += 1)
    await inWorkers<BlameAttempt, Blame>(file, leftOf(), longest, (result) => {
      if ('failed' in result) {
        failed.set(attemptName(result), result.failed);
        return;
      }
      counted.set(attemptName(result), result);
      records.add(result);
    });
  problems.push(
    ...leftOf().map(
      (left) => `${blameName(left)}: ${failed.get(attemptName(left)) ?? 'not tried'}`,
    ),
  );
  return attempts.flatMap((attempt) => counted.get(attemptName(attempt)) ?? []);
}

const began = performance.now();
const all = await faultAttempts();
const every = optionOf('--every', 1);
const singles = all
  .filter((_, index) => index % every === every - 1)
  .map(({ api, fault, operation }): BlameAttempt => ({
    api,
    faults: [fault],
    ...(operation === undefined ? {} : { operation }),
  }));
const contracts = new Map<ApiName, Contract>();
for (const api of Object.keys(apis) as ApiName[])
  contracts.set(api, strictContract((await apis[api].createMock())().contract));
const pairs = faultPairs(contracts, optionOf('--pairs', 0));
const ofSingles = await blamesOf(singles);
const ofPairs = await blamesOf(pairs.map((pair) => ({ ...pair, quick: true })));
// What a quick run does not see says nothing: all checks decide.
const doubted = ofPairs.filter((blame) => missedOf(blame).length > 0);
const again = await blamesOf(doubted.map(({ api, faults }) => ({ api, faults })));
const missed = again.flatMap((blame) => missedOf(blame).map((id) => ({ blame, id })));
const alone = await blamesOf(
  missed.map(({ blame: { api }, id }) => ({ api, faults: [`break:${id}`] })),
);
// What is no finding of its own either where it is the only fault is not hidden by the other one.
const hidden = missed.filter(({ id }) =>
  alone.every(({ faults: [fault], ...blame }) => fault !== `break:${id}` || isNamed(blame, id)),
);
const counted = [...ofSingles, ...ofPairs.filter((blame) => !doubted.includes(blame)), ...again];
const blames = counted.filter(({ faults }) => faults.length === 1);

const figures = figuresOf(blames);
if (blames.length > 0 && figures.median !== 1)
  problems.push(`the median of findings is ${figures.median}, and not 1`);
problems.push(...hidden.map(({ blame, id }) => `${blameName(blame)}: ${id} is not named`));
if (process.argv.includes('--write')) {
  const text = await readFile(page, 'utf8');
  const total = { blames, all: all.length, contracts: [...contracts.values()] };
  // What was counted is said also where a reason is still to be written down.
  try {
    await writeFile(page, blamePage(text, total));
  } catch (error) {
    problems.push(`docs/faults.md is not written: ${(error as Error).message}`);
  }
}
const seconds = Math.round((performance.now() - began) / 1000);
const { attempts, median, mean, ninety, most, one, none } = figures;
const worst = blames
  .toSorted((a, b) => b.findings.length - a.findings.length)
  .slice(0, 20)
  .map((blame) => `${String(blame.findings.length).padStart(4)} ${blameName(blame)}`);
process.stdout.write(
  [
    `${attempts} faults and ${pairs.length} pairs in ${seconds} s, ${before.size} of them found before, ${doubted.length} of the pairs by all checks`,
    ...missed.map(
      ({ blame, id }) =>
        `${blameName(blame)}: ${id} is listed under another finding${hidden.some((other) => other.id === id) ? '' : ', alone too'}`,
    ),
    `findings of one fault: median ${median}, mean ${mean}, nine of ten at most ${ninety}, most ${most}; exactly one ${one}, none ${none}`,
    ...worst,
    ...problems,
    '',
  ].join('\n'),
);
process.exitCode = problems.length > 0 ? 1 : 0;
