import { join } from 'node:path';
import { timeoutOf, type Case } from './cases.ts';
import type { MadeCall, WantedCall } from './clientChild.ts';
import { wrongInAny } from './judge.ts';
import { runChild } from './runChild.ts';
import { secretsFound } from './secretsFound.ts';

const program = join(import.meta.dirname, 'clientChild.ts');

/** All calls of a kind in one process of the client: what one of them leaves behind, the others meet. Answers what is wrong. */
export async function judgeClient(cases: readonly Case[], longestMs: number): Promise<string[]> {
  const [first] = cases;
  if (first === undefined) return [];
  const api = first.api.name;
  const group = `client ${first.name.split('/')[0]} of ${api}`;
  const calls = cases.map((one): WantedCall => ({
    name: one.name,
    api,
    url: one.server.url,
    timeoutMs: timeoutOf(one),
  }));
  const result = await runChild(program, [], first.environment, {
    input: JSON.stringify(calls),
    longestMs,
  });
  const made = result.out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as MadeCall);
  console.log(`${group}: ${made.length} calls, at most ${Math.round(result.megabytes)} MB`);
  const wrong = wrongInAny(
    { ...result, out: '' },
    cases.flatMap((one) => one.secrets()),
    longestMs,
  ).map((line) => `${group}: ${line}`);
  if (result.code !== 0) wrong.push(`${group}: ended with ${result.code}: ${result.err}`);
  for (const one of cases) {
    const call = made.find(({ name }) => name === one.name);
    wrong.push(...wrongInCall(one, call).map((line) => `client ${one.name}: ${line}`));
  }
  return wrong;
}

function wrongInCall(one: Case, call: MadeCall | undefined): string[] {
  const { ending, milliseconds, said } = call ?? { ending: 'nothing', milliseconds: 0, said: '' };
  const wanted = one.behaviour.call;
  return [
    ...(ending === wanted ? [] : [`${ending} instead of ${wanted}: ${said.split('\n')[0]}`]),
    // The call, and signing in and out.
    ...(milliseconds <= 3 * timeoutOf(one) ? [] : [`took ${milliseconds} ms`]),
    ...(secretsFound(said, one.secrets()).length === 0 ? [] : ['gave away a secret']),
  ];
}
