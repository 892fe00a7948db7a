import {
  elementSteps,
  elementValues,
  type Clause,
  type Contract,
  type Operation,
} from '@oidc-admin/contract';
import type { AllowedResponse, Mismatch } from '@oidc-admin/model';
import { jsonValueIn } from '../reports/causes/sighting.ts';

interface About {
  readonly operation: Operation;
  readonly status: number;
  /** The body of the response. */
  readonly text: string;
  /** Whether it was known what stood there before. */
  readonly isKnown: boolean;
}

/** The clauses of which one exchange shows whether they hold. */
export function touchedBy(
  { clauses }: Contract,
  { operation, status, text, isKnown }: About,
  matched: AllowedResponse | undefined,
  mismatches: readonly Mismatch[],
): readonly string[] {
  const broken = mismatches.map(({ clause }) => clause);
  if (matched === undefined) return broken;
  const value = jsonValueIn(text);
  const isShown = ({ element = '$' }: Clause): boolean =>
    element === '$' || elementValues(value, elementSteps(element)).length > 0;
  const shown = clauses.filter(
    (clause) =>
      clause.operation === operation.id &&
      clause.group === 'response' &&
      (clause.status === status || (clause.status === undefined && status >= 400)) &&
      isShown(clause),
  );
  const { body } = matched;
  const between =
    isKnown && body.kind === 'json'
      ? [...body.equals, ...body.absent, ...(body.list === undefined ? [] : [body.list])]
      : [];
  return [
    ...broken,
    ...(matched.broken === undefined ? [] : [matched.broken.clause]),
    ...shown.map(({ id }) => id),
    ...between.map(({ clause }) => clause),
  ];
}
