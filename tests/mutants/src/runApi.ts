import { faultAttempts } from './faultAttempts.ts';
import { isFound } from './faultyServer.ts';
import { findFaults } from './findFaults.ts';

/*
 * node tests/mutants/src/runApi.ts NAME
 *
 * Tells every fault of one API to the checks, and prints what no check of its own clause finds. Ends with 1 where there is
 * such a fault, or where one could not be tried.
 */
const [api] = process.argv.slice(2);
const attempts = (await faultAttempts()).filter((one) => one.api === api);
const breaks = new Map(attempts.map(({ fault, breaks: clauses }) => [fault, clauses]));
const results = await findFaults(attempts.map(({ breaks: _breaks, ...attempt }) => attempt));
const missed = results.flatMap((result) => {
  const { fault, operation } = result;
  const name = operation === undefined ? fault : `${fault}, in ${operation} only`;
  if ('failed' in result) return [`${name}: could not be tried: ${result.failed}`];
  if (isFound({ name: fault, breaks: breaks.get(fault) ?? [] }, result)) return [];
  const named = [...result.clauses, ...result.warnings].join(', ') || 'nothing';
  return [`${name}: no check of its own clause finds it; found: ${named}`];
});
const found = results.length - missed.length;
process.stdout.write(
  [
    `${api ?? 'No API'}: ${found} of ${results.length} broken servers are found`,
    ...missed,
    '',
  ].join('\n'),
);
process.exitCode = missed.length === 0 && results.length > 0 ? 0 : 1;
