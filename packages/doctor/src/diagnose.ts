import {
  AbortedError,
  createRedactor,
  type ServiceTest,
  type SignInValues,
} from '@oidc-admin/client';
import { checks } from './checks/index.ts';
import { networkOf, type DoctorSurroundings } from './doctorSurroundings.ts';
import type { Evidence } from './evidence.ts';
import { gatherEvidence } from './gatherEvidence.ts';
import type { SignInFinding, Severity, Unchecked } from './signInFinding.ts';

/** How values are diagnosed. */
export interface DiagnoseOptions {
  /** Milliseconds for everything together; 30000 where left out. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Names proxies, such as `process.env`; none are read but through this. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
  /** What the service said when it tried the provider out itself. */
  readonly serviceTest?: ServiceTest | undefined;
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
}

const severities: readonly Severity[] = ['ok', 'warning', 'error'];

/** The worst severity of some findings; `ok` where there are none. */
export function worstOf(findings: readonly SignInFinding[]): Severity {
  const worst = Math.max(0, ...findings.map(({ severity }) => severities.indexOf(severity)));
  return severities[worst] ?? 'ok';
}

/** No property of a finding is a secret by its name. */
const redactor = createRedactor({
  properties: [],
  query: [],
  headers: [],
  wholeResponses: [],
  wholeQueries: [],
});

/** What all checks say of some evidence. */
function judged(evidence: Evidence): Omit<Diagnosis, 'severity'> {
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

/**
 * Finds out why a sign-in with these values would fail, from what the provider publishes; sends no secret, and changes nothing.
 * Answers what was found, also where nothing could be reached; rejects only with an `AbortedError`, where `signal` ends it.
 */
export async function diagnose(
  values: SignInValues,
  options: DiagnoseOptions = {},
): Promise<Diagnosis> {
  const { timeoutMs = 30_000, signal: given, environment = {}, serviceTest } = options;
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(), timeoutMs);
  const signal = given === undefined ? ending.signal : AbortSignal.any([given, ending.signal]);
  try {
    const surroundings = options.surroundings ?? (await networkOf(environment, values.certificate));
    const evidence = await gatherEvidence(values, { surroundings, signal, serviceTest });
    if (given?.aborted === true)
      throw new AbortedError({ message: "doctor: aborted by the caller's signal" });
    const secrets = values.clientSecret === undefined ? [] : [values.clientSecret];
    const found = redactor.value(judged(evidence), secrets) as Omit<Diagnosis, 'severity'>;
    return { severity: worstOf(found.findings), ...found };
  } finally {
    clearTimeout(timer);
  }
}
