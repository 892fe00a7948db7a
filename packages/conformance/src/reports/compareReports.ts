import type { Report, Status } from './report.ts';

/** A clause that ended differently in two reports. */
export interface ClauseChange {
  readonly target: string;
  readonly clause: string;
  readonly before: Status | 'absent';
  readonly after: Status | 'absent';
}

export interface Comparison {
  readonly changes: readonly ClauseChange[];
  /** Those that fail now and did not before. */
  readonly worse: readonly ClauseChange[];
}

function statuses(report: Report): Map<string, { target: string; clause: string; status: Status }> {
  return new Map(
    report.targets.flatMap((target) =>
      target.clauses.map(({ id, status }) => [
        `${target.name} ${id}`,
        { target: target.name, clause: id, status },
      ]),
    ),
  );
}

/** Compares what became of each clause in two reports; targets are matched by name. */
export function compareReports(before: Report, after: Report): Comparison {
  const old = statuses(before);
  const now = statuses(after);
  const changes = [...new Set([...old.keys(), ...now.keys()])].flatMap((key): ClauseChange[] => {
    const was = old.get(key);
    const is = now.get(key);
    const known = is ?? was;
    if (known === undefined || was?.status === is?.status) return [];
    return [
      {
        target: known.target,
        clause: known.clause,
        before: was?.status ?? 'absent',
        after: is?.status ?? 'absent',
      },
    ];
  });
  return { changes, worse: changes.filter((change) => change.after === 'failed') };
}

const words: Readonly<Record<ClauseChange['before'], string>> = {
  passed: 'passed',
  failed: 'failed',
  flaky: 'flaky',
  warned: 'warned',
  notRun: 'not run',
  absent: 'not there',
};

function clausesText(count: number): string {
  return `${count} clause${count === 1 ? '' : 's'}`;
}

/** The comparison for a terminal, one line for each change, and the verdict. */
export function comparisonText({ changes, worse }: Comparison): string {
  return [
    ...changes.map(
      ({ target, clause, before, after }) =>
        `${target}: ${clause}: ${words[before]} → ${words[after]}`,
    ),
    changes.length === 0
      ? 'No clause ended differently.'
      : `${clausesText(changes.length)} ended differently; ${worse.length} fail that did not fail before.`,
    worse.length === 0 ? 'NOT WORSE' : `WORSE: ${clausesText(worse.length)} failed`,
    '',
  ].join('\n');
}
