import type { Description, Operation, SecurityScheme } from './description.ts';

/** The names of the security schemes of an operation, of which one is enough; none where no sign-in is needed. */
export function schemesOf({ security, schemes }: Pick<Operation, 'security' | 'schemes'>) {
  return schemes ?? (security === undefined ? [] : [security]);
}

/** A wrong way to sign in to an operation, and the scheme that it is a wrong way of. */
export interface WrongWay {
  readonly scheme: SecurityScheme;
  readonly way: string;
  /** Its name in clauses: the way; where a caller may choose among schemes, the scheme's name and a dot before it. */
  readonly element: string;
}

/**
 * Every wrong way to sign in to an operation. To have no credentials at all is one way, whatever the schemes; the first
 * scheme says what is answered to it.
 */
export function wrongWays(
  { security }: Pick<Description, 'security'>,
  operation: Pick<Operation, 'security' | 'schemes'>,
): readonly WrongWay[] {
  return schemesOf(operation).flatMap((name, index, { length }) => {
    const scheme = security[name];
    if (scheme === undefined) return [];
    return scheme.ways
      .filter((way) => way !== 'none' || index === 0)
      .map((way) => ({
        scheme,
        way,
        element: length === 1 || way === 'none' ? way : `${name}.${way}`,
      }));
  });
}

/** The wrong way with a name in clauses; undefined where the operation has none of this name. */
export function wrongWayOf(
  description: Pick<Description, 'security'>,
  operation: Pick<Operation, 'security' | 'schemes'>,
  element: string | undefined,
): WrongWay | undefined {
  return wrongWays(description, operation).find((one) => one.element === element);
}
