import { createWickrClient, type WickrClientOptions } from '../src/index.ts';

async function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'no failure',
    (error: unknown) => JSON.parse(JSON.stringify(error)) as unknown,
  );
}

/** What the test has a browser do. */
async function run({
  credentials,
  url,
  redirecting,
}: {
  readonly credentials: NonNullable<WickrClientOptions['credentials']>;
  readonly url: string;
  readonly redirecting: string;
}): Promise<unknown> {
  const network = { networkId: '12345678' };
  const client = createWickrClient({ endpoint: url, region: 'us-east-1', credentials });
  const saved = await client.registerOidcConfig({
    ...network,
    companyId: 'us-east-1-browser',
    issuer: 'https://idp.example',
    scopes: 'openid grüße',
    secret: 'client-secret',
  });
  let regional = '';
  const stub = createWickrClient({
    region: 'eu-central-1',
    credentials,
    fetch: async (sent) => {
      regional = sent;
      return Response.json({});
    },
  });
  await stub.getOidcInfo(network);
  return {
    saved: saved.scopes,
    read: (await client.getOidcInfo({ ...network, url: "a b!'()*" })).openidConnectInfo?.companyId,
    regional,
    notFound: await failure(client.getOidcInfo({ networkId: '99999999' })),
    withoutCredentials: await failure(createWickrClient({ endpoint: url }).getOidcInfo(network)),
    wrongSecret: await failure(
      createWickrClient({
        endpoint: url,
        region: 'us-east-1',
        credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wrong' },
      }).getOidcInfo(network),
    ),
    redirect: await failure(
      createWickrClient({ endpoint: redirecting, credentials }).getOidcInfo(network),
    ),
    timeout: await failure(
      createWickrClient({
        endpoint: url,
        credentials,
        timeoutMs: 20,
        fetch: () => new Promise(() => undefined),
      }).getOidcInfo(network),
    ),
    validated: await failure(
      createWickrClient({ endpoint: url, credentials, validateResponses: true }).getOidcInfo(
        network,
      ),
    ),
  };
}

Object.assign(globalThis, { run });
