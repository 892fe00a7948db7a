import type { AllowedResponse, Mismatch } from '@oidc-admin/model';
import type { SendOptions } from './sent.ts';

/** What it breaks that a request got no response. */
export function silence(
  allowed: readonly AllowedResponse[],
  failure: string,
  { blame = [] }: SendOptions,
): Mismatch {
  const [first] = allowed;
  return {
    clause: first?.broken?.clause ?? blame[0] ?? first?.clause ?? '',
    binding: 'MUST',
    message: `there is no response: ${failure}`,
    expected: first === undefined ? undefined : String(first.status),
    actual: undefined,
  };
}

/**
 * A right request that was refused breaks the clauses that the request was made for. One that was taken, but with
 * another success than the documented one, breaks what is said of the response.
 */
export function blamed(
  matched: AllowedResponse | undefined,
  allowed: readonly AllowedResponse[],
  mismatches: readonly Mismatch[],
  status: number,
  { blame = [] }: SendOptions,
): readonly Mismatch[] {
  const right = allowed[0]?.broken === undefined;
  if (matched !== undefined || blame.length === 0 || !right || status < 300) return mismatches;
  return mismatches.flatMap((mismatch) => blame.map((clause) => namedAs(mismatch, clause)));
}

/** A difference under the name of the clause that it breaks here; what it is by itself stays known. */
export function namedAs(mismatch: Mismatch, clause: string): Mismatch {
  if (clause === mismatch.clause) return mismatch;
  return { ...mismatch, clause, symptom: mismatch.symptom ?? mismatch.clause };
}
