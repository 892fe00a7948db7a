import { expect, test } from 'vitest';
import { responding, type WireCall } from './fixtures/wire.ts';
import { createWickrClient, type WickrClientOptions } from './index.ts';

const network = { networkId: '12345678' };
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret-key-of-the-example' };
function ok() {
  return Response.json({});
}

function clientOf(wire: WickrClientOptions) {
  return createWickrClient({
    endpoint: 'https://wickr.example',
    region: 'us-east-1',
    credentials,
    ...wire,
  });
}

function signedAt({ headers }: WireCall): number {
  return Date.parse(
    (headers.get('x-amz-date') ?? '').replace(
      /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/,
      '$1-$2-$3T$4:$5:$6Z',
    ),
  );
}

const hour = 3_600_000;

/** Refuses a signature that is more than five minutes off a clock that is ahead of ours. */
function serverAhead(aheadMs: number) {
  return (sent: WireCall): Response => {
    const now = Date.now() + aheadMs;
    const date = new Date(now).toUTCString();
    return Math.abs(signedAt(sent) - now) > 300_000
      ? Response.json({ message: 'Signature expired' }, { status: 403, headers: { date } })
      : Response.json({}, { headers: { date } });
  };
}

test.each([hour, -hour])(
  'a wrong clock is corrected from the server, and stays so: %i ms',
  async (aheadMs) => {
    const wire = responding(serverAhead(aheadMs));
    const client = clientOf(wire);
    await client.registerOidcConfig({ ...network, companyId: 'a', issuer: 'b', scopes: 'c' });
    await client.getOidcInfo(network);
    const last = wire.sent.at(-1);
    if (last === undefined) throw new Error('Something was sent');
    // One refusal, one correction, and no second refusal.
    expect(wire.sent).toHaveLength(3);
    expect(Math.abs(signedAt(last) - (Date.now() + aheadMs))).toBeLessThan(60_000);
  },
);

test('a refusal with the right time is no matter of clocks', async () => {
  const wire = responding(() =>
    Response.json({ message: 'no' }, { status: 403, headers: { date: new Date().toUTCString() } }),
  );
  await expect(clientOf(wire).getOidcInfo(network)).rejects.toMatchObject({
    code: 'ForbiddenError',
  });
  expect(wire.sent).toHaveLength(1);
});

test('a server whose time jumps is not followed for ever', async () => {
  let jump = 0;
  const wire = responding(() => {
    jump += hour;
    const date = new Date(Date.now() + jump).toUTCString();
    return Response.json({}, { status: 401, headers: { date } });
  });
  await expect(clientOf(wire).getOidcInfo(network)).rejects.toMatchObject({
    code: 'UnauthorizedError',
  });
  expect(wire.sent).toHaveLength(2);
});

test('what others add or change on the way is not signed', async () => {
  const wire = responding(ok);
  await clientOf(wire).registerOidcConfig(
    { ...network, companyId: 'a', issuer: 'b', scopes: 'c' },
    { traceContext: { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' } },
  );
  expect(wire.sent[0]?.headers.get('authorization')).toContain(
    'SignedHeaders=content-type;host;x-amz-date,',
  );
  expect(wire.sent[0]?.headers.has('traceparent')).toBe(true);
});

test('without a region, requests to a custom endpoint are signed for us-east-1', async () => {
  const wire = responding(ok);
  await createWickrClient({
    endpoint: 'https://wickr.example',
    credentials,
    ...wire,
    profile: 'none',
  }).getOidcInfo(network);
  expect(wire.sent[0]?.headers.get('authorization')).toContain('/us-east-1/wickr/aws4_request');
});

test('no error shows the secret key, the session token or the signature', async () => {
  const sessionToken = 'session-token-of-the-example';
  const wire = responding(({ headers }) => {
    const message = `${headers.get('authorization')} ${sessionToken} ${credentials.secretAccessKey}`;
    return Response.json({ message, string: [message] }, { status: 401 });
  });
  const client = createWickrClient({
    endpoint: 'https://wickr.example',
    region: 'us-east-1',
    credentials: { ...credentials, sessionToken },
    ...wire,
  });
  const error: unknown = await client.getOidcInfo(network).catch((caught: unknown) => caught);
  const shown = `${String(error)} ${JSON.stringify(error)}`;
  expect(shown).toContain('UnauthorizedError');
  expect(shown).not.toContain(sessionToken);
  expect(shown).not.toContain(credentials.secretAccessKey);
  expect(shown).not.toMatch(/Signature=[0-9a-f]/);
});
