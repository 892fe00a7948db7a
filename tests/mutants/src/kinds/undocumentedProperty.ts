import type { Clause, JsonValue } from '@oidc-admin/contract';
import { isObject } from '@oidc-admin/mock';
import type { FaultHooks } from '@oidc-admin/mock/faults';
import { inResponses } from '../responses.ts';

/** Answers a property more; of a list, each element. */
export function undocumentedProperty(clause: Clause): FaultHooks {
  return inResponses(clause, (decision) => {
    const { body } = decision;
    if (Array.isArray(body))
      return { ...decision, body: (body as readonly JsonValue[]).map(withMore) };
    return body === undefined ? decision : { ...decision, body: withMore(body) };
  });
}

function withMore(value: JsonValue): JsonValue {
  return isObject(value) ? { ...value, internalNumber: 4711 } : value;
}
