import type { Progress } from './collector.ts';
import type { Terminal } from './terminal.ts';

const clearLine = '\r\u001b[2K';

/** On a terminal one line that is written over and over, elsewhere a line for each module that ended. */
export const showProgress = ({ err, errColumns }: Terminal): Progress & { end(): void } => {
  let planned = 0;
  let done = 0;
  let failed = 0;
  return {
    planned: (checks) => {
      planned += checks;
    },
    check: (target, { id, status }) => {
      done += 1;
      if (status === 'failed') failed += 1;
      if (errColumns === undefined) return;
      const failures = failed === 0 ? '' : `, ${failed} failed`;
      const line = `${target} ${done} of ${planned} checks${failures}  ${id}`;
      err(clearLine + line.slice(0, errColumns - 1));
    },
    module: ({ target, owner, passed, failed: lost, warned, notRun, notAtLevel }) => {
      if (errColumns !== undefined) return;
      const parts = [
        `${passed} passed`,
        ...(lost > 0 ? [`${lost} failed`] : []),
        ...(warned > 0 ? [`${warned} warned`] : []),
        ...(notRun > 0 ? [`${notRun} not run`] : []),
        ...(notAtLevel > 0 ? [`${notAtLevel} not at this level`] : []),
      ];
      const checks = passed + lost + warned + notRun + notAtLevel;
      err(`${target} ${owner}: ${checks} check${checks === 1 ? '' : 's'}: ${parts.join(', ')}\n`);
    },
    end: () => {
      if (errColumns !== undefined) err(clearLine);
    },
  };
};
