import { isNested, type Clause, type JsonValue } from '@oidc-admin/contract';
import { isHarmless } from './accepting.ts';
import { alternativeWith, withBodyValue } from './bodies.ts';
import type { CheckContext } from './checkContext.ts';
import { textOf } from './json.ts';
import { isKey, propertyOfClause, type OperationChecks, type Variant } from './kindChecks.ts';
import { wholeQuery } from './queries.ts';
import { readBack } from './readBack.ts';
import type { PropertyClause } from './refusedValues.ts';
import { sendAccepted } from './signIn.ts';

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
            const sent = await sendAccepted(context, operation, clause, {
              wanted: {
                alternative: alternativeWith(operation, name),
                // What is inside of an object needs the object.
                ...(isInside(clause) ? { properties: 'full' } : {}),
              },
              change: (right) => {
                if (clause.in === 'query')
                  return { ...right, query: { ...query, [name]: textOf(value) } };
                if (clause.in === 'header')
                  return { ...right, headers: { ...right.headers, [name]: textOf(value) } };
                return { ...right, body: withBodyValue(right.body, name, value) };
              },
            });
            if (sent.accepted && operation.changes) await readBack(context, sent);
          },
        }),
      );
    },
  };
}
