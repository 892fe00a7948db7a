import { ProvidersApi } from '@oidc-admin/pvwa-fetch';
import { Session } from '@oidc-admin/pvwa-fetch/session';

const {
  PVWA_URL: url = '',
  PVWA_USERNAME: username = '',
  PVWA_PASSWORD: password = '',
} = process.env;
const session = new Session({ url, username, password });
const providers = new ProvidersApi(session.configuration);
const discoveryEndpointUrl = 'https://idp.example.net/.well-known/openid-configuration';
const providerAdd = {
  id: 'example',
  clientId: 'pvwa',
  clientSecretMethod: 'Post',
  discoveryEndpointUrl,
} as const;
await providers.addProvider({ providerAdd });
console.log((await providers.listProviders()).providers.map(({ id }) => id));
await providers.deleteProvider({ id: 'example' });
await session.logOff();
