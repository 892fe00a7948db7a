import { AbortedError, type ServiceTest, type SignInValues } from '@oidc-admin/client';
import { causesOf } from './causes.ts';
import { checks } from './checks/index.ts';
import { type DoctorSurroundings, networkOf, type NetworkOptions } from './doctorSurroundings.ts';
import type { Evidence } from './evidence.ts';
import { findingRedactor } from './findingRedactor.ts';
import { gatherEvidence } from './gatherEvidence.ts';
import { attendSignIn, type SignInOptions } from './signIn/attendSignIn.ts';
import type { SignInFinding, Severity, Unchecked } from './signInFinding.ts';

/** How values are diagnosed. */
export interface DiagnoseOptions extends NetworkOptions {
  /** Milliseconds for all that is read, together; 30000 where left out. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** What the service said when it tried the provider out itself. */
  readonly serviceTest?: ServiceTest | undefined;
  /** Has a person sign in for real; left out, nobody is asked, and no secret is sent. */
  readonly signIn?: SignInOptions | undefined;
  /** In place of the network; a test's. */
  readonly surroundings?: DoctorSurroundings | undefined;
}

/** All that was found out about the values of a sign-in, ready for JSON. */
export interface Diagnosis {
  /** The worst of all findings. */
  readonly severity: Severity;
  /** What was looked at, in a fixed order, what is right too. */
  readonly findings: readonly SignInFinding[];
  /** What could not be looked at. */
  readonly unchecked: readonly Unchecked[];
  /** The claims that came with a real sign-in and say something of the user; any of them may hold the user name. */
  readonly claims?: Readonly<Record<string, string>>;
}

const severities: readonly Severity[] = ['ok', 'warning', 'error'];

/** The worst severity of some findings; `ok` where there are none. */
export function worstOf(findings: readonly SignInFinding[]): Severity {
  const worst = Math.max(0, ...findings.map(({ severity }) => severities.indexOf(severity)));
  return severities[worst] ?? 'ok';
}

function withCauses(finding: SignInFinding): SignInFinding {
  const causes = finding.severity === 'ok' ? [] : causesOf(finding.code);
  return causes.length === 0 ? finding : { ...finding, causes };
}

/** A finding, or what a sign-in shows in its place. */
function unlessRefuted(
  finding: SignInFinding,
  refuted: ReadonlyMap<string, string> | undefined,
): SignInFinding {
  const { code, check } = finding;
  const what = refuted?.get(code);
  return what === undefined ? finding : { code: check, check, severity: 'ok', what };
}

/** What all checks say of some evidence. */
function judged(evidence: Evidence) {
  const findings: SignInFinding[] = [];
  const unchecked: Unchecked[] = [];
  for (const [name, check] of Object.entries(checks)) {
    const judgement = check.judge(evidence);
    if ('unchecked' in judgement) unchecked.push({ check: name, why: judgement.unchecked });
    else if ('passed' in judgement) {
      const { passed, copy } = judgement;
      const copied = copy === undefined ? {} : { copy };
      findings.push({ code: name, check: name, severity: 'ok', what: passed, ...copied });
    } else
      for (const { code, ...problem } of judgement.problems)
        findings.push({ code, check: name, severity: check.problems[code] ?? 'error', ...problem });
  }
  return { findings, unchecked };
}

/** Gathers evidence, and stops where its time is over. */
export async function gatherInTime(
  values: SignInValues,
  surroundings: DoctorSurroundings,
  {
    timeoutMs = 30_000,
    signal: given,
    serviceTest,
  }: Pick<DiagnoseOptions, 'timeoutMs' | 'signal' | 'serviceTest'>,
): Promise<Evidence> {
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), timeoutMs);
  const signal = given === undefined ? over.signal : AbortSignal.any([given, over.signal]);
  try {
    return await gatherEvidence(values, { surroundings, signal, serviceTest });
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Finds out why a sign-in with these values would fail, from what the provider publishes; sends no secret, and changes nothing.
 * With `signIn`, a person signs in for real too, and the client secret is sent to the provider. Answers what was found, also
 * where nothing could be reached; rejects only with an `AbortedError`, where `signal` ends it, and with a `ConfigurationError`,
 * where the proxy that it needs cannot be used.
 */
export async function diagnose(
  values: SignInValues,
  options: DiagnoseOptions = {},
): Promise<Diagnosis> {
  const { signal } = options;
  const surroundings = options.surroundings ?? (await networkOf(options, values.certificate));
  const evidence = await gatherInTime(values, surroundings, options);
  const stopIfAborted = (): void => {
    if (signal?.aborted === true)
      throw new AbortedError({ message: "doctor: aborted by the caller's signal" });
  };
  stopIfAborted();
  const judgement =
    options.signIn === undefined
      ? undefined
      : await attendSignIn(
          evidence,
          { surroundings, signal: signal ?? new AbortController().signal },
          options.signIn,
        );
  stopIfAborted();
  const { findings, unchecked } = judged(evidence);
  const whole = {
    findings: [
      ...findings.map((one) => unlessRefuted(one, judgement?.refuted)),
      ...(judgement?.findings ?? []),
    ].map(withCauses),
    unchecked: [
      ...unchecked,
      ...(judgement === undefined ? [{ check: 'signIn', why: 'nobody was asked to sign in' }] : []),
    ],
    ...(judgement === undefined ? {} : { claims: judgement.claims }),
  };
  const secrets = [...(judgement?.secrets ?? [])];
  if (values.clientSecret !== undefined) secrets.push(values.clientSecret);
  const found = findingRedactor.value(whole, secrets) as typeof whole;
  return { severity: worstOf(found.findings), ...found };
}
