import { faultText } from '@oidc-admin/client/process';
import { printable } from '@oidc-admin/client/terminal';
import {
  terminalFailures,
  terminalSummary,
  type Report,
  type RunEvent,
} from '@oidc-admin/conformance';
import type { Console } from './processConsole.ts';

/** Every difference in a line, and what was not put back: nothing that could fail is between the events and the text. */
export function plainFindings(events: readonly RunEvent[]): string {
  const lines = events.flatMap((event) => {
    if (event.event === 'putBack')
      return event.lost.map((text) => `NOT PUT BACK at ${event.target}: ${text}`);
    if (event.event === 'refused' || event.event === 'incomplete')
      return [`${event.target}: ${event.reason.text}`];
    if (event.event !== 'check' || !['failed', 'flaky', 'warned'].includes(event.check.status))
      return [];
    const { id, status, mismatches } = event.check;
    return mismatches.map(
      ({ clause, message }) =>
        `${status.toUpperCase()} ${clause} at ${event.target}, check ${id}: ${message}`,
    );
  });
  return lines.map((line) => `${printable(line)}\n`).join('');
}

function made(make: () => string, otherwise: () => string, { err }: Console): string {
  try {
    return make();
  } catch (error) {
    err(`error: a part of what is printed cannot be made: ${faultText(error)}\n`);
    return otherwise();
  }
}

/** Prints what was found; to standard error as well where standard output does not take it. */
export async function sayFindings(
  report: Report,
  events: readonly RunEvent[],
  console: Console,
): Promise<void> {
  const failures = made(
    () => terminalFailures(report, console.columns),
    () => plainFindings(events),
    console,
  );
  const summary = made(
    () => terminalSummary(report),
    () => '',
    console,
  );
  console.out(failures);
  console.out(summary);
  if (!(await console.arrived())) console.err(failures + summary);
}
