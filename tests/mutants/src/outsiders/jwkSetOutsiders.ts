import { isObject, type JsonValue, type Received } from '@oidc-admin/mock';
import { savingOtherwise, sentBody, type FaultHooks } from '@oidc-admin/mock/faults';
import { outsidersIn, type Outsider } from './outsider.ts';

const fact =
  'pvwa.md, Update: jwkSet is a string holding JSON with a keys array of JWKs (the vendor: it must include keys)';

/** Takes a jwkSet of some wrong forms for right and keeps it as it was sent. */
export function taking(isTaken: (parsed: JsonValue | undefined) => boolean): FaultHooks {
  const sentKeys = (body: { readonly [name: string]: JsonValue }): string | undefined => {
    const { jwkSet } = body;
    return typeof jwkSet === 'string' && isTaken(parsedOrNothing(jwkSet)) ? jwkSet : undefined;
  };
  return {
    request: (request) => {
      const body = sentBody({ request });
      return sentKeys(body) === undefined
        ? request
        : { ...request, body: { kind: 'json', value: { ...body, jwkSet: '{"keys":[]}' } } };
    },
    decide: (decision, context) => {
      const jwkSet = sentKeys(receivedObject(context.received));
      if (jwkSet === undefined || decision.broken.length > 0) return decision;
      const changed = savingOtherwise(decision, context, (saved) => ({ ...saved, jwkSet }));
      const body = isObject(decision.body) ? { ...decision.body, jwkSet } : decision.body;
      return { ...changed, body };
    },
  };
}

/** Servers that take something for a set of keys that is none. */
export const jwkSetOutsiders: readonly Outsider[] = outsidersIn('pvwa', 'jwkSet', {
  addProvider: [
    {
      name: 'keys-missing',
      says: 'A jwkSet without keys, such as {}, is taken.',
      authority: 'documented',
      fact,
      breaks: ['addProvider.jwkSet.contentSchema'],
      hooks: taking((parsed) => isObject(parsed) && !('keys' in parsed)),
    },
    {
      name: 'keys-of-texts',
      says: 'A jwkSet whose keys are texts instead of JWKs is taken.',
      authority: 'documented',
      fact,
      breaks: ['addProvider.jwkSet.contentSchema'],
      hooks: taking((parsed) => {
        const keys = isObject(parsed) ? parsed['keys'] : undefined;
        return Array.isArray(keys) && keys.some((key) => typeof key === 'string');
      }),
    },
  ],
  updateProvider: [
    {
      name: 'keys-no-array',
      says: 'A jwkSet whose keys are an object instead of an array is taken.',
      authority: 'documented',
      fact,
      breaks: ['updateProvider.jwkSet.contentSchema'],
      hooks: taking((parsed) => isObject(parsed) && isObject(parsed['keys'])),
    },
    {
      name: 'keys-no-json',
      says: 'A jwkSet that is no JSON is taken, as nobody parses it before the first sign-in.',
      authority: 'documented',
      fact,
      breaks: ['updateProvider.jwkSet.contentSchema'],
      hooks: taking((parsed) => parsed === undefined),
    },
    {
      name: 'keys-bare-list',
      says: 'A bare list of keys is taken for a jwkSet.',
      authority: 'documented',
      fact,
      breaks: ['updateProvider.jwkSet.contentSchema'],
      hooks: taking((parsed) => Array.isArray(parsed)),
    },
  ],
});

function parsedOrNothing(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

/** The JSON object that was really received. */
function receivedObject({ body }: Received): { readonly [name: string]: JsonValue } {
  const parsed = parsedOrNothing(Buffer.from(body).toString());
  return isObject(parsed) ? parsed : {};
}
