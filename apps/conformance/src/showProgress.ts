import type { RunEvent } from '@oidc-admin/conformance';
import type { Console } from './processConsole.ts';

const clearLine = '\r\u001b[2K';

interface Counts {
  owner: string;
  passed: number;
  failed: number;
  warned: number;
  notRun: number;
  notAtLevel: number;
}

const words = {
  passed: 'passed',
  failed: 'failed',
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

/**
 * Shows what happens on standard error: on a terminal one line that is written over and over, elsewhere a line for each
 * operation and resource when the target is done.
 */
export function showProgress({
  err,
  errColumns,
}: Pick<Console, 'err' | 'errColumns'>): (event: RunEvent) => void {
  let planned = 0;
  let done = 0;
  let failed = 0;
  let owners = new Map<string, Counts>();
  const count = ({ check }: Extract<RunEvent, { event: 'check' }>): void => {
    const owner = check.operation ?? check.resource ?? '';
    const none = { passed: 0, failed: 0, warned: 0, notRun: 0, notAtLevel: 0 };
    const counts = owners.get(owner) ?? { owner, ...none };
    owners.set(owner, counts);
    counts[check.code === 'level' ? 'notAtLevel' : check.status] += 1;
  };
  const overwrite = (line: string): void => {
    if (errColumns !== undefined) err(clearLine + line.slice(0, errColumns - 1));
  };
  return (event) => {
    if (event.event === 'started') {
      [planned, done, failed, owners] = [event.checks, 0, 0, new Map()];
    } else if (event.event === 'notice') {
      err(event.text);
    } else if (event.event === 'check') {
      count(event);
      done += 1;
      if (event.check.status === 'failed') failed += 1;
      const failures = failed === 0 ? '' : `, ${failed} failed`;
      overwrite(`${event.target} ${done} of ${planned} checks${failures}  ${event.check.id}`);
    } else if (event.event === 'finished') {
      overwrite('');
      if (errColumns === undefined)
        for (const counts of owners.values()) err(lineOf(event.target, counts));
    }
  };
}
