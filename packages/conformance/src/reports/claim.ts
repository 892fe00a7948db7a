import { createHash } from 'node:crypto';
import type { Counts, Report, ReportVerdict, TargetReport } from './report.ts';

/** What a run at one target says of it, so short that its owner can publish it. Others check it against the record. */
export interface Claim {
  /** Of this format. */
  readonly version: 1;
  readonly target: string;
  /** As its owner names it. */
  readonly software?: { readonly name: string; readonly version: string };
  readonly api: string;
  readonly specification: { readonly version: string; readonly sha256?: string };
  readonly tool: string;
  /** When the run ended, ISO 8601. */
  readonly date: string;
  /** Those that were switched on in a mock. */
  readonly faults?: readonly string[];
  readonly level: TargetReport['level'];
  readonly strict: boolean;
  readonly verdict: ReportVerdict;
  /** Of all clauses of the specification. */
  readonly clauses: Counts;
  /** Ids of operations that the server is said to lack. */
  readonly unsupported: readonly string[];
  /** Ids of clauses that are known to fail. */
  readonly expected: readonly string[];
  /** SHA-256 of the whole record, hexadecimal. */
  readonly record: string;
}

/** SHA-256 of a record's bytes, hexadecimal. */
export function recordHash(record: string | Uint8Array): string {
  return createHash('sha256').update(record).digest('hex');
}

function claimOf(report: Report, target: TargetReport, hash: string): Claim {
  const count = (status: keyof Counts): number =>
    target.clauses.filter((clause) => clause.status === status).length;
  const { specificationHash: sha256, software, faults } = target;
  return {
    version: 1,
    target: target.name,
    ...(software !== undefined && { software }),
    api: target.api,
    specification: { version: target.specification, ...(sha256 !== undefined && { sha256 }) },
    tool: `@oidc-admin/conformance ${report.tool.version}`,
    date: report.ended,
    ...(faults !== undefined && { faults }),
    level: target.level,
    strict: target.strict,
    verdict: target.verdict,
    clauses: {
      passed: count('passed'),
      failed: count('failed'),
      flaky: count('flaky'),
      warned: count('warned'),
      notRun: count('notRun'),
    },
    unsupported: target.unsupported.map(({ operation }) => operation),
    expected: target.clauses
      .filter(({ expectedFailure }) => expectedFailure !== undefined)
      .map(({ id }) => id),
    record: hash,
  };
}

/** One claim for each target of a run; `record` is the whole record of the run, as it stands in the file. */
export function claimsOf(report: Report, record: string | Uint8Array): readonly Claim[] {
  const hash = recordHash(record);
  return report.targets.map((target) => claimOf(report, target, hash));
}

/** Where a claim and what the record says differ: one line each; none where the claim holds. */
export function claimDifferences(
  given: readonly Claim[],
  recorded: readonly Claim[],
): readonly string[] {
  const byTarget = new Map(recorded.map((claim) => [claim.target, claim]));
  const missing = recorded
    .filter(({ target }) => !given.some((claim) => claim.target === target))
    .map(({ target }) => `${target}: the record has it, the claim does not`);
  const wrong = given.flatMap((claim) => {
    const found = byTarget.get(claim.target);
    if (found === undefined) return [`${claim.target}: the record has no such target`];
    const names = new Set([...Object.keys(claim), ...Object.keys(found)]) as Set<keyof Claim>;
    return [...names]
      .filter((name) => JSON.stringify(claim[name]) !== JSON.stringify(found[name]))
      .map(
        (name) =>
          `${claim.target}: ${name} is ${JSON.stringify(claim[name]) ?? 'not there'}; the record says ${JSON.stringify(found[name]) ?? 'nothing'}`,
      );
  });
  return [...missing, ...wrong];
}
