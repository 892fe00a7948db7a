import { shownStatuses, shownStatus, wordOf } from './html/statusMark.ts';
import type { Report } from './report.ts';

/** How many clauses ended how, over all targets. */
export function countsText({ targets }: Pick<Report, 'targets'>): string {
  const all = targets.flatMap(({ clauses }) => clauses);
  const counts = shownStatuses.flatMap((shown) => {
    const { length } = all.filter((clause) => shownStatus(clause) === shown);
    return length === 0 && shown !== 'passed' ? [] : [`${length} ${wordOf(shown)}`];
  });
  return `${all.length} clauses: ${counts.join(', ')}.`;
}
