import type { ClauseReport, TargetReport } from './report.ts';

/** One finding as people are shown it: a clause, those that are broken in the same way, and those that it explains. */
export interface ReportedFinding {
  readonly clause: ClauseReport;
  readonly alike: readonly ClauseReport[];
  readonly explains: readonly ClauseReport[];
}

const order: readonly ClauseReport['status'][] = ['failed', 'flaky', 'warned'];

function isNews({ status, expectedFailure }: ClauseReport): boolean {
  return order.includes(status) && expectedFailure === undefined;
}

/** What a target's owner has to look at, the worst first: expected failures, and what other findings explain, are none. */
export function findingsOf({ clauses }: Pick<TargetReport, 'clauses'>): readonly ReportedFinding[] {
  const news = clauses.filter((clause) => isNews(clause));
  const ids = new Set(news.map(({ id }) => id));
  const isRoot = ({ alike }: ClauseReport): boolean => alike === undefined || !ids.has(alike);
  return news
    .filter((clause) => isRoot(clause))
    .map((clause) => {
      const alike = news.filter((one) => one.alike === clause.id);
      const roots = new Set([clause, ...alike].map(({ id }) => id));
      const explains = clauses.filter(({ because = [] }) => because.some((id) => roots.has(id)));
      return { clause, alike, explains };
    })
    .toSorted((a, b) => order.indexOf(a.clause.status) - order.indexOf(b.clause.status));
}
