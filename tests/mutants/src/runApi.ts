import { readFileSync } from 'node:fs';
import { faultAttempts } from './faultAttempts.ts';
import { findFaults } from './findFaults.ts';
import { compareMissed, type KnownMissed } from './missedFaults.ts';

/*
 * node tests/mutants/src/runApi.ts NAME
 *
 * Tells every fault of one API to the checks, and prints what no check of its own clause finds. What can be found by none is
 * listed with its reason in tests/foreign-apis/NAME/missed.json. Ends with 1 where the list and the run differ, where it has more
 * than 3 of 100, or where a fault could not be tried.
 */
const [api = ''] = process.argv.slice(2);
const attempts = (await faultAttempts()).filter((one) => one.api === api);
const breaks = new Map(attempts.map(({ fault, breaks: clauses }) => [fault, clauses]));
const known = knownMissed(api);
const results = await findFaults(attempts.map(({ breaks: _breaks, ...attempt }) => attempt));
const { found, lines } = compareMissed(results, breaks, known);
process.stdout.write(
  [
    `${api === '' ? 'No API' : api}: ${found} of ${results.length} broken servers are found`,
    ...lines,
    ...Object.entries(known).map(([fault, reason]) => `${fault}: not found, since ${reason}`),
    '',
  ].join('\n'),
);
process.exitCode = lines.length === 0 && results.length > 0 ? 0 : 1;

/** The faults of an API that no check can see; none where nobody has written a list. */
function knownMissed(name: string): KnownMissed {
  const file = new URL(`../../foreign-apis/${name}/missed.json`, import.meta.url);
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as KnownMissed;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}
