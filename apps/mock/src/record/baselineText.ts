import { type TrafficJudge, trafficFindingText } from '@oidc-admin/conformance';
import type { FaultInfo } from '@oidc-admin/mock';

/**
 * The clauses that the traffic showed to be broken, as a baseline of the conformance checks. JSON, which is YAML too, below what
 * people read: what was found, and which fault of the mock breaks the same clause.
 */
export function baselineText(
  judge: TrafficJudge,
  target: string,
  faults: readonly FaultInfo[],
): string {
  const entries = [...judge.broken].map(([clause, count]) => ({
    clause,
    reason: `seen ${count === 1 ? 'once' : `${count} times`} while ${target} was recorded`,
  }));
  const found = entries.flatMap(({ clause }) => {
    const own = judge.findings.filter((finding) => finding.clause === clause);
    const alike = faults.filter(({ breaks }) => breaks.includes(clause));
    return [
      ...trafficFindingText(judge, clause, own).trimEnd().split('\n'),
      ...alike.map(({ name }) => `  a mock does the same with --fault ${name}`),
    ];
  });
  const lines = [`What ${target} does otherwise than the specification says.`, ...found];
  // One line each: a text of the server must not end the comment.
  const comment = lines.map((line) => `# ${line.replaceAll(/[\r\n\u0085\u2028\u2029]/g, ' ')}\n`);
  return `${comment.join('')}${JSON.stringify(entries, undefined, 2)}\n`;
}
