import { isHarmless, signingIn, underFreeKey } from '../checks/accepting.ts';
import { harmlessOf, isSigningIn, resourceOn } from '../checks/contractViews.ts';
import type { OperationChecks, OperationClause, Variant } from '../checks/kindChecks.ts';
import { NotRun } from '../checks/notRun.ts';
import { sendAccepted } from '../checks/signIn.ts';

/** Nothing but what is required, every byte of the response looked at; signing out is open to each role. */
export const minimal: OperationChecks = {
  shows: 'success',
  variants: (about) => {
    const { contract, clause, operation } = about;
    const listed = operation.action.does === 'list' ? resourceOn(contract, operation) : undefined;
    const variant = (role?: string): Variant => ({
      ...(role === undefined ? signingIn(about) : { name: role, principals: [role] }),
      sideBySide: isHarmless(about) && listed === undefined,
      run: async (context) => {
        // An empty list would tell nothing of what is in it.
        if (listed !== undefined && context.run.parameters.level !== 'default')
          await context.run.pool.current(context, listed);
        await sendAccepted(context, operation, clause, {
          change: (right) => ({ ...right, raw: true, pages: true }),
          ...(role === undefined ? {} : { role }),
        });
      },
    });
    const roles = isSigningIn(operation) ? contract.roles : [];
    return [
      variant(),
      ...roles.map(({ name }) => variant(name)),
      ...encodedKey(about),
      ...underFreeKey(about, 'minimal'),
      ...(operation.body === undefined && operation.changes && !isSigningIn(operation)
        ? [mediaTypeAlone(about)]
        : []),
      ...(listed?.key === undefined || 'everywhere' in operation.action ? [] : [atFirst(about)]),
      ...(operation.action.does === 'close' ? besideOthers(about) : []),
    ];
  },
};

/** The key of what exists, with a letter percent-encoded that needs no encoding. */
function encodedKey(about: OperationClause): readonly Variant[] {
  const { contract, clause, operation } = about;
  const key = resourceOn(contract, operation)?.key;
  if (!operation.parameters.some((one) => one.in === 'path' && one.name === key)) return [];
  return [
    {
      name: 'encodedKey',
      sideBySide: isHarmless(about),
      run: async (context) => {
        await sendAccepted(context, operation, clause, {
          change: (right) => ({ ...right, spelling: { encoded: key ?? '' } }),
        });
      },
    },
  ];
}

/** Many clients name a media type in each request: of a body that is not there it says nothing. */
function mediaTypeAlone({ contract, clause, operation }: OperationClause): Variant {
  const mediaType = contract.operations.find(({ body }) => body !== undefined)?.body?.mediaType;
  return {
    name: 'mediaTypeAlone',
    run: async (context) => {
      await sendAccepted(context, operation, clause, {
        change: (right) =>
          mediaType === undefined
            ? right
            : { ...right, headers: { ...right.headers, 'content-type': mediaType } },
      });
    },
  };
}

/** The list as it was before anything was made, which is empty at many targets. */
function atFirst({ operation }: OperationClause): Variant {
  return {
    name: 'first',
    sideBySide: true,
    run: async (context) => {
      const first = context.run.firstLists.get(operation.id);
      if (first?.exchange === undefined)
        throw new NotRun('preparation', 'nothing was listed before the checks');
      context.exchanges.push(first.exchange);
      // They were found by another check: here the exchange is in another place.
      const at = context.exchanges.length - 1;
      context.add(first.sent.mismatches.map((one) => ({ ...one, exchange: at })));
    },
  };
}

/** Who signs out in one place is still signed in in another, and so is everybody else. */
function besideOthers({ contract, clause, operation }: OperationClause): readonly Variant[] {
  const harmless = harmlessOf(contract);
  if (harmless === undefined) return [];
  return [
    {
      name: 'others',
      principals: ['default'],
      run: async (context) => {
        const { principals, sessions } = context.run;
        const staying = principals.filter(({ borrowed }) => borrowed !== true);
        const ask = (by: string): ReturnType<typeof context.send> =>
          context.send({ operation: harmless, path: {}, by }, { blame: [clause.id] });
        for (const { name } of staying) await ask(name);
        await sendAccepted(context, operation, clause);
        for (const { name } of staying) {
          const { matched } = await ask(name);
          // What comes after is not told of it again.
          if (matched === undefined) sessions.forget(name);
        }
      },
    },
  ];
}
