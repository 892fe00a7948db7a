// Calls both mocks from the installed packages: node call.mjs. The addresses come from the environment.
import { strictEqual, deepStrictEqual, ok } from 'node:assert';
import { createPvwaClient, errors } from '@oidc-admin/pvwa-client';
import { createWickrClient } from '@oidc-admin/wickr-client';

const { PVWA_URL, PVWA_USERNAME: username, PVWA_PASSWORD: password, WICKR_URL } = process.env;
const pvwa = createPvwaClient({ url: PVWA_URL, username, password, validateResponses: true });
const id = `packed${process.versions.node.replaceAll('.', '')}`;
const added = await pvwa.addProvider({
  id,
  clientId: 'pvwa',
  clientSecretMethod: 'Post',
  discoveryEndpointUrl: 'https://idp.example',
});
await pvwa.modifyProvider(id, { description: 'ä' }, { secret: null });
deepStrictEqual(await pvwa.getProvider({ id }), { ...added, description: 'ä' });
await pvwa.deleteProvider({ id });
await pvwa.getProvider({ id }).then(
  () => ok(false, 'a deleted provider was read'),
  (error) => ok(error instanceof errors.NotFound),
);
await pvwa.close();

const wickr = createWickrClient({
  endpoint: WICKR_URL,
  region: 'us-east-1',
  validateResponses: true,
});
const network = { networkId: '12345678' };
await wickr.registerOidcConfig({
  ...network,
  companyId: 'us-east-1-packed',
  issuer: 'https://idp.example',
  scopes: 'openid',
});
strictEqual((await wickr.getOidcInfo(network)).openidConnectInfo.companyId, 'us-east-1-packed');
// What loads only where it is needed is packed too.
await createWickrClient({
  fetch: async () => Response.json({}),
  region: 'us-iso-east-1',
}).getOidcInfo(network);
await createPvwaClient({ url: PVWA_URL, username, password, proxy: false }).listProviders();
console.log(process.versions.node);
