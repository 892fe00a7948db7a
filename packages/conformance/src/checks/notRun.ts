import type { MissingVariable } from '@oidc-admin/client';
import type { NotRunCode } from '../reports/checkResult.ts';

/** Thrown by a check that cannot be run here: why, as a code and in words for people. */
export class NotRun extends Error {
  override readonly name = 'NotRun';
  readonly code: NotRunCode;
  /** The environment variable that would make it possible. */
  readonly missing: string | undefined;
  /** The clauses whose breach is in the way; each is a finding of the run's preparation. */
  readonly because: readonly string[];

  constructor(code: NotRunCode, reason: string, missing?: string, because: readonly string[] = []) {
    super(reason);
    this.code = code;
    this.missing = missing;
    this.because = because;
  }
}

/** For a check that needs more values of a path parameter than are known, such as a second network. */
export function tooFewValues(
  { missing }: { readonly missing: readonly MissingVariable[] },
  name: string,
  needed: number,
  known: number,
): NotRun {
  const variable = missing.find(({ parameter }) => parameter?.name === name)?.variable;
  const unset = variable === undefined ? '' : `: ${variable} is not set`;
  return new NotRun(
    'parent',
    `needs ${needed === 1 ? 'a value' : `${needed} values`} for ${name}, and ${known === 1 ? '1 is' : `${known} are`} known${unset}`,
    variable,
  );
}

/** For work that is of use only where it can be done. */
export function ignoreNotRun(error: unknown): void {
  if (!(error instanceof NotRun)) throw error;
}
