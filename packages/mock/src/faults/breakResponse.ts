import { textOf } from '../textOf.ts';
import type { Clause, Contract, JsonValue } from '@oidc-admin/contract';
import { isJsonObject } from '../jsonPointer.ts';
import { changeIn } from './changeIn.ts';
import type { Decision, Fault } from './fault.ts';
import { bodyOn } from './wireBodies.ts';

type Hooks = Partial<Fault>;

/** A server whose responses break what a clause says of them. */
export function breakResponse(clause: Clause, contract: Contract): Hooks {
  const { kind, status, element = '$', value } = clause;
  const of = (change: (decision: Decision) => Decision): Hooks => ({
    decide: (decision) =>
      decision.broken.length === 0 && (status === undefined || decision.status === status)
        ? change(decision)
        : decision,
  });
  const inBody = (change: (value: JsonValue | undefined) => JsonValue | undefined): Hooks =>
    of((decision) => ({ ...decision, body: changeIn(decision.body, element, change) }));
  const inErrors = (change: (decision: Decision) => Decision): Hooks => ({
    decide: (decision) => (decision.status >= 400 ? change(decision) : decision),
  });
  switch (kind) {
    case 'status':
      return of((decision) => ({ ...decision, status: otherStatus(decision.status) }));
    case 'noBody':
      return bodyOn(status ?? 200);
    case 'contentType':
      return of((decision) => ({ ...decision, headers: [['content-type', 'text/html']] }));
    case 'header':
      return {
        decide: (decision) => ({
          ...decision,
          headers: decision.headers.filter(
            ([name]) => name.toLowerCase() !== element.toLowerCase(),
          ),
        }),
      };
    case 'propertyPresent':
    case 'presentWhen':
      return inBody(() => undefined);
    case 'propertyType':
      return inBody((found) => ofOtherType(found, value));
    case 'propertyValue':
      return inBody(() => outside(value));
    case 'undocumentedProperty':
      return of((decision) =>
        isJsonObject(decision.body)
          ? { ...decision, body: { ...decision.body, internalNumber: 4711 } }
          : decision,
      );
    case 'errorPair':
      return inErrors((decision) => ({ ...decision, headers: otherName(contract, decision) }));
    case 'errorBody':
      return inErrors((decision) => ({
        ...decision,
        body:
          clause.element === undefined
            ? 'The request failed.'
            : changeIn(decision.body, element, (found) => ofOtherType(found, value)),
      }));
    default:
      throw new Error(`no fault is known that breaks clauses of kind '${kind}' (${clause.id})`);
  }
}

function otherStatus(status: number): number {
  return status === 200 ? 201 : 200;
}

/** A value of a JSON type that is not among the documented ones. */
function ofOtherType(found: JsonValue | undefined, documented: JsonValue | undefined): JsonValue {
  const types = Array.isArray(documented) ? (documented as readonly JsonValue[]) : [];
  if (types.includes('string')) return 4711;
  if (types.includes('integer') || types.includes('number')) return textOf(found ?? 'four');
  if (types.includes('array') && !types.includes('object')) return { first: found ?? null };
  return 'a text';
}

/** A value that the documented limits or list do not allow. */
function outside(documented: JsonValue | undefined): JsonValue {
  if (!isJsonObject(documented)) return 'Other';
  if (typeof documented['maximum'] === 'number') return documented['maximum'] + 1;
  if (typeof documented['minimum'] === 'number') return documented['minimum'] - 1;
  if (typeof documented['maxLength'] === 'number') return 'x'.repeat(documented['maxLength'] + 1);
  return 'Other';
}

/** The name of another error than the status says. */
function otherName(contract: Contract, { headers, status }: Decision): Decision['headers'] {
  const header = contract.errors.header ?? '';
  const other = contract.operations
    .flatMap(({ responses }) => responses)
    .find((response) => response.error !== undefined && response.status !== status)?.error?.name;
  return headers.map(([name, value]) =>
    name.toLowerCase() === header.toLowerCase() ? [name, other ?? value] : [name, value],
  );
}
