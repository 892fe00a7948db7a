import { afterAll, expect, test } from 'vitest';
import { BlameServer } from './blameServer.ts';

const server = new BlameServer();
afterAll(() => server[Symbol.asyncDispose]());

/** Faults that were once told as many findings, and the only clause that each is told as. */
const faults = [
  ['pvwa', 'list-without-optional:provider', 'pvwa.provider.listed'],
  ['pvwa', 'ghost-delete:provider', 'pvwa.provider.deleted'],
  ['pvwa', 'create-not-saved:provider', 'pvwa.provider.kept'],
  ['pvwa', 'refused-but-created:provider', 'pvwa.provider.refusedUnchanged'],
  ['pvwa', 'limit-one-too-low:addProvider.id', 'pvwa.addProvider.id.atMaxLength'],
  [
    'pvwa',
    'break:pvwa.getProvider.200.clientId.propertyType',
    'pvwa.getProvider.200.clientId.propertyType',
  ],
  ['pvwa', 'break:pvwa.provider.neverReturned', 'pvwa.provider.neverReturned'],
  ['wickr', 'optional-property-lost', 'wickr.oidcConfig.kept'],
  ['pvwa', 'stale-read:provider', 'pvwa.provider.kept'],
  ['wickr', 'stale-read', 'wickr.oidcConfig.kept'],
  ['pvwa', 'outsider:deleteProvider.last-is-not-found', 'pvwa.deleteProvider.204.status'],
  ['wickr', 'half-json', 'wickr.registerOidcConfig.200.$.propertyType'],
  ['pvwa', 'quotes-lost:provider', 'pvwa.provider.kept'],
  ['pvwa', 'crash-on-required', 'pvwa.addProvider.id.required'],
  ['pvwa', 'delete-takes-others:provider', 'pvwa.provider.separate'],
  [
    'pvwa',
    'limit-in-bytes:addAuthenticationMethod.displayName',
    'pvwa.addAuthenticationMethod.displayName.atMaxLength',
  ],
  [
    'pvwa',
    'break:pvwa.deleteProvider.path.id.existence/keyByItsStart',
    'pvwa.deleteProvider.path.id.existence',
  ],
  ['pvwa', 'break:pvwa.listProviders.expired.security', 'pvwa.listProviders.expired.security'],
  ['pvwa', 'break:pvwa.provider.neverCreated', 'pvwa.provider.neverCreated'],
  ['wickr', 'break:wickr.oidcConfig.userId.kept', 'wickr.oidcConfig.userId.kept'],
  ['wickr', 'truncated-body', 'wickr.registerOidcConfig.200.$.propertyType'],
  ['pvwa', 'logon-ends-other-sessions', 'pvwa.logon.signIn'],
  ['pvwa', 'outsider:logon.one-session-a-user', 'pvwa.logon.signIn'],
  ['wickr', 'content-length-too-short', 'wickr.registerOidcConfig.200.$.propertyType'],
  ['wickr', 'read-of-another-parent', 'wickr.oidcConfig.separate'],
  ['wickr', 'empty-config-before-save', 'wickr.oidcConfig.absent'],
  ['pvwa', 'existence-or-body-before-security', 'pvwa.addProvider.order'],
  ['pvwa', 'error-with-status-200', 'pvwa.listProviders.none.security'],
  ['pvwa', 'break:pvwa.addProvider.201.id.propertyType', 'pvwa.addProvider.201.id.propertyType'],
  [
    'pvwa',
    'break:pvwa.authenticationMethod.separate/equalDeleted.deleteAuthenticationMethod',
    'pvwa.authenticationMethod.separate',
  ],
  [
    'pvwa',
    'outsider:addAuthenticationMethod.label-without-factor-refused',
    'pvwa.addAuthenticationMethod.201.status',
  ],
  ['wickr', 'text-for-numbers', 'wickr.registerOidcConfig.200.applicationId.propertyType'],
  ['wickr', 'content-type-missing', 'wickr.registerOidcConfig.200.contentType'],
  ['wickr', 'error-in-envelope', 'wickr.registerOidcConfig.errorBody'],
  ['pvwa', 'astral-characters-lost:provider', 'pvwa.provider.characters'],
  ['pvwa', 'break:pvwa.provider.kept/unseenAlone.clientId.updateProvider', 'pvwa.provider.kept'],
] as const;

test.each(faults)('%s %s is one finding', async (api, fault, clause) => {
  const { findings } = await server.blame({ api, faults: [fault] });
  expect(findings.map((finding) => finding.clause)).toEqual([clause]);
});

test('two faults at once are two findings, also where one of them is seen everywhere', async () => {
  const clauses = [
    'pvwa.getProvider.200.clientId.propertyType',
    'pvwa.authenticationMethod.separate',
    'pvwa.addProvider.description.maxLength',
  ];
  const { findings } = await server.blame({
    api: 'pvwa',
    faults: clauses.map((clause) => `break:${clause}`),
  });
  const named = findings.flatMap(({ clause, alike }) => [clause, ...alike]);
  expect(clauses.filter((clause) => !named.includes(clause))).toEqual([]);
});
