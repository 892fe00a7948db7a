import { join } from 'node:path';
import { type DoctorCase, elsewhereCode } from './doctorCases.ts';
import type { MadeDiagnosis, WantedDiagnosis } from './doctorChild.ts';
import { wrongInAny } from './judge.ts';
import { runChild } from './runChild.ts';
import { harmfulPart } from './secretsFound.ts';

const library = join(import.meta.dirname, 'doctorChild.ts');
const program = join(import.meta.dirname, '../../../apps/cli/src/main.ts');

const secret = 'client-secret-that-nobody-gets';
const environment = { OIDC_CLIENT_SECRET: secret };

/** The exit codes for a sign-in that will fail, and for one that may. */
const exitCodes = { error: 7, warning: 6 };

/**
 * What never ends is ended by a short time-out, which has to leave time for the document before the keys; all else has as long as it
 * takes on a machine that is busy.
 */
function timeoutOf({ behaviour: { steps }, problems }: DoctorCase): number {
  const isEndless = steps.some(
    (step) =>
      step === 'stay' || (typeof step === 'object' && 'flood' in step && step.times === undefined),
  );
  if (!isEndless) return 20_000;
  return problems.includes('documentUnreachable') ? 1000 : 4000;
}

function wrongProblems({ problems }: DoctorCase, codes: readonly string[], said: string): string[] {
  const isRight = codes.length === 1 && problems.includes(codes[0] ?? '');
  return isRight ? [] : [`found ${codes.join(', ')} instead of ${problems.join(' or ')}: ${said}`];
}

/** All diagnoses of a kind in one process: what one of them leaves behind, the others meet. Answers what is wrong. */
export async function judgeDoctor(
  cases: readonly DoctorCase[],
  longestMs: number,
): Promise<string[]> {
  const [first] = cases;
  if (first === undefined) return [];
  const group = `doctor ${first.name.split('/')[0]}`;
  const wanted = cases.map((one): WantedDiagnosis => ({
    name: one.name,
    issuer: one.issuer,
    timeoutMs: timeoutOf(one),
  }));
  const warmUp: WantedDiagnosis = { name: 'warm-up', issuer: first.upstream, timeoutMs: 60_000 };
  const input = JSON.stringify([warmUp, ...wanted]);
  const result = await runChild(library, [], environment, { input, longestMs });
  const made = result.out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as MadeDiagnosis);
  console.log(`${group}: ${made.length - 1} diagnoses, at most ${Math.round(result.megabytes)} MB`);
  const wrong = wrongInAny(result, [secret], longestMs).map((line) => `${group}: ${line}`);
  if (result.code !== 0) wrong.push(`${group}: ended with ${result.code}: ${result.err}`);
  for (const one of cases) {
    const { codes, milliseconds, said } = made.find(({ name }) => name === one.name) ?? {
      codes: ['nothing'],
      milliseconds: 0,
      said: '',
    };
    const lines = [
      ...wrongProblems(one, codes, said),
      // What is done besides waiting, on a machine that is busy.
      ...(milliseconds <= timeoutOf(one) + 5000 ? [] : [`took ${Math.round(milliseconds)} ms`]),
      ...(harmfulPart(said) === undefined ? [] : ['holds a control character']),
    ];
    wrong.push(...lines.map((line) => `doctor ${one.name}: ${line}`));
  }
  return wrong;
}

/** One call of the command: its exit code, and what it prints for people. Answers what is wrong. */
export async function judgeDoctorCommand(one: DoctorCase, longestMs: number): Promise<string[]> {
  const words = ['doctor', one.issuer, '--timeout', String(timeoutOf(one) / 1000)];
  const result = await runChild(program, words, environment, { longestMs });
  const found = [...result.out.matchAll(/^(error|warning) .*\[(\w+)\]$/gm)];
  const errors = found.filter(
    ([, severity, code]) => severity === 'error' || code === elsewhereCode,
  );
  const codes = errors.map(([, , code = '']) => code);
  const exitCode = codes.every((code) => code === elsewhereCode)
    ? exitCodes.warning
    : exitCodes.error;
  const lines = [
    ...wrongInAny(result, [secret], longestMs),
    ...(result.code === exitCode ? [] : [`exit ${result.code}: ${result.err}`]),
    ...wrongProblems(one, codes, result.out),
  ];
  return lines.map((line) => `doctor command ${one.name}: ${line}`);
}
