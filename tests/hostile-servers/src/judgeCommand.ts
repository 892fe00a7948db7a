import { join } from 'node:path';
import type { Ending } from './behaviour.ts';
import { timeoutOf, type Case } from './cases.ts';
import { wrongInAny } from './judge.ts';
import { runChild } from './runChild.ts';

const program = join(import.meta.dirname, '../../../apps/cli/src/main.ts');
const exitCodes: Readonly<Record<Ending, number>> = { done: 0, refused: 1, unusable: 3 };

/** One call of the command line: its exit code, and what it says. Answers what is wrong. */
export async function judgeCommand(given: Case, longestMs: number): Promise<string[]> {
  const { name, api, behaviour, environment, secrets } = given;
  const words = [api.name, ...api.operation, '--timeout', String(timeoutOf(given) / 1000)];
  const result = await runChild(program, words, environment, { longestMs });
  const wanted = exitCodes[behaviour.call];
  const lines = [
    ...wrongInAny(result, secrets(), longestMs),
    ...(result.code === wanted ? [] : [`exit ${result.code} instead of ${wanted}: ${result.err}`]),
  ];
  return lines.map((line) => `command ${name}: ${line}`);
}
