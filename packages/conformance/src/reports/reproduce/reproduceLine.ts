import type { CheckResult } from '../checkResult.ts';
import type { CheckReport } from '../report.ts';
import { curlLine, type CurlContext } from './curlLine.ts';
import { replayLine, type ReplayFlags } from './replayLine.ts';

/** The line with the variables in which the credentials are. */
function withNames(
  line: string | undefined,
  variables: Readonly<Record<string, string>>,
): string | undefined {
  return line?.replaceAll(/\b[A-Z][A-Z0-9_]*\b/g, (name) => variables[name] ?? name);
}

/** Makes the lines that show a finding again: the runner's own, and one of curl where that can. */
export function reproduceLine(
  context: CurlContext,
  flags: ReplayFlags,
): (check: CheckResult) => Pick<CheckReport, 'replay' | 'reproduce'> {
  const curl = curlLine(context);
  // An embedded mock is gone when the line is read.
  const { embedded } = context.parameters.target;
  return (check) => {
    const replay = replayLine(context.parameters, flags, check.id);
    const line = embedded ? undefined : withNames(curl(check), flags.variables ?? {});
    return line === undefined ? { reproduce: replay } : { replay, reproduce: line };
  };
}
