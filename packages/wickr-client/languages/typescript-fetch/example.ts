import { Configuration, OIDCApi } from '@oidc-admin/wickr-fetch';
import { signedFetch } from '@oidc-admin/wickr-fetch/signedFetch';

const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } =
  process.env;
// Keys of a role, which end after some time, have a token beside them.
const { AWS_SESSION_TOKEN: sessionToken } = process.env;
const credentials = { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
const {
  AWS_REGION: region = '',
  WICKR_ENDPOINT: basePath = '',
  WICKR_NETWORK_ID: networkId = '',
} = process.env;
const fetchApi = signedFetch({ credentials, region, service: 'wickr' });
const oidc = new OIDCApi(new Configuration({ basePath, fetchApi }));
const registerOidcConfigRequest = {
  companyId: 'us-east-1-example',
  issuer: 'https://login.example.com',
  scopes: 'openid',
};
await oidc.registerOidcConfig({ networkId, registerOidcConfigRequest });
console.log((await oidc.getOidcInfo({ networkId })).openidConnectInfo);
