import { isHarmless, signingIn } from '../checks/accepting.ts';
import type { Body } from '../checks/bodies.ts';
import type { CheckContext } from '../checks/checkContext.ts';
import { resourceOn } from '../checks/contractViews.ts';
import type { OperationChecks, Variant } from '../checks/kindChecks.ts';
import { sendAccepted } from '../checks/signIn.ts';

/** A property that is not documented, and the key where only the path has one. */
export const unknownProperty: OperationChecks = {
  variants: (about) => {
    const { contract, clause, operation } = about;
    const key = resourceOn(contract, operation)?.key;
    const variant = (name: string, unknown: (context: CheckContext) => Body): Variant => ({
      name,
      sideBySide: isHarmless(about),
      ...signingIn(about),
      run: async (context) => {
        await sendAccepted(context, operation, clause, {
          change: (right) => ({ ...right, body: { ...(right.body as Body), ...unknown(context) } }),
        });
      },
    });
    const isDocumented = operation.body?.properties.some(({ name }) => name === key) !== false;
    return [
      variant('undocumented', () => ({ oidcAdminUnknown: 'not documented' })),
      ...(key === undefined || isDocumented
        ? []
        : [variant('key', ({ run }) => ({ [key]: run.pool.newKey() }))]),
    ];
  },
};
