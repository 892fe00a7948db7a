import type { Draft } from './draft.ts';
import type { RawParameter } from './rawDocument.ts';

/** Headers with which a caller says which state of a thing is meant. */
const conditions: ReadonlySet<string> = new Set([
  'if-none-match',
  'if-modified-since',
  'if-unmodified-since',
]);

/** Refuses parameters that no engine could send rightly. */
export function refuseParameter(
  parameter: RawParameter,
  types: readonly string[],
  draft: Draft,
): void {
  const { in: place, name, required } = parameter;
  if (types.includes('array') || types.includes('object'))
    draft.problem(
      parameter,
      `the ${place} parameter ${name} is a list or an object, and there are several ways to write one; only plain values are supported`,
    );
  if (place === 'header' && required === true && conditions.has(name.toLowerCase()))
    draft.problem(parameter, `${name} is required, and no engine sends it; this is not supported`);
}

/** Refuses a path of which nobody could say where one value ends and the next begins; noted at its operation. */
export function refuseSegments(path: string, operation: object, draft: Draft): void {
  if (path.split('/').some((segment) => segment.split('{').length > 2))
    draft.problem(
      operation,
      `the path ${path} has several parameters in one segment, and nobody can tell them apart; this is not supported`,
    );
}
