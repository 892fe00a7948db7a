import { isNested, type Clause, type JsonValue, type Property } from '@oidc-admin/contract';
import { isHarmless } from './accepting.ts';
import { alternativeWith, insideOf, withBodyValue } from './bodies.ts';
import type { CheckContext } from './checkContext.ts';
import { textOf } from './json.ts';
import {
  isKey,
  propertyOfClause,
  type OperationChecks,
  type OperationClause,
  type Variant,
} from './kindChecks.ts';
import { wholeQuery } from './queries.ts';
import { readBack } from './readBack.ts';
import type { PropertyClause } from './refusedValues.ts';
import { sampleOf } from './samples.ts';
import type { SentRequest } from './sent.ts';
import { sendAccepted, type AcceptedRequest } from './signIn.ts';

/** A value at the edge of what a property may be. */
interface RightValue {
  readonly name?: string;
  readonly make: (context: CheckContext) => JsonValue;
}

/** Whether a clause speaks of a property inside another one of the body. */
function isInside({ in: place, element = '' }: Clause): boolean {
  return place === undefined && isNested(element);
}

/** A kind of right value: it sends right requests in which one property or parameter has it, and reads it back. */
export function acceptedValues(
  values: (about: PropertyClause) => readonly RightValue[],
): OperationChecks {
  return {
    variants: (about) => {
      const property = propertyOfClause(about);
      if (property === undefined) return [];
      const { clause, operation } = about;
      const { name } = property;
      return values({ ...about, property, isKey: isKey(about) }).map(
        ({ make, ...variant }): Variant => ({
          ...variant,
          sideBySide: isHarmless(about),
          run: async (context) => {
            const value = make(context);
            const query = wholeQuery(context, operation);
            const requestWith = (sentValue: JsonValue): AcceptedRequest => ({
              wanted: {
                alternative: alternativeWith(operation, name),
                // What is inside of an object needs the object.
                ...(isInside(clause) ? { properties: 'full' } : {}),
              },
              change: (right) => {
                if (clause.in === 'query')
                  return { ...right, query: { ...query, [name]: textOf(sentValue) } };
                if (clause.in === 'header')
                  return { ...right, headers: { ...right.headers, [name]: textOf(sentValue) } };
                return { ...right, body: withBodyValue(right.body, name, sentValue) };
              },
            });
            const sent = await sendAccepted(context, operation, clause, requestWith(value));
            const controls =
              isRefused(sent) && clause.in === undefined && !isKey(about)
                ? othersThan(context, about, property, value)
                : [];
            let refused = 0;
            for (const other of controls) {
              const request = { ...requestWith(other), silent: true };
              const control = await sendAccepted(context, operation, clause, request);
              if (control.response?.status !== sent.response?.status) break;
              refused += 1;
            }
            if (refused > 0 && refused === controls.length) blameRequest(context, clause.id);
            if (sent.accepted && operation.changes) await readBack(context, sent);
          },
        }),
      );
    },
  };
}

function isRefused({ accepted, response }: SentRequest): boolean {
  return !accepted && (response?.status ?? 0) >= 400;
}

/** How many other values are tried. */
const mostControls = 5;

/** Other right values of the same property, which are at no such edge; none where no sample differs so. */
function othersThan(
  { run }: CheckContext,
  { operation }: OperationClause,
  property: Property,
  value: JsonValue,
): readonly JsonValue[] {
  const inside = insideOf(operation, property);
  const others = property.enum ?? [sampleOf(property, run.source, run.number(), { inside })];
  return others
    .filter(
      (one) =>
        JSON.stringify(one) !== JSON.stringify(value) &&
        (property.enum !== undefined || sizeOf(one) === undefined || sizeOf(one) !== sizeOf(value)),
    )
    .slice(0, mostControls);
}

/** Of a text or a list; a sample that is as long as the value is at the same edge. */
function sizeOf(value: JsonValue): number | undefined {
  return typeof value === 'string' || Array.isArray(value) ? value.length : undefined;
}

/** Where any value is refused, it is not the value that is wrong: the request as a whole should have been taken. */
function blameRequest({ mismatches }: CheckContext, id: string): void {
  for (const [index, { symptom, ...one }] of mismatches.entries())
    if (one.clause === id && symptom !== undefined) mismatches[index] = { ...one, clause: symptom };
}
