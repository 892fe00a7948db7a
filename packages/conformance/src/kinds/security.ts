import { isSigningIn } from '../checks/contractViews.ts';
import { refusedRequests, type WrongRequest } from '../checks/kindChecks.ts';
import { wholeQuery } from '../checks/queries.ts';
import { rightRequest } from '../checks/requests.ts';

/** Changes that leave most of a token or a signature right: a server may look at its beginning only, or not at its length. */
const alterations: Readonly<Record<string, (proof: string) => string>> = {
  // The last characters of Base64 may say nothing: several are changed.
  end: (proof) => proof.replace(/.{4}(?==*$)/, (text) => Array.from(text, next).join('')),
  start: (proof) => next(proof.slice(0, 1)) + proof.slice(1),
  cut: (proof) => proof.slice(0, Math.ceil(proof.length * 0.75)),
};

/** Whether the token or the signature of a wrong way is none that the server gave or would take. */
export function isUnknownProof(wrong: string): boolean {
  return wrong === 'garbage' || wrong === 'secret';
}

/** A wrong way to sign in: the clause's element. */
export const security = refusedRequests(({ clause: { element: wrong = '' }, operation }) => {
  const variant = (name?: string, altered?: (proof: string) => string): WrongRequest => ({
    ...(name === undefined ? {} : { name }),
    ...(wrong === 'expired' ? { waits: true } : {}),
    request: async (context) => {
      const right = await rightRequest(context, operation, { properties: 'full' });
      const query = wholeQuery(context, operation);
      // What a right caller was just answered must not be kept for everybody.
      if (!operation.changes && !isSigningIn(operation))
        await context.send({ ...right, query }, { silent: true });
      const request = { ...right, query, wrong, raw: wrong === 'none' };
      return altered === undefined ? request : { ...request, altered };
    },
  });
  if (!isUnknownProof(wrong)) return [variant()];
  return [
    variant(),
    ...Object.entries(alterations).map(([name, altered]) => variant(name, altered)),
  ];
});

/** Another digit for a hexadecimal digit, another letter for a letter; everything else stays. */
function next(character: string): string {
  if (/[0-8a-eA-Eg-yG-Y]/.test(character))
    return String.fromCodePoint((character.codePointAt(0) ?? 0) + 1);
  return ({ 9: '0', f: 'a', F: 'A', z: 'g', Z: 'G' } as Record<string, string>)[character] ?? 'A';
}
