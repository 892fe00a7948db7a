import type { Clause, Contract, JsonSchema } from '@oidc-admin/contract';
import { withProperty, withParameter } from './changeContract.ts';

type Limit = 'minLength' | 'maxLength' | 'minimum' | 'maximum';

/** A contract in which one limit of a property or parameter is so much higher or lower. */
export function limitMoved(
  contract: Contract,
  clause: Clause,
  keyword: Limit,
  by: number,
): Contract {
  const move = (schema: JsonSchema): JsonSchema => ({
    ...schema,
    [keyword]: Math.max(0, Number(schema[keyword]) + by),
  });
  return clause.in === undefined
    ? withProperty(contract, clause.operation, clause.element, move)
    : withParameter(contract, clause.operation, clause.element, move);
}
