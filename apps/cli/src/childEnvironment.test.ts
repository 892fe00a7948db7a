import { expect, test } from 'vitest';
import { childEnvironment } from './childEnvironment.ts';

test('what only this program reads reaches no other, of an API in several words either', () => {
  const given = {
    PATH: '/bin',
    OIDC_ADMIN_CREDENTIAL_HELPER: 'x',
    MY_API_TOKEN: 'x',
    my_api_password: 'x',
    MY_APIS: 'kept',
  };
  expect(childEnvironment(given, ['my-api'])).toEqual({ PATH: '/bin', MY_APIS: 'kept' });
});
