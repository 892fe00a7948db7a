import { shownValue } from '../reports/shownValue.ts';
import { whoseWord } from '../reports/whoseWord.ts';
import type { TrafficFinding, TrafficJudge } from './trafficJudge.ts';

/** How judged traffic ends: nothing of it was judged, it broke a MUST, or as far as seen it kept to the contract. */
export type TrafficVerdict = 'nothingJudged' | 'violations' | 'noViolation';

/** The verdict on all traffic that was judged so far. */
export function trafficVerdict({ judged, findings }: TrafficJudge): TrafficVerdict {
  if (findings.some(({ binding }) => binding === 'MUST')) return 'violations';
  return judged === 0 ? 'nothingJudged' : 'noViolation';
}

const shownExamples = 3;

function findingLines({
  method,
  url,
  status,
  message,
  expected,
  actual,
  exchange,
}: TrafficFinding) {
  return [
    `  exchange ${exchange + 1}: ${method} ${url}, answered ${status}`,
    `    ${message}`,
    ...(expected === undefined ? [] : [`    expected: ${shownValue(expected)}`]),
    ...(actual === undefined ? [] : [`    actual: ${shownValue(actual)}`]),
  ];
}

/** One finding for people: the clause, whose word it is, and what differed. */
export function trafficFindingText(
  { contract, broken, findings: all }: TrafficJudge,
  id: string,
  findings: readonly TrafficFinding[],
): string {
  const clause = contract.clauses.find((one) => one.id === id);
  const binding = findings.some((one) => one.binding === 'MUST') ? 'MUST' : 'SHOULD';
  const word =
    clause === undefined ? '' : `, ${whoseWord[clause.authority]}: ${clause.source.join(', ')}`;
  const more = (broken.get(id) ?? 0) - Math.min(shownExamples, findings.length);
  const consequences = new Set(
    all.filter(({ because }) => because === id).map(({ clause: explained }) => explained),
  );
  return [
    `${binding === 'MUST' ? 'FAILED' : 'WARNED'} ${id} (${binding}${word})`,
    ...(clause === undefined ? [] : [`  ${clause.text}`]),
    ...findings.slice(0, shownExamples).flatMap((finding) => findingLines(finding)),
    ...(more > 0 ? [`  and ${more} more`] : []),
    ...(consequences.size > 0 ? [`  so also broken: ${[...consequences].join(', ')}`] : []),
    '',
  ].join('\n');
}

/**
 * The whole report for people: findings by clause, then what was judged, and how many clauses no exchange spoke of, or, where they are
 * to be listed, which.
 */
export function trafficReportText(judge: TrafficJudge, listed = false): string {
  const { contract, findings, judged, unjudged, touched } = judge;
  const byClause = Map.groupBy(
    findings.filter(({ because }) => because === undefined),
    ({ clause }) => clause,
  );
  const untouched = contract.clauses.filter(({ id }) => !touched.has(id));
  const owners = Map.groupBy(untouched, ({ operation, resource }) => operation ?? resource ?? '');
  const failed = new Set(
    findings
      .filter(({ binding, because }) => binding === 'MUST' && because === undefined)
      .map(({ clause }) => clause),
  ).size;
  const words: Readonly<Record<TrafficVerdict, string>> = {
    nothingJudged: 'INCOMPLETE: nothing of this traffic could be judged',
    violations: `VIOLATIONS: ${failed} clause${failed === 1 ? '' : 's'} failed`,
    noViolation: 'NO VIOLATION SEEN: this traffic keeps to the contract, as far as it goes',
  };
  const left = [
    [unjudged.otherPath, 'of other paths'],
    [unjudged.noResponse, 'without a response'],
    [unjudged.unread, 'with a body that was too long or not recorded'],
    [unjudged.overload, 'answered by a gateway, 429 or 5xx'],
    [unjudged.cached, 'answered by a cache or under a condition'],
    [unjudged.redirected, 'sent to another place'],
    [unjudged.masked, 'refused with a masked secret in them'],
  ] as const;
  return [
    ...[...byClause].map(([id, own]) => trafficFindingText(judge, id, own)),
    `${contract.title}: ${judged} exchanges judged${left
      .filter(([count]) => count > 0)
      .map(([count, what]) => `, ${count} ${what} not`)
      .join('')}`,
    `${touched.size} of ${contract.clauses.length} clauses were touched; untouched${listed ? '' : ', which --untouched lists'}:`,
    ...[...owners].map(([owner, clauses]) => {
      const names = clauses.map(({ id }) => id.slice(id.indexOf(owner) + owner.length + 1));
      return `  ${owner}: ${listed ? names.join(', ') : names.length}`;
    }),
    words[trafficVerdict(judge)],
    '',
  ].join('\n');
}
