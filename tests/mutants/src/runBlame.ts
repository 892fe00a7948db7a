import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { apis, type ApiName } from '@oidc-admin/conformance/testing';
import { strictContract, type Contract } from '@oidc-admin/contract';
import { blameName, blamePage, figuresOf } from './blamePage.ts';
import type { Blame, BlameAttempt } from './blameServer.ts';
import { faultAttempts } from './faultAttempts.ts';
import { faultPairs, isNamed, missedOf } from './faultPairs.ts';
import { inWorkers, type NotTried } from './inWorkers.ts';

/*
 * Counts the findings that one fault gives in the report of a whole run, and looks whether two faults at once are both named.
 * `--every N` takes every Nth fault, `--pairs N` so many pairs, `--write` writes docs/faults.md. `--go-on` takes what a count of
 * the same sources that was stopped had found before. Ends with 1 where the median is not one, where a fault of a single
 * clause is not named, or where one of two faults hides the other.
 */
const root = new URL('../../../', import.meta.url);
const page = new URL('docs/faults.md', root);
const records = new URL('reports/blame.ndjson', root);
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

/** What a count that was stopped had found, by the attempt; a line that was not finished, and what could not be tried, is not it. */
function foundBefore(): ReadonlyMap<string, Blame> {
  if (!process.argv.includes('--go-on') || !existsSync(records)) return new Map();
  const lines = readFileSync(records, 'utf8').split('\n').slice(0, -1);
  const results = lines.map((line) => JSON.parse(line) as Blame | NotTried<BlameAttempt>);
  return new Map(
    results.flatMap((result) => ('failed' in result ? [] : [[attemptName(result), result]])),
  );
}

async function blamesOf(attempts: readonly BlameAttempt[]): Promise<readonly Blame[]> {
  const file = new URL('blameWorker.ts', import.meta.url);
  const left = attempts.filter((attempt) => !before.has(attemptName(attempt)));
  // As they come: a count takes long, and what was counted before it is stopped is not lost.
  const results = await inWorkers<BlameAttempt, Blame>(file, left, longest, (result) =>
    appendFileSync(records, `${JSON.stringify(result)}\n`),
  );
  const counted = new Map(results.map((result) => [attemptName(result), result]));
  return attempts.flatMap((attempt): readonly Blame[] => {
    const name = attemptName(attempt);
    const result = before.get(name) ?? counted.get(name);
    if (result === undefined) return [];
    if (!('failed' in result)) return [result];
    problems.push(`${blameName(result)}: ${result.failed}`);
    return [];
  });
}

const began = performance.now();
await mkdir(new URL('.', records), { recursive: true });
const before = foundBefore();
await writeFile(
  records,
  [...before.values()].map((blame) => `${JSON.stringify(blame)}\n`).join(''),
);
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
  await writeFile(page, blamePage(text, total));
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
