import type { Clause, JsonValue } from '@oidc-admin/contract';
import { isObject, type Decision } from '@oidc-admin/mock';
import { asText, type FaultHooks } from '@oidc-admin/mock/faults';

type Change = (value: JsonValue | undefined) => JsonValue | undefined;

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

/**
 * A copy of a body in which the property at a clause's element (`Providers[].id`, `$` for the whole) is changed. A property
 * that is missing is added where what it belongs to is there.
 */
export function changedAt(
  body: JsonValue | undefined,
  element: string,
  change: Change,
): JsonValue | undefined {
  if (body === undefined) return undefined;
  const steps = element === '$' ? [] : element.replaceAll('[]', '.[]').split('.');
  return changedBelow(body, steps, change);
}

function changedBelow(
  node: JsonValue | undefined,
  [step, ...rest]: readonly string[],
  change: Change,
): JsonValue | undefined {
  if (step === undefined) return change(node);
  if (step === '[]') {
    if (!Array.isArray(node)) return node;
    return (node as readonly JsonValue[])
      .map((element) => changedBelow(element, rest, change))
      .filter((element) => element !== undefined);
  }
  if (!isObject(node) || (rest.length > 0 && !Object.hasOwn(node, step))) return node;
  const inner = changedBelow(node[step], rest, change);
  const { [step]: _, ...others } = node;
  return inner === undefined ? others : { ...node, [step]: inner };
}

/** A value of a JSON type that is not among the documented ones. */
export function ofOtherType(
  found: JsonValue | undefined,
  documented: JsonValue | undefined,
): JsonValue {
  const types = Array.isArray(documented) ? (documented as readonly JsonValue[]) : [];
  if (types.includes('string')) return 4711;
  if (types.includes('integer') || types.includes('number')) return asText(found ?? 'four');
  if (types.includes('array') && !types.includes('object')) return { first: found ?? null };
  return 'a text';
}
