import { parentPath, type Operation, wrongWayOf } from '@oidc-admin/contract';
import type { CheckContext } from '../checks/checkContext.ts';
import type { CheckRequest } from '../checks/checkRequest.ts';
import { compose } from '../checks/compose.ts';
import { isSigningIn } from '../checks/contractViews.ts';
import {
  refusedRequests,
  type OperationChecks,
  type OperationClause,
  type Variant,
  type WrongRequest,
} from '../checks/kindChecks.ts';
import { wholeQuery } from '../checks/queries.ts';
import { rightRequest } from '../checks/requests.ts';

/** Changes that leave most of a token or a signature right: a server may look at its beginning only, or not at its length. */
const alterations: Readonly<Record<string, (proof: string) => string>> = {
  // The last characters of Base64 may say nothing: several are changed.
  end: (proof) => proof.replace(/.{4}(?==*$)/, (text) => Array.from(text, next).join('')),
  start: (proof) => next(proof.slice(0, 1)) + proof.slice(1),
  cut: (proof) => proof.slice(0, Math.ceil(proof.length * 0.75)),
};

/** Of tokens and keys: a look-up may not tell capital letters from small ones. One without letters loses its beginning. */
const ofTokens: typeof alterations = {
  ...alterations,
  otherCase: (proof) => {
    const swapped = proof.replaceAll(/[a-z]/gi, (letter) =>
      letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
    );
    return swapped === proof ? proof.slice(1) : swapped;
  },
};

/** Of a signature every digit counts. */
const ofSignatures: typeof alterations = {
  ...alterations,
  last: (proof) => proof.slice(0, -1) + next(proof.slice(-1)),
};

/** Whether the token or the signature of a wrong way is none that the server gave or would take. */
export function isUnknownProof(wrong: string): boolean {
  return wrong === 'garbage' || wrong === 'secret' || wrong === 'unknown';
}

const refused = refusedRequests((about) => {
  const { contract, clause, operation } = about;
  const { element: wrong = '' } = clause;
  const { way, scheme } = wrongWayOf(contract, operation, wrong) ?? { way: wrong };
  const variant = (name?: string, altered?: (proof: string) => string): WrongRequest => ({
    ...(name === undefined ? {} : { name }),
    ...(way === 'expired' ? { waits: true } : {}),
    // A real user is locked out after some wrong passwords.
    ...(way === 'password' ? { needs: 'disposable' } : {}),
    request: async (context) => {
      const right = await whole(context, operation);
      // What a right caller was just answered must not be kept for everybody.
      if (!operation.changes && !isSigningIn(operation)) await context.send(right);
      const request = { ...right, wrong, raw: way === 'none' };
      return altered === undefined ? request : { ...request, altered };
    },
  });
  const isSigned = scheme?.kind === 'signature';
  // Part of a password is a wrong password.
  if (!isUnknownProof(way) || scheme?.kind === 'basic')
    return [variant(), ...(isSigned ? replays(about) : [])];
  return [
    variant(),
    ...Object.entries(isSigned ? ofSignatures : ofTokens).map(([name, altered]) =>
      variant(name, altered),
    ),
  ];
});

/** A wrong way to sign in: the clause's element. */
export const security: OperationChecks = {
  ...refused,
  variants: (about) => [...refused.variants(about), ...eachReplayed(about)],
};

/** A request with everything in it. */
async function whole(context: CheckContext, operation: Operation): Promise<CheckRequest> {
  const right = await rightRequest(context, operation, { properties: 'full' });
  return { ...right, query: wholeQuery(context, operation) };
}

/** What of a request another one may differ in, so that its signature is wrong there. */
const differing: Readonly<
  Record<string, (right: CheckRequest, other: CheckRequest) => Partial<CheckRequest>>
> = {
  body: (_, { body }) => (body === undefined ? {} : { body }),
  query: ({ query }) => ({ query: { ...query, replayed: '1' } }),
  path: (_, { path }) => ({ path }),
};

/** A right request, and then its signature once more with another body, query or path: a server may remember it as right. */
function replays({ contract, clause, operation }: OperationClause): readonly WrongRequest[] {
  const { element: wrong = '' } = clause;
  const change = differing[wrong];
  const parent = contract.resources.find(
    (one) =>
      one.parent !== undefined &&
      operation.parameters.some(({ name, in: place }) => place === 'path' && name === one.parent),
  );
  if (change === undefined || (wrong === 'path' && parent === undefined)) return [];
  return [
    {
      name: 'replayed',
      sideBySide: !operation.changes,
      ...(wrong === 'path' ? { parents: 2 } : {}),
      request: async (context) => {
        const right = await whole(context, operation);
        const composed = await compose(context.run, context, right);
        await context.perform(composed, {});
        const other = await whole(context, operation);
        const path =
          wrong === 'path' && parent?.parent !== undefined
            ? { ...right.path, ...parentPath(parent, context.run.pool.parentOf(parent, 1)) }
            : right.path;
        const changed = change(right, { ...other, path });
        return { ...right, ...changed, wrong, replayed: composed.wire.headers };
      },
    },
  ];
}

/** Whether an operation is signed in a way that the clause's replays are about. */
function isReplayed({ contract, clause, operation }: OperationClause, wrong: string): boolean {
  const { element = '' } = clause;
  const { scheme } = wrongWayOf(contract, operation, element) ?? {};
  return scheme?.kind === 'signature' && element === wrong;
}

/**
 * A right request, and then its signature with each parameter of the query changed by itself, or with a body that says the same
 * in other bytes: a server may sign what it has made of a request, or only what it uses.
 */
function eachReplayed(about: OperationClause): readonly Variant[] {
  const { clause, operation } = about;
  const { element: wrong = '' } = clause;
  const variant = (
    name: string,
    changes: (right: CheckRequest) => readonly Partial<CheckRequest>[],
  ): Variant => ({
    name,
    sideBySide: !operation.changes,
    run: async (context) => {
      const right = await whole(context, operation);
      const composed = await compose(context.run, context, right);
      await context.perform(composed, {});
      for (const change of changes(right))
        await context.send({ ...right, ...change, wrong, replayed: composed.wire.headers });
    },
  });
  const isInQuery = operation.parameters.some((one) => one.in === 'query');
  return [
    ...(isInQuery && isReplayed(about, 'query')
      ? [
          variant('eachReplayed', ({ query = {} }) =>
            Object.entries(query).map(([name, value]) => ({
              query: { ...query, [name]: `${value}x` },
            })),
          ),
        ]
      : []),
    ...(operation.body !== undefined && isReplayed(about, 'body')
      ? [variant('respelled', ({ body = {} }) => [{ text: JSON.stringify(body, null, 1) }])]
      : []),
  ];
}

/** Another digit for a hexadecimal digit, another letter for a letter; everything else stays. */
function next(character: string): string {
  if (/[0-8a-eA-Eg-yG-Y]/.test(character))
    return String.fromCodePoint((character.codePointAt(0) ?? 0) + 1);
  return ({ 9: '0', f: 'a', F: 'A', z: 'g', Z: 'G' } as Record<string, string>)[character] ?? 'A';
}
