import {
  childrenOf,
  isObject,
  savedAt,
  withSaved,
  type Decision,
  type FaultContext,
  type Saved,
} from '@oidc-admin/mock';
import { namedPlace, savedBefore, savingOtherwise, sentBody } from '@oidc-admin/mock/faults';
import { withEach, withoutNamed } from './handlerHooks.ts';
import { outsidersIn, type Outsider } from './outsider.ts';

const changesNothing = 'wickr.md, readings: GetOidcInfo and RegisterOidcConfigTest change nothing';

/** Servers that change something where nothing should change, or answer otherwise than the next read. */
export const unchangedOutsiders: readonly Outsider[] = [
  ...outsidersIn('pvwa', 'unchanged', {
    listProviders: [
      {
        name: 'list-thins-rows',
        says: 'A list drops the descriptions from the rows that it shares with the store, so that later reads lack them.',
        authority: 'documented',
        fact: 'pvwa.md, The rest of the family: a read answers the members above; RFC 9110, 9.2.1: GET is safe',
        breaks: ['provider.readUnchanged', 'provider.kept'],
        hooks: {
          decide: (decision) =>
            decision.status === 200
              ? {
                  ...decision,
                  next: withEach(decision.next, 'provider', (saved) =>
                    withoutNamed(saved, 'description'),
                  ),
                }
              : decision,
        },
      },
    ],
    addProvider: [
      {
        name: 'refused-add-writes',
        says: 'An add under a taken id is refused, but its client id was already written to the row.',
        authority: 'reading',
        fact: 'pvwa.md, The rest of the family: 409 where the id is taken (a refusal)',
        breaks: ['provider.refusedUnchanged'],
        hooks: {
          decide: (decision, context) => {
            const place = namedPlace(context);
            const before = savedBefore(context);
            const { clientId } = sentBody(context);
            if (decision.status !== 409 || !place || !before || clientId === undefined)
              return decision;
            return { ...decision, next: withSaved(decision.next, place, { ...before, clientId }) };
          },
        },
      },
    ],
    updateProvider: [
      {
        name: 'refused-update-clears',
        says: 'An update whose body breaks a rule is refused, but the description of the row was already cleared.',
        authority: 'reading',
        fact: 'pvwa.md, Server: 400 bad request (a refusal)',
        breaks: ['provider.refusedUnchanged'],
        hooks: {
          decide: (decision, context) => {
            const place = namedPlace(context);
            const before = savedBefore(context);
            const byRule = decision.broken.some(({ kind }) => kind === 'maxLength');
            if (decision.status !== 400 || !byRule || !place || !before) return decision;
            const saved = withoutNamed(before, 'description');
            return { ...decision, next: withSaved(decision.next, place, saved) };
          },
        },
      },
    ],
    addAuthenticationMethod: [
      {
        name: 'answer-with-guess',
        says: 'The answer to an add shows enabled as true where it was not sent, while the next read has no such property.',
        authority: 'reading',
        fact: 'pvwa.md, Authentication methods: add answers 201, the method',
        breaks: ['authenticationMethod.kept'],
        hooks: {
          decide: (decision) =>
            decision.status === 201 && isObject(decision.body)
              ? { ...decision, body: { enabled: true, ...decision.body } }
              : decision,
        },
      },
    ],
    updateAuthenticationMethod: [
      {
        name: 'answer-is-old-row',
        says: 'The answer to an update is the method as it was before.',
        authority: 'documented',
        fact: 'pvwa.md, Authentication methods: update answers 200, the method',
        breaks: ['authenticationMethod.kept'],
        hooks: {
          decide: (decision, context) => {
            const before = savedBefore(context);
            return decision.status === 200 && before !== undefined
              ? { ...decision, body: { ...before } }
              : decision;
          },
        },
      },
    ],
    deleteAuthenticationMethod: [
      {
        name: 'unknown-deletes-last',
        says: 'A delete of an unknown id answers 404 and takes away the last method (splice of index -1).',
        authority: 'documented',
        fact: 'pvwa.md, Server: 404 not found (a refusal); a list answers all methods',
        breaks: ['authenticationMethod.refusedUnchanged', 'authenticationMethod.listed'],
        hooks: {
          decide: (decision) => {
            const last = [...childrenOf(decision.next, 'authenticationMethod', '').keys()].at(-1);
            if (decision.status !== 404 || last === undefined) return decision;
            const next = withEach(decision.next, 'authenticationMethod', (other, key) =>
              key === last ? undefined : other,
            );
            return { ...decision, next };
          },
        },
      },
    ],
  }),
  ...outsidersIn('wickr', 'unchanged', {
    registerOidcConfigTest: [
      {
        name: 'redirect-changes',
        says: 'Trying out a provider gives the saved configuration another redirectUrl.',
        authority: 'documented',
        fact: `wickr.md, RegisterOidcConfigTest: saves nothing; ${changesNothing}`,
        breaks: ['oidcConfig.readUnchanged'],
        hooks: {
          decide: (decision, context) =>
            decision.status === 200
              ? changingConfig(decision, context, (saved) => ({
                  ...saved,
                  redirectUrl: 'https://messaging-pro-prod.wickr.com/deeplink/oidc.php?test=1',
                }))
              : decision,
        },
      },
    ],
    getOidcInfo: [
      {
        name: 'client-id-kept',
        says: 'The clientId of a read with token parameters is kept as that of the configuration.',
        authority: 'documented',
        fact: `wickr.md, GetOidcInfo: read only; ${changesNothing}`,
        breaks: ['oidcConfig.readUnchanged'],
        hooks: {
          decide: (decision, context) => {
            const { clientId, code } = context.request.query;
            if (decision.status !== 200 || clientId === undefined || code === undefined)
              return decision;
            return changingConfig(decision, context, (saved) => ({ ...saved, clientId }));
          },
        },
      },
    ],
    registerOidcConfig: [
      {
        name: 'refused-save-renumbers',
        says: 'A save that is refused has already taken the next applicationId.',
        authority: 'reading',
        fact: 'wickr.md, Errors: 400 (a refusal); readings: after a save, the members of the last save',
        breaks: ['oidcConfig.refusedUnchanged'],
        hooks: {
          decide: (decision, context) =>
            decision.status === 400 || decision.status === 422
              ? changingConfig(decision, context, renumbered)
              : decision,
        },
      },
      {
        name: 'repeated-save-renumbers',
        says: 'A save that is repeated makes a new application with another applicationId.',
        authority: 'reading',
        fact: 'wickr.md, readings: a save that is repeated with the same body has the same effect',
        breaks: ['oidcConfig.repeatable'],
        hooks: {
          decide: (decision, context) => {
            const before = savedBefore(context);
            if (decision.status !== 200 || before === undefined || !isObject(decision.body))
              return decision;
            const { applicationId = 1 } = renumbered(before);
            const renewed = savingOtherwise(decision, context, (saved) => ({
              ...saved,
              applicationId,
            }));
            return { ...renewed, body: { ...decision.body, applicationId } };
          },
        },
      },
      {
        name: 'answer-of-other-version',
        says: 'The answer to a save names the application otherwise than the next read.',
        authority: 'reading',
        fact: 'wickr.md, RegisterOidcConfig and GetOidcInfo: both answer the same members of the configuration',
        breaks: ['oidcConfig.kept', 'oidcConfig.replaced'],
        hooks: {
          decide: (decision, context) =>
            decision.status === 200 && isObject(decision.body)
              ? {
                  ...savingOtherwise(decision, context, (saved) => ({
                    ...saved,
                    applicationName: 'Wickr',
                  })),
                  body: { ...decision.body, applicationName: 'Wickr (pending)' },
                }
              : decision,
        },
      },
    ],
  }),
];

/** Changes what is saved for the network that a request speaks of, if anything is. */
function changingConfig(
  decision: Decision,
  { request }: FaultContext,
  change: (saved: Saved) => Saved,
): Decision {
  const place = { resource: 'oidcConfig', parent: request.path['networkId'] ?? '', key: '' };
  const saved = savedAt(decision.next, place);
  return saved === undefined
    ? decision
    : { ...decision, next: withSaved(decision.next, place, change(saved)) };
}

function renumbered(saved: Saved): Saved {
  const { applicationId } = saved;
  const next = typeof applicationId === 'number' ? (applicationId % 10) + 1 : 2;
  return { ...saved, applicationId: next };
}
