import type { Clause, JsonValue } from '@oidc-admin/contract';
import type { Decision } from '@oidc-admin/mock';
import { asText, changedAt, type Change, type FaultHooks } from '@oidc-admin/mock/faults';

/** Changes the right responses that a clause speaks of. */
export function inResponses(
  { status }: Clause,
  change: (decision: Decision) => Decision,
): FaultHooks {
  return {
    decide: (decision) =>
      decision.broken.length === 0 && (status === undefined || decision.status === status)
        ? change(decision)
        : decision,
  };
}

/** Changes the property that a clause speaks of, in right responses; undefined takes it away. */
export function inProperty(clause: Clause, change: Change): FaultHooks {
  return inResponses(clause, (decision) => ({
    ...decision,
    body: changedAt(decision.body, clause.element ?? '$', change),
  }));
}

/** A value of a JSON type that is not among the documented ones. */
export function ofOtherType(
  found: JsonValue | undefined,
  documented: JsonValue | undefined,
): JsonValue {
  const types = Array.isArray(documented) ? (documented as readonly JsonValue[]) : [];
  const hasNumbers = types.includes('integer') || types.includes('number');
  if (types.includes('string') && !hasNumbers) return 4711;
  if (types.includes('string')) return types.includes('boolean') ? [found ?? null] : true;
  if (types.includes('integer') || types.includes('number')) return asText(found ?? 'four');
  if (types.includes('array') && !types.includes('object')) return { first: found ?? null };
  return 'a text';
}
