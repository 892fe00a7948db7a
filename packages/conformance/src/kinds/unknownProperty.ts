import type { JsonValue } from '@oidc-admin/contract';
import { isHarmless, signingIn } from '../checks/accepting.ts';
import { bodyValueAt, withBodyValue, type Body } from '../checks/bodies.ts';
import type { CheckContext } from '../checks/checkContext.ts';
import { resourceOn } from '../checks/contractViews.ts';
import type { OperationChecks, Variant } from '../checks/kindChecks.ts';
import { sendAccepted } from '../checks/signIn.ts';

/** A property that is not documented, and the key where only the path has one. */
export const unknownProperty: OperationChecks = {
  variants: (about) => {
    const { contract, clause, operation } = about;
    const { element } = clause;
    const key = resourceOn(contract, operation)?.key;
    const variant = (name: string, unknown: (context: CheckContext) => Body): Variant => ({
      name,
      sideBySide: isHarmless(about),
      ...signingIn(about),
      run: async (context) => {
        await sendAccepted(context, operation, clause, {
          // What is inside of an object needs the object.
          ...(element === undefined ? {} : { wanted: { properties: 'full' } }),
          change: (right) => ({ ...right, body: withMore(right.body, element, unknown(context)) }),
        });
      },
    });
    const isDocumented = operation.body?.properties.some(({ name }) => name === key) !== false;
    return [
      variant('undocumented', () => ({ oidcAdminUnknown: 'not documented' })),
      ...(key === undefined || isDocumented || element !== undefined
        ? []
        : [variant('key', ({ run }) => ({ [key]: run.pool.newKey() }))]),
    ];
  },
};

/** A body in which there is more in one of its objects, or in itself. */
function withMore(body: JsonValue | undefined, element: string | undefined, more: Body): Body {
  if (element === undefined) return { ...(body as Body), ...more };
  return withBodyValue(body, element, { ...(bodyValueAt(body, element) as Body), ...more });
}
