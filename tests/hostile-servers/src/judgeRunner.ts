import { join } from 'node:path';
import type { RunEnding } from './behaviour.ts';
import type { Case } from './cases.ts';
import { wrongInAny } from './judge.ts';
import { runChild } from './runChild.ts';

const program = join(import.meta.dirname, '../../../apps/conformance/src/main.ts');

/** What a report says of each target, in their order, and of all. */
interface Verdicts {
  readonly verdict: string;
  readonly targets: readonly { readonly verdict: string; readonly reasons: readonly unknown[] }[];
}

const exitCodes: Readonly<Record<RunEnding, number>> = {
  conformant: 0,
  violations: 1,
  incomplete: 2,
  flaky: 3,
  unreachable: 5,
  unauthorised: 6,
  rateLimited: 7,
};

function wrongEnding({ behaviour }: Case, target: Verdicts['targets'][number] | undefined) {
  const { verdict, reasons } = target ?? { verdict: 'nothing', reasons: [] };
  if (behaviour.run.some((ending) => ending === verdict)) return [];
  return [`${verdict} instead of ${behaviour.run.join(' or ')}: ${JSON.stringify(reasons)}`];
}

/** Whether a server may be found not to answer. */
export function mayTimeOut({ behaviour }: Case): boolean {
  return behaviour.run.includes('unreachable');
}

/**
 * A run of the checks of one operation at servers of one kind, several at a time in one process: its verdicts, its exit code, what
 * it prints and all that it writes. Answers what is wrong.
 */
export async function judgeRunner(cases: readonly Case[], longestMs: number): Promise<string[]> {
  const [first] = cases;
  if (first === undefined) return [];
  const { api, environment } = first;
  // Of one request; a run has some of them after each other. What may not end by a time-out has long enough on a busy machine.
  const seconds = cases.every(mayTimeOut) ? 2 : 15;
  const [only = ''] = api.operation;
  const group = `runner ${first.name.split('/')[0]} of ${api.name}`;
  const flags = ['--only', only, '--quick', '--timeout', String(seconds), '--seed', '1'];
  const words = [
    ...cases.flatMap(({ server }) => ['--target', `${api.name}=${server.url}`]),
    ...flags,
    '--accept-incomplete',
    '--report-dir',
    'report',
  ];
  const result = await runChild(program, words, environment, { longestMs });
  const what = cases.length === 1 ? first.name : `${cases.length} targets`;
  console.log(`${group}: ${what}, at most ${Math.round(result.megabytes)} MB`);
  const secrets = new Set(cases.flatMap((one) => one.secrets()));
  const wrong = wrongInAny(result, secrets, longestMs).map((line) => `${group}: ${line}`);
  const text = result.written['report/report.json'];
  if (text === undefined) return [...wrong, `${group}: no report: ${result.err.slice(-600)}`];
  const report = JSON.parse(text) as Verdicts;
  if (result.code !== exitCodes[report.verdict as RunEnding])
    wrong.push(`${group}: exit ${result.code}, though the verdict is ${report.verdict}`);
  for (const [index, one] of cases.entries())
    for (const line of wrongEnding(one, report.targets[index]))
      wrong.push(`runner ${one.name}: ${line}`);
  return wrong;
}
