import { describe, expect, test } from 'vitest';
import { checkAll } from '../testing/checkAll.ts';
import { startProxy, type Changed, type Passing } from '../testing/faultyProxy.ts';
import { apis } from '../testing/generated/apis.ts';

const path = '/Configuration/OIDC/Providers';
const provider = {
  id: 'a',
  authenticationFlow: 'Code',
  discoveryEndpointUrl: 'https://idp.example.com/.well-known/openid-configuration',
  clientId: 'pvwa',
  clientSecretMethod: 'Post',
  userNameClaim: 'preferred_username',
};

/** Checks against a mock with one provider, whose responses are changed on their way. */
async function checkedBehind(
  change: (passing: Passing) => Partial<Changed> | undefined,
  wanted: (id: string) => boolean,
  level: 'default' | 'disposable' = 'disposable',
) {
  const seed = { resources: { provider: { '': { a: provider } } } };
  await using server = await (await apis.pvwa.createMock())({ seed }).start();
  await using proxy = await startProxy(new URL(server.url).origin, change);
  const { results } = await checkAll('pvwa', proxy.url, { level, wanted: ({ id }) => wanted(id) });
  return results;
}

/** What a proxy does that shows the secret that was sent last to whoever asks. */
function leaking(): (passing: Passing) => Partial<Changed> | undefined {
  let secret = '';
  return ({ method, headers, requestBody }) => {
    secret = /"(?:clientSecret|password)":"([^"]+)"/.exec(requestBody)?.[1] ?? secret;
    return method === 'GET' ? { headers: { ...headers, 'x-debug': secret } } : undefined;
  };
}

function clausesOf(results: Awaited<ReturnType<typeof checkedBehind>>): readonly string[] {
  return results.flatMap(({ mismatches }) => mismatches.map(({ clause }) => clause));
}

function isOne({ method, path: asked }: Passing): boolean {
  return method === 'GET' && asked.includes(`${path}/`) && !asked.endsWith(`${path}/`);
}

const slow = { timeout: 60_000 };

test(
  'where a read is wrong, a run that writes nothing judges all else that it can',
  slow,
  async () => {
    const results = await checkedBehind(
      (passing) =>
        isOne(passing) && passing.status === 200
          ? { body: Buffer.from(JSON.stringify({ ...provider, clientId: 5 })) }
          : undefined,
      (id) => id.startsWith('pvwa.getProvider.') || id.startsWith('pvwa.provider.'),
      'default',
    );
    const stopped = results.filter(({ status, code }) => status === 'notRun' && code !== 'level');
    // A key of one letter has no beginning and no digit, and none of the greatest length can be made.
    expect(stopped.map(({ id }) => id)).toEqual([
      'pvwa.getProvider.path.id.existence/beginning',
      'pvwa.getProvider.path.id.existence/otherDigit',
      'pvwa.getProvider.path.id.atMaxLength',
    ]);
    expect(clausesOf(results)).toContain('pvwa.getProvider.200.clientId.propertyType');
  },
);

describe('what nobody knows any more whether it is there', () => {
  test('still shows no secret', slow, async () => {
    const leak = leaking();
    const results = await checkedBehind(
      (passing) => {
        if (passing.method !== 'GET' || passing.requestHeaders['authorization'] === undefined)
          return leak(passing);
        const body = passing.body.toString().replaceAll('"clientId":"', '"clientId":"x');
        return isOne(passing) ? leak(passing) : { body: Buffer.from(body) };
      },
      (id) => id === 'pvwa.provider.listed/long',
    );
    expect(results.map(({ status }) => status)).toEqual(['failed']);
    expect(clausesOf(results)).toContain('pvwa.provider.noOtherSecrets');
  });

  test('is refused in a right form, whichever of two rules refuses it', slow, async () => {
    const results = await checkedBehind(
      (passing) =>
        /%ef%bc/i.test(passing.path)
          ? { status: 400, headers: { 'content-type': 'text/plain' }, body: Buffer.from('no') }
          : undefined,
      (id) => id === 'pvwa.getProvider.path.id.existence/otherDigit',
    );
    expect(clausesOf(results)).toContain('pvwa.getProvider.errorBody');
  });
});
