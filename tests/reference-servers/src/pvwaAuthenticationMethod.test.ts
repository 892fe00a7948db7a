import { expect, it } from 'vitest';
import { withServer } from './testing/pvwaCaller.ts';

const methods = '/PasswordVault/API/Configuration/AuthenticationMethods';

it.each(['a', 'b'] as const)(
  'variant %s adds, lists, reads, replaces and deletes authentication methods',
  (variant) =>
    withServer({ variant }, async (admin) => {
      const full = {
        id: 'one',
        displayName: 'ß'.repeat(50),
        enabled: true,
        mobileEnabled: false,
        logoffUrl: 'https://idp.example.com/logout',
        secondFactorAuth: '',
        signInLabel: 'x'.repeat(100),
      };
      const added = await admin.send('POST', methods, full);
      expect([added.status, added.json]).toEqual([201, full]);
      expect((await admin.send('POST', methods, { id: 'one' })).status).toBe(409);
      const replaced = await admin.send('PUT', `${methods}/one`, { enabled: false });
      expect([replaced.status, replaced.json]).toEqual([200, { id: 'one', enabled: false }]);
      const list = await admin.send('GET', methods);
      expect(list.json).toEqual({ Methods: [{ id: 'one', enabled: false }] });
      expect((await admin.send('DELETE', `${methods}/one/`)).status).toBe(204);
      expect((await admin.send('GET', `${methods}/one`)).status).toBe(404);
    }),
);

it.each([
  { id: '' },
  { id: 'i'.repeat(51) },
  { id: 'one', displayName: 'x'.repeat(51) },
  { id: 'one', enabled: 'true' },
  { id: 'one', secondFactorAuth: 'saml' },
  { id: 'one', passwordFieldLabel: 'x'.repeat(51) },
])('refuses the authentication method %j', (body) =>
  withServer({}, async (admin) => {
    expect((await admin.send('POST', methods, body)).status).toBe(400);
    expect((await admin.send('GET', methods)).json).toEqual({ Methods: [] });
  }),
);
