import { createPvwaClient, errors } from '@oidc-admin/pvwa-client';
// What the clients must do wherever they run: it uses nothing that only Node has.
import { createWickrClient } from '@oidc-admin/wickr-client';

export { createPvwaClient };

function expect(actual, expected, what) {
  const [found, wanted] = [actual, expected].map((value) => JSON.stringify(value));
  if (found !== wanted) throw new Error(`${what} is ${found}; expected ${wanted}`);
}

/** Calls both mocks. `settings` are the variables that the mocks print, and their addresses. */
export async function suite(settings) {
  const { PVWA_URL: url, PVWA_USERNAME: username, PVWA_PASSWORD: password } = settings;
  const pvwa = createPvwaClient({ url, username, password, validateResponses: true });
  const id = `packed${Math.random().toString(36).slice(2)}`;
  const provider = { id, clientId: 'pvwa', clientSecretMethod: 'Post' };
  const added = await pvwa.addProvider({
    ...provider,
    discoveryEndpointUrl: 'https://idp.example',
  });
  await pvwa.modifyProvider(id, { description: 'ä' }, { secret: null });
  expect(await pvwa.getProvider({ id }), { ...added, description: 'ä' }, 'what is read');
  await pvwa.deleteProvider({ id });
  const code = await pvwa.getProvider({ id }).catch((error) => {
    expect(error instanceof errors.NotFound, true, 'whether it is a NotFound');
    return error.code;
  });
  expect(code, 'NotFound', 'the error of a provider that was deleted');
  await pvwa.close();

  const credentials = {
    accessKeyId: settings.AWS_ACCESS_KEY_ID,
    secretAccessKey: settings.AWS_SECRET_ACCESS_KEY,
  };
  const region = 'us-east-1';
  const endpoint = settings.WICKR_ENDPOINT;
  const wickr = createWickrClient({ endpoint, region, credentials, validateResponses: true });
  const network = { networkId: '12345678' };
  const issuer = 'https://idp.example';
  const companyId = 'us-east-1-packed';
  await wickr.registerOidcConfig({ ...network, companyId, issuer, scopes: 'openid' });
  const { openidConnectInfo } = await wickr.getOidcInfo(network);
  expect(openidConnectInfo.companyId, companyId, 'what is read');
  // What loads only where it is needed is packed too: the endpoints of all regions.
  const requested = [];
  const fetch = async (to) => {
    requested.push(new URL(to).host);
    return Response.json({});
  };
  await createWickrClient({ fetch, region: 'us-iso-east-1', credentials }).getOidcInfo(network);
  expect(requested, ['admin.wickr.us-iso-east-1.c2s.ic.gov'], 'the host of another partition');
}
