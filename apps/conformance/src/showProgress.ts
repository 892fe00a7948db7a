import { printable } from '@oidc-admin/client/terminal';
import type { CheckReport, RunEvent } from '@oidc-admin/conformance';
import type { Console } from './processConsole.ts';

interface Counts {
  owner: string;
  passed: number;
  failed: number;
  flaky: number;
  warned: number;
  notRun: number;
  notAtLevel: number;
}

const words = {
  passed: 'passed',
  failed: 'failed',
  flaky: 'flaky',
  warned: 'warned',
  notRun: 'not run',
  notAtLevel: 'not at this level',
} as const;

function lineOf(target: string, { owner, ...counts }: Counts): string {
  const parts = Object.entries(counts)
    .filter(([name, count]) => count > 0 || name === 'passed')
    .map(([name, count]) => `${count} ${words[name as keyof typeof words]}`);
  const checks = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return `${target} ${owner}: ${checks} check${checks === 1 ? '' : 's'}: ${parts.join(', ')}\n`;
}

interface Shown {
  planned: number;
  done: number;
  failed: number;
  readonly owners: Map<string, Counts>;
}

function countCheck(shown: Shown, check: CheckReport): void {
  const owner = check.operation ?? check.resource ?? 'preparation';
  const none = { passed: 0, failed: 0, flaky: 0, warned: 0, notRun: 0, notAtLevel: 0 };
  const counts = shown.owners.get(owner) ?? { owner, ...none };
  shown.owners.set(owner, counts);
  counts[check.code === 'level' ? 'notAtLevel' : check.status] += 1;
  shown.done += 1;
  if (check.status === 'failed') shown.failed += 1;
}

/**
 * Shows what happens on standard error: on a terminal one line that is written over and over, elsewhere a line for each
 * operation and resource when the target is done.
 */
export function showProgress({
  err,
  overwrite,
}: Pick<Console, 'err' | 'overwrite'>): (event: RunEvent) => void {
  const targets = new Map<string, Shown>();
  return (event) => {
    const { target } = event;
    const shown = targets.get(target) ?? { planned: 0, done: 0, failed: 0, owners: new Map() };
    targets.set(target, shown);
    if (event.event === 'started') {
      shown.planned = event.checks;
    } else if (event.event === 'notice') {
      err(event.text);
    } else if (event.event === 'putBack') {
      // At once: nothing that comes later may keep it from being said.
      for (const text of event.lost) err(`NOT PUT BACK at ${target}: ${printable(text)}\n`);
    } else if (event.event === 'check') {
      countCheck(shown, event.check);
      const failures = shown.failed === 0 ? '' : `, ${shown.failed} failed`;
      overwrite?.(
        `${target} ${shown.done} of ${shown.planned} checks${failures}  ${event.check.id}`,
      );
    } else if (event.event === 'finished') {
      overwrite?.('');
      if (overwrite === undefined)
        for (const counts of shown.owners.values()) err(lineOf(target, counts));
    }
  };
}
