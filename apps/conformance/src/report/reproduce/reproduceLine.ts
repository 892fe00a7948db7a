import type { CheckResult } from '../checkResult.ts';
import { curlLine } from './curlLine.ts';
import type { CurlContext } from './curlLine.ts';
import { replayLine } from './replayLine.ts';
import type { ReplayFlags } from './replayLine.ts';

/** Makes the line that shows a finding again: curl where it can, the runner itself where it must. */
export const reproduceLine = (
  context: CurlContext,
  flags: ReplayFlags,
): ((check: CheckResult) => string) => {
  const curl = curlLine(context);
  // An embedded mock is gone when the line is read.
  const { embedded } = context.parameters.target;
  return (check) =>
    (embedded ? undefined : curl(check)) ?? replayLine(context.parameters, flags, check.id);
};
