import {
  childrenOf,
  isObject,
  savedAt,
  withSaved,
  type FaultContext,
  type Saved,
} from '@oidc-admin/mock';
import { namedPlace, savedBefore, sentBody, type FaultHooks } from '@oidc-admin/mock/faults';
import {
  keeping,
  namedKey,
  refusingRight,
  takingPathAs,
  withEach,
  withoutNamed,
} from './handlerHooks.ts';
import { taking } from './jwkSetOutsiders.ts';
import { outsidersIn, type Outsider } from './outsider.ts';
import { lettingInWhere, rightSignature } from './signatureOutsiders.ts';
import { hashOf } from './signatureV4.ts';

const readMethod = 'pvwa.md, Authentication methods: a read answers the method';
const notFound = 'pvwa.md, Server: 404 not found; readings: an unknown id gives 404';
const keys =
  'pvwa.md, Update: jwkSet is a string holding JSON with a keys array of JWKs (the vendor: it must include keys)';
const changed = 'wickr.md, readings: a body or query changed after signing gives 401 or 403';

/** Adds by a session are in its own list at once, and in the lists of others when it writes the next time. */
const unflushed: FaultHooks = {
  view: (state, { operation, request, memory }) =>
    operation.id === 'listProviders'
      ? withEach(state, 'provider', (saved, id) =>
          [undefined, tokenOf(request)].includes(memory.get(id) as string | undefined)
            ? saved
            : undefined,
        )
      : state,
  decide: (decision, context) => {
    const { memory, operation, request } = context;
    const token = tokenOf(request);
    if (decision.next.resources === context.state.resources) return decision;
    for (const [id, by] of memory) if (by === token) memory.delete(id);
    if (operation.id === 'addProvider') memory.set(namedKey(context), token);
    return decision;
  },
};

/** Servers whose fault shows under one more condition only: one value beside another, one of many rules, the third time. */
export const narrowOutsiders: readonly Outsider[] = [
  ...outsidersIn('pvwa', 'values', {
    updateAuthenticationMethod: [
      {
        name: 'mobile-follows-enabled',
        says: 'A method that is enabled is enabled for mobiles too, although mobileEnabled was sent as false.',
        authority: 'documented',
        fact: `${readMethod}; enabled and mobileEnabled are two booleans`,
        breaks: ['authenticationMethod.kept'],
        hooks: keeping((saved) =>
          saved['enabled'] === true && saved['mobileEnabled'] === false
            ? { ...saved, mobileEnabled: true }
            : saved,
        ),
      },
    ],
  }),
  ...outsidersIn('pvwa', 'alike', {
    deleteProvider: [
      {
        name: 'later-equal-one-too',
        says: 'A delete also takes away a provider that was added later and is equal in all but the id.',
        authority: 'documented',
        fact: 'pvwa.md, The rest of the family: delete is of the id',
        breaks: ['provider.separate', 'provider.deleted'],
        hooks: {
          decide: (decision, context) => {
            const before = savedBefore(context);
            if (decision.status !== 204 || before === undefined) return decision;
            const values = (saved: Saved): string =>
              JSON.stringify(
                Object.entries(withoutNamed(saved, 'id')).toSorted(([one], [other]) =>
                  one.localeCompare(other),
                ),
              );
            const ids = [...childrenOf(context.state, 'provider', '').keys()];
            const own = ids.indexOf(namedKey(context));
            const next = withEach(decision.next, 'provider', (other, id) =>
              ids.indexOf(id) > own && values(other) === values(before) ? undefined : other,
            );
            return { ...decision, next };
          },
        },
      },
    ],
    updateAuthenticationMethod: [
      {
        name: 'label-where-display-name',
        says: 'An update writes its sign-in label to every method that has the same display name.',
        authority: 'documented',
        fact: 'pvwa.md, Authentication methods: update is of the id',
        breaks: ['authenticationMethod.separate', 'authenticationMethod.kept'],
        hooks: {
          decide: (decision, context) => {
            const place = namedPlace(context);
            const saved = place && savedAt(decision.next, place);
            const { displayName, signInLabel } = saved ?? {};
            if (decision.status !== 200 || !displayName || signInLabel === undefined)
              return decision;
            const next = withEach(decision.next, 'authenticationMethod', (other) =>
              other['displayName'] === displayName ? { ...other, signInLabel } : other,
            );
            return { ...decision, next };
          },
        },
      },
    ],
  }),
  ...outsidersIn('pvwa', 'keys', {
    getAuthenticationMethod: [
      {
        name: 'json-is-a-format',
        says: 'An id with .json behind it is read as the id, as the framework takes it for a format.',
        authority: 'documented',
        fact: notFound,
        breaks: ['getAuthenticationMethod.path.id.existence'],
        hooks: takingPathAs('id', (id, known) => known.find((one) => `${one}.json` === id)),
      },
    ],
  }),
  ...outsidersIn('pvwa', 'unchanged', {
    updateProvider: [
      {
        name: 'description-before-method',
        says: 'An update that is refused for its clientSecretMethod alone has saved its description already.',
        authority: 'reading',
        fact: 'pvwa.md, Server: 400 bad request (a refusal)',
        breaks: ['provider.refusedUnchanged'],
        hooks: {
          decide: (decision, context) => {
            const place = namedPlace(context);
            const before = savedBefore(context);
            const { description } = sentBody(context);
            const isOnly = decision.broken.every(
              ({ property }) => property === 'clientSecretMethod',
            );
            if (decision.status !== 400 || !isOnly || !place || !before || !description)
              return decision;
            const saved = { ...before, description };
            return { ...decision, next: withSaved(decision.next, place, saved) };
          },
        },
      },
    ],
    getAuthenticationMethod: [
      {
        name: 'third-read-switches',
        says: 'Each third read of the same method switches mobileEnabled.',
        authority: 'documented',
        fact: `${readMethod}; RFC 9110, 9.2.1: GET is safe`,
        breaks: ['authenticationMethod.readUnchanged'],
        hooks: {
          decide: (decision, context) => {
            const place = namedPlace(context);
            const before = savedBefore(context);
            if (decision.status !== 200 || !place || !before) return decision;
            const count = Number(context.memory.get(place.key) ?? 0) + 1;
            context.memory.set(place.key, count);
            const saved = { ...before, mobileEnabled: before['mobileEnabled'] !== true };
            return count % 3 === 0
              ? { ...decision, next: withSaved(decision.next, place, saved) }
              : decision;
          },
        },
      },
    ],
  }),
  ...outsidersIn('pvwa', 'sessions', {
    listProviders: [
      {
        name: 'cache-of-the-session',
        says: 'A list lacks what another session has added, until that session writes again.',
        authority: 'documented',
        fact: 'pvwa.md, The rest of the family: list answers [provider, ...]',
        breaks: ['provider.kept', 'provider.listed'],
        everywhere: true,
        hooks: unflushed,
      },
    ],
  }),
  ...outsidersIn('pvwa', 'order', {
    addProvider: [
      {
        name: 'taken-before-description',
        says: 'A taken id is refused with 409 although the description is too long.',
        authority: 'reading',
        fact: 'pvwa.md, readings: 409 for a taken id only where the body is valid',
        breaks: ['addProvider.order'],
        hooks: {
          decide: (decision, context) =>
            decision.status === 400 &&
            decision.broken.some(
              ({ kind, property }) => kind === 'maxLength' && property === 'description',
            ) &&
            savedBefore(context) !== undefined
              ? context.refuse(409, 'There is one of this id.')
              : decision,
        },
      },
    ],
  }),
  ...outsidersIn('pvwa', 'http', {
    updateProvider: [
      {
        name: 'first-chunks-only',
        says: 'Of a chunked body of more than 16 kB only the beginning is parsed, so that it is refused.',
        authority: 'documented',
        fact: 'RFC 9112, 7.1: a server must be able to read chunked bodies',
        breaks: ['updateProvider.transfer'],
        hooks: refusingRight(
          400,
          ({ received: { headers, body } }) =>
            headers['transfer-encoding'] === 'chunked' && body.byteLength > 16_384,
        ),
      },
    ],
  }),
  ...outsidersIn('pvwa', 'jwkSet', {
    addProvider: [
      {
        name: 'other-members-only',
        says: 'A jwkSet without keys is taken where it has some other member.',
        authority: 'documented',
        fact: keys,
        breaks: ['addProvider.jwkSet.contentSchema'],
        hooks: taking(
          (parsed) => isObject(parsed) && !('keys' in parsed) && Object.keys(parsed).length > 0,
        ),
      },
    ],
    updateProvider: [
      {
        name: 'keys-in-capitals',
        says: 'Keys or KEYS is taken for keys, as names are bound without regard to letter case.',
        authority: 'documented',
        fact: keys,
        breaks: ['updateProvider.jwkSet.contentSchema'],
        hooks: taking(
          (parsed) =>
            isObject(parsed) &&
            Object.keys(parsed).some((name) => name !== 'keys' && /^keys$/i.test(name)),
        ),
      },
    ],
  }),
  ...outsidersIn('wickr', 'keys', {
    getOidcInfo: [
      {
        name: 'zero-before-ignored',
        says: 'A network with a zero before its eight digits is read as that network, as it is parsed as a number.',
        authority: 'reading',
        fact: 'wickr.md, RegisterOidcConfig: networkId is exactly 8 digits; readings: else 400 or 422',
        breaks: ['getOidcInfo.path.networkId.pathParameter'],
        hooks: {
          request: (request) => {
            const { networkId = '' } = request.path;
            return /^0\d{8}$/.test(networkId)
              ? { ...request, path: { ...request.path, networkId: networkId.slice(1) } }
              : request;
          },
        },
      },
    ],
  }),
  ...outsidersIn('wickr', 'signatures', {
    getOidcInfo: [
      {
        name: 'url-not-signed',
        says: 'The value of the parameter url is left out of the signature.',
        authority: 'documented',
        fact: changed,
        breaks: ['getOidcInfo.query.security'],
        hooks: {
          caller: (caller, { received, memory }) => {
            const given = received.headers['authorization'] ?? '';
            const without = received.target.replace(/([?&]url=)[^&]*/, '$1');
            if (caller.kind === 'signed') memory.set(`${given} ${without}`, true);
            const isKnown = memory.has(`${given} ${without}`) && without !== received.target;
            return caller.kind === 'wrong' && isKnown
              ? { kind: 'signed', role: 'administrator' }
              : caller;
          },
        },
      },
    ],
    registerOidcConfigTest: [
      {
        name: 'white-space-not-signed',
        says: 'The body is written anew before it is hashed, so that white space in it may change.',
        authority: 'documented',
        fact: changed,
        breaks: ['registerOidcConfigTest.body.security'],
        hooks: lettingInWhere(['body', 'secret'], (received, given) => {
          const text = Buffer.from(received.body).toString();
          try {
            return rightSignature(received, hashOf(JSON.stringify(JSON.parse(text)))) === given;
          } catch {
            return false;
          }
        }),
      },
    ],
  }),
];

function tokenOf({ caller }: FaultContext['request']): string {
  return caller.kind === 'token' ? caller.token : '';
}
