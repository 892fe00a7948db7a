import { createPvwaClient } from '../src/index.ts';

async function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'no failure',
    (error: unknown) => JSON.parse(JSON.stringify(error)) as unknown,
  );
}

/** What the test has a browser do. */
async function run(options: Parameters<typeof createPvwaClient>[0]): Promise<unknown> {
  const client = createPvwaClient({ ...options, validateResponses: true });
  await client.addProvider({
    id: 'browser',
    clientId: 'pvwa',
    clientSecret: 'client-secret',
    clientSecretMethod: 'Post',
    discoveryEndpointUrl: 'https://idp.example',
  });
  await client.modifyProvider('browser', { description: 'ä' }, { secret: null });
  const read = await client.getProvider({ id: 'browser' });
  const taken = await failure(
    client.addProvider({ ...read, discoveryEndpointUrl: 'https://x', authenticationFlow: 'Code' }),
  );
  await client.deleteProvider({ id: 'browser' });
  await client.close();
  return {
    description: read.description,
    taken,
    left: (await createPvwaClient(options).listProviders()).Providers,
  };
}

Object.assign(globalThis, { run });
