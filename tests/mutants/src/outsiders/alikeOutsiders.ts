import { setTimeout as wait } from 'node:timers/promises';
import {
  childrenOf,
  isObject,
  savedAt,
  withSaved,
  type FaultContext,
  type JsonValue,
  type Saved,
} from '@oidc-admin/mock';
import {
  namedPlace,
  savedBefore,
  savingOtherwise,
  sentBody,
  type FaultHooks,
} from '@oidc-admin/mock/faults';
import { namedKey, withEach, withoutNamed } from './handlerHooks.ts';
import { outsidersIn, type Outsider } from './outsider.ts';

const listed = 'pvwa.md, The rest of the family: list answers 200 with [provider, ...]';
const methodsListed = 'pvwa.md, Authentication methods: list answers 200 with [method, ...]';

/** Servers that confuse what is alike, what was there before, or what others do at the same time. */
export const alikeOutsiders: readonly Outsider[] = [
  ...outsidersIn('pvwa', 'alike', {
    listProviders: [
      {
        name: 'first-hundred-only',
        says: 'A list ends after 100 providers.',
        authority: 'documented',
        fact: listed,
        breaks: ['provider.listed'],
        hooks: listingOnly('Providers', (all) => all.slice(0, 100)),
      },
      {
        name: 'distinct',
        says: 'Of providers that differ in nothing but the id, a list shows the first only (SELECT DISTINCT, GROUP BY).',
        authority: 'documented',
        fact: listed,
        breaks: ['provider.listed'],
        hooks: listingOnly('Providers', (all) => {
          const known = new Set<string>();
          return all.filter((one) => {
            const text = JSON.stringify(isObject(one) ? withoutNamed(one, 'id') : one);
            return !known.has(text) && known.add(text);
          });
        }),
      },
    ],
    listAuthenticationMethods: [
      {
        name: 'first-25-only',
        says: 'A list ends after 25 methods, and nothing tells how to get the next ones.',
        authority: 'documented',
        fact: methodsListed,
        breaks: ['authenticationMethod.listed'],
        hooks: listingOnly('Methods', (all) => all.slice(0, 25)),
      },
    ],
    getProvider: [
      {
        name: 'shared-variable',
        says: 'The id that is read stands in a variable of all requests, so that of two overlapping reads both show the later one.',
        authority: 'documented',
        fact: 'pvwa.md, The rest of the family: read one answers the provider of the id',
        breaks: ['provider.concurrent', 'provider.kept'],
        hooks: sharingParameter('id'),
      },
    ],
    addProvider: [
      {
        name: 'deleted-row-comes-back',
        says: 'A delete only marks the row; an add under the same id takes it up again, with the old values of what is left out.',
        authority: 'documented',
        fact: 'pvwa.md, The rest of the family: delete; an optional member that is left out has its default',
        breaks: ['provider.deleted', 'provider.kept', 'provider.defaults'],
        everywhere: true,
        hooks: {
          decide: (decision, context) => {
            remember(context, 'deleteProvider', decision.status === 204);
            const old = context.memory.get(namedKey(context)) as Saved | undefined;
            if (context.operation.id !== 'addProvider' || decision.status !== 201 || !old)
              return decision;
            const sent = sentBody(context);
            const kept = Object.fromEntries(
              Object.entries(old).filter(
                ([name]) => ['description', 'userNameClaim'].includes(name) && !(name in sent),
              ),
            );
            const changed = savingOtherwise(decision, context, (saved) => ({ ...saved, ...kept }));
            const body = isObject(decision.body) ? { ...decision.body, ...kept } : decision.body;
            return { ...changed, body };
          },
        },
      },
    ],
    updateProvider: [
      {
        name: 'deleted-is-updated',
        says: 'An update finds rows that are only marked as deleted, and brings them back (200 instead of 404).',
        authority: 'documented',
        fact: 'pvwa.md, Server: 404 not found; readings: an update never creates',
        breaks: ['updateProvider.path.id.existence', 'provider.neverCreated', 'provider.deleted'],
        everywhere: true,
        hooks: {
          view: (state, context) => {
            const place = namedPlace(context);
            const old = context.memory.get(place?.key ?? '') as Saved | undefined;
            const gone = place !== undefined && savedAt(state, place) === undefined;
            return context.operation.id === 'updateProvider' && gone && old !== undefined
              ? withSaved(state, place, old)
              : state;
          },
          decide: (decision, context) => {
            remember(context, 'deleteProvider', decision.status === 204);
            return decision;
          },
        },
      },
      {
        name: 'where-client-id',
        says: 'An update writes to every provider of the same client id (UPDATE … WHERE clientId = …).',
        authority: 'documented',
        fact: 'pvwa.md, Update: it replaces the provider of the id',
        breaks: ['provider.separate', 'provider.kept'],
        hooks: {
          decide: (decision, context) => {
            const before = savedBefore(context);
            const place = namedPlace(context);
            const saved = place && savedAt(decision.next, place);
            if (decision.status !== 200 || before === undefined || saved === undefined)
              return decision;
            const next = withEach(decision.next, 'provider', (other) =>
              other['clientId'] === before['clientId']
                ? { ...saved, id: other['id'] ?? '' }
                : other,
            );
            return { ...decision, next };
          },
        },
      },
    ],
    addAuthenticationMethod: [
      {
        name: 'deleted-id-is-taken',
        says: 'An id whose method was deleted stays taken for ever (409), as the unique index holds marked rows too.',
        authority: 'documented',
        fact: 'pvwa.md, Authentication methods: add answers 201; Server: 409 conflict',
        breaks: ['addAuthenticationMethod.201.status', 'authenticationMethod.deleted'],
        everywhere: true,
        hooks: {
          decide: (decision, context) => {
            remember(context, 'deleteAuthenticationMethod', decision.status === 204);
            return context.operation.id === 'addAuthenticationMethod' &&
              decision.status === 201 &&
              context.memory.has(namedKey(context))
              ? context.refuse(409, 'There is one of this id.')
              : decision;
          },
        },
      },
    ],
    deleteAuthenticationMethod: [
      {
        name: 'where-display-name',
        says: 'A delete takes away every method with the same display name (DELETE … WHERE displayName = …).',
        authority: 'documented',
        fact: 'pvwa.md, Authentication methods: delete by id; a list answers all methods',
        breaks: ['authenticationMethod.separate', 'authenticationMethod.listed'],
        hooks: {
          decide: (decision, context) => {
            const name = savedBefore(context)?.['displayName'];
            if (decision.status !== 204 || name === undefined) return decision;
            const next = withEach(decision.next, 'authenticationMethod', (other) =>
              other['displayName'] === name ? undefined : other,
            );
            return { ...decision, next };
          },
        },
      },
    ],
  }),
  ...outsidersIn('wickr', 'alike', {
    registerOidcConfig: [
      {
        name: 'where-company-id',
        says: 'A save also writes to other networks of the same company id (UPDATE … WHERE companyId = …).',
        authority: 'reading',
        fact: 'wickr.md, readings: two networks share nothing',
        breaks: ['oidcConfig.separate'],
        hooks: {
          decide: (decision, context) => {
            const place = namedPlace(context);
            const saved = place && savedAt(decision.next, place);
            if (decision.status !== 200 || place === undefined || saved === undefined)
              return decision;
            let { next } = decision;
            for (const parent of next.resources.get(place.resource)?.keys() ?? []) {
              const other = childrenOf(next, place.resource, parent).get(place.key);
              if (other?.['companyId'] === saved['companyId'])
                next = withSaved(next, { ...place, parent }, saved);
            }
            return { ...decision, next };
          },
        },
      },
    ],
    getOidcInfo: [
      {
        name: 'shared-variable',
        says: 'The network that is read stands in a variable of all requests, so that of two overlapping reads both show the later one.',
        authority: 'reading',
        fact: 'wickr.md, readings: two networks share nothing',
        breaks: ['oidcConfig.separate', 'oidcConfig.concurrent'],
        hooks: sharingParameter('networkId'),
      },
    ],
  }),
];

function listingOnly(
  name: string,
  choose: (all: readonly JsonValue[]) => readonly JsonValue[],
): FaultHooks {
  return {
    decide: (decision) => {
      const all = isObject(decision.body) ? decision.body[name] : undefined;
      return Array.isArray(all)
        ? { ...decision, body: { [name]: choose(all as readonly JsonValue[]) } }
        : decision;
    },
  };
}

/** Keeps what was deleted by an operation. */
function remember(context: FaultContext, operation: string, done: boolean): void {
  const before = savedBefore(context);
  if (context.operation.id === operation && done && before !== undefined)
    context.memory.set(namedKey(context), before);
}

/** What was read off the path waits a moment in one place for all requests before it is looked up. */
function sharingParameter(name: string): FaultHooks {
  return {
    caller: async (caller, { memory, operation, received }) => {
      const at = operation.path.split('/').indexOf(`{${name}}`) - operation.path.split('/').length;
      const parts = (received.target.split('?', 1)[0] ?? '').replace(/\/$/, '').split('/');
      const slash = operation.path.endsWith('/') ? 1 : 0;
      memory.set('value', decodeURIComponent(parts.at(at + slash) ?? ''));
      await wait(10);
      return caller;
    },
    request: (request, { memory }) => ({
      ...request,
      path: { ...request.path, [name]: String(memory.get('value')) },
    }),
  };
}
