import type { ClauseReport, Status } from '../report.ts';
import { markup, type Markup } from './markup.ts';

/** How a clause is shown: an expected failure is neither a pass nor news. */
export type Shown = Status | 'expected';

export function shownStatus({ status, expectedFailure }: ClauseReport): Shown {
  return expectedFailure === undefined ? status : 'expected';
}

const marks: Readonly<Record<Shown, readonly [sign: string, word: string]>> = {
  failed: ['✗', 'failed'],
  flaky: ['≈', 'flaky'],
  warned: ['!', 'warned'],
  expected: ['~', 'expected to fail'],
  passed: ['✓', 'passed'],
  notRun: ['–', 'not run'],
};

/** The most important first. */
export const shownStatuses = Object.keys(marks) as readonly Shown[];

export function wordOf(shown: Shown): string {
  return marks[shown][1];
}

/** A sign and a word: colour alone tells nothing. */
export function statusMark(shown: Shown): Markup {
  return markup`<span class="mark ${shown}"><span aria-hidden="true">${marks[shown][0]}</span> ${marks[shown][1]}</span>`;
}

export function signOf(shown: Shown): string {
  return marks[shown][0];
}

/** How many clauses are shown how; statuses that do not occur are left out. */
export function tally(clauses: readonly ClauseReport[]): [Shown, number][] {
  return shownStatuses.flatMap((shown): [Shown, number][] => {
    const count = clauses.filter((clause) => shownStatus(clause) === shown).length;
    return count === 0 ? [] : [[shown, count]];
  });
}

export function tallyText(clauses: readonly ClauseReport[]): string {
  return tally(clauses)
    .map(([shown, count]) => `${count} ${wordOf(shown)}`)
    .join(', ');
}
