import { join } from 'node:path';
import { endlessLists } from './endlessLists.ts';
import { wrongInAny } from './judge.ts';
import { runChild } from './runChild.ts';

const program = join(import.meta.dirname, 'endlessChild.ts');

/** Who meets an endless list, and with which exit code it ends: a run says what it found, all else fails. */
const exitCodes = { runner: 0, client: 1, command: 3 };

/** One that is to meet an endless list. */
export interface EndlessCase {
  /** Of the list. */
  readonly name: string;
  readonly who: keyof typeof exitCodes;
}

export function endlessCases(only: string): readonly EndlessCase[] {
  const all = Object.keys(endlessLists).flatMap((name) =>
    (Object.keys(exitCodes) as EndlessCase['who'][]).map((who) => ({ name, who })),
  );
  return all.filter(({ name }) => `endless/${name}`.includes(only));
}

/** An endless list: who reads it comes to an end, with a message that says what is wrong. Answers what is wrong. */
export async function judgeEndless(
  { name, who }: EndlessCase,
  longestMs: number,
): Promise<string[]> {
  const result = await runChild(program, [who, name], {}, { longestMs });
  const { says = /$^/ } = endlessLists[name] ?? {};
  const said = result.out + result.err;
  const wanted = exitCodes[who];
  const lines = [
    ...wrongInAny(result, [], longestMs),
    ...(says.test(said) ? [] : [`did not say ${says}: ${said.slice(-600)}`]),
    ...(result.code === wanted ? [] : [`exit ${result.code} instead of ${wanted}`]),
    ...(who === 'runner' && said.includes('"verdict":"conformant"') ? ['passed'] : []),
  ];
  return lines.map((line) => `${who} endless/${name}: ${line}`);
}
