import type { RunParameters } from '../runner/runParameters.ts';
import type { RunContext } from './runContext.ts';
import type { CheckContext } from './checkContext.ts';

export type Level = RunParameters['level'];

/** One check: what it verifies, what it needs, and how it is done. Made from a contract alone. */
export interface Check {
  /** Stable: the id of its first clause, then '/' and the variant where there are several. */
  readonly id: string;
  /** The clauses that hold, as far as it can see, when it passes. */
  readonly clauses: readonly string[];
  /** The operation or the resource to whose module it belongs. */
  readonly operation?: string;
  readonly resource?: string;
  readonly needs: Level;
  /** Roles of the principals without which it is not run; 'default' is whoever may call the operation. */
  readonly principals: readonly string[];
  /** How many parents it needs, by path parameter; one where left out. */
  readonly parents?: number;
  /** Waits or repeats on purpose; its requests do not count as those of an ordinary run. */
  readonly waits?: boolean;
  /** Changes nothing at a right server, so that it may overlap with others of its sort. */
  readonly sideBySide?: boolean;
  /** Part of the smaller run: one variant for each clause. */
  readonly quick?: boolean;
  run(context: CheckContext): Promise<void>;
}

/**
 * Why a check was not run: the level is too low, nobody may send it, a value of a path parameter is missing, the limit of
 * requests was reached, or the target is not in the state that the check needs.
 */
export type NotRunCode = 'level' | 'principal' | 'parent' | 'limit' | 'preparation';

/** Thrown by a check that cannot be run here: why, as a code and in words for people. */
export class NotRun extends Error {
  override readonly name = 'NotRun';
  readonly code: NotRunCode;
  /** The environment variable that would make it possible. */
  readonly missing: string | undefined;

  constructor(code: NotRunCode, reason: string, missing?: string) {
    super(reason);
    this.code = code;
    this.missing = missing;
  }
}

/** For a check that needs more values of a path parameter than are told, such as a second network. */
export function tooFewValues(
  { missing }: Pick<RunContext, 'missing'>,
  name: string,
  needed: number,
  known: number,
): NotRun {
  const variable = missing.find(({ parameter }) => parameter?.name === name)?.variable;
  const untold = variable === undefined ? '' : `: ${variable} is not set`;
  return new NotRun(
    'parent',
    `needs ${needed === 1 ? 'a value' : `${needed} values`} for ${name}, and ${known === 1 ? '1 is' : `${known} are`} known${untold}`,
    variable,
  );
}
