import { exitCodes } from './exitCode.ts';
import type { Report } from './report.ts';

/** Data for a badge as shields.io and others draw it from an endpoint: what was checked, and how it ended. */
export function badge(report: Report): string {
  const clauses = report.targets.flatMap((target) => target.clauses);
  const passed = clauses.filter(({ status }) => status === 'passed').length;
  const words = report.verdict.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  const isGood = exitCodes[report.verdict] === exitCodes.conformant;
  return `${JSON.stringify({
    schemaVersion: 1,
    label: `conformance ${report.targets.map(({ api }) => api).join(', ')}`,
    message: `${words}, ${passed} of ${clauses.length}`,
    color: isGood ? 'brightgreen' : report.verdict === 'violations' ? 'red' : 'yellow',
  })}\n`;
}
