import { makesKeys, type JsonValue } from '@oidc-admin/contract';
import type { Mismatch } from '@oidc-admin/model';
import { isHarmless, signingIn } from '../checks/accepting.ts';
import { bodyValueAt, withBodyValue, type Body } from '../checks/bodies.ts';
import { resourceOn } from '../checks/contractViews.ts';
import type { OperationChecks, OperationClause, Variant } from '../checks/kindChecks.ts';
import { readBack } from '../checks/readBack.ts';
import { parentIn } from '../checks/resourceRef.ts';
import { sendAccepted } from '../checks/signIn.ts';

/** A property that is not documented, and the key where only the path has one. */
export const unknownProperty: OperationChecks = {
  variants: (about) => {
    const { contract, clause, operation } = about;
    const { element } = clause;
    const key = resourceOn(contract, operation)?.key;
    const isDocumented = operation.body?.properties.some(({ name }) => name === key) !== false;
    return [
      {
        name: 'undocumented',
        sideBySide: isHarmless(about),
        ...signingIn(about),
        run: async (context) => {
          await sendAccepted(context, operation, clause, {
            // What is inside of an object needs the object.
            ...(element === undefined ? {} : { wanted: { properties: 'full' } }),
            change: (right) => ({
              ...right,
              body: withMore(right.body, element, { oidcAdminUnknown: 'not documented' }),
            }),
          });
        },
      },
      ...(key === undefined || isDocumented || element !== undefined
        ? []
        : [withOtherKey(about, key)]),
    ];
  },
};

/** A free key in the body: what the path names keeps its own. */
function withOtherKey({ contract, clause, operation }: OperationClause, key: string): Variant {
  return {
    name: 'key',
    sideBySide: isHarmless({ contract, clause, operation }),
    run: async (context) => {
      const { pool } = context.run;
      const resource = resourceOn(contract, operation);
      const other = pool.newKey();
      const sent = await sendAccepted(context, operation, clause, {
        change: (right) => ({ ...right, body: withMore(right.body, undefined, { [key]: other }) }),
      });
      const { [key]: named } = sent.request.path;
      if (!sent.accepted || !operation.changes) return;
      // What is made has the key that the server gives it.
      if (resource === undefined || named === undefined) return;
      const relabel = ({ clause: broken }: Mismatch): string => {
        const kind = context.run.clause(broken)?.kind;
        return kind === 'existence' || kind === 'status' ? clause.id : broken;
      };
      const read = await readBack(context, sent, { relabel });
      // It has another key from now on: nobody else is to work with it.
      if (read === undefined || read.accepted) return;
      const parent = parentIn(resource, sent.request.path);
      for (const one of makesKeys(resource) ? [named] : [named, other])
        await pool.discard(context, pool.at(resource, parent, one));
    },
  };
}

/** A body in which there is more in one of its objects, or in itself. */
function withMore(body: JsonValue | undefined, element: string | undefined, more: Body): Body {
  if (element === undefined) return { ...(body as Body), ...more };
  return withBodyValue(body, element, { ...(bodyValueAt(body, element) as Body), ...more });
}
