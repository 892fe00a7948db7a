import type { CommandTerminal } from '@oidc-admin/client/terminal';

/** Shows how far a run is, where somebody can see it. */
export interface ProgressBar {
  /** One more is done. */
  readonly step: (isGood: boolean) => void;
  /** Takes the bar away, so that what follows stands in its place. */
  readonly end: () => void;
}

const width = 30;
/** A terminal is written to no more often than that. */
const intervalMs = 100;

function bar(done: number, total: number): string {
  const filled = Math.floor((done / total) * width);
  return `[${'#'.repeat(filled)}${'.'.repeat(width - filled)}] ${done}/${total}`;
}

/** A bar on a terminal; nothing where standard error is none, or nobody wants to see one. */
export function progressBar(
  { screen }: Pick<CommandTerminal, 'screen'>,
  label: string,
  total: number,
  isQuiet: boolean,
): ProgressBar {
  const isShown =
    !isQuiet && total > 1 && screen !== undefined && 'isTTY' in screen && screen.isTTY === true;
  let [done, bad, last] = [0, 0, 0];
  return {
    step: (isGood) => {
      done += 1;
      if (!isGood) bad += 1;
      const now = performance.now();
      if (!isShown || (now - last < intervalMs && done < total)) return;
      last = now;
      const failed = bad === 0 ? '' : `, ${bad} not done`;
      screen.write(`\r${label} ${bar(done, total)}${failed}\u001b[K`);
    },
    end: () => {
      if (isShown && last > 0) screen.write('\r\u001b[K');
    },
  };
}
