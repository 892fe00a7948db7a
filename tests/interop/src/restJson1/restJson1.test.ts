import { checkAll } from '@oidc-admin/conformance/testing';
import { startWickrServer } from '@oidc-admin/reference-servers/wickrServer.ts';
import { describe, expect, test } from 'vitest';
import { malformedCases, sendMalformed } from './sendMalformed.ts';

describe("a server that answers as AWS's published tests of restJson1 say", () => {
  test.each(malformedCases)('$test: $says ($request.body)', async (malformed) => {
    await using server = await startWickrServer({ variant: 'c' });
    const answered = await sendMalformed(malformed, server.url);
    expect(answered).toEqual({ status: malformed.status, error: malformed.error });
  });
});

test('a server is accused where SerializationException has the status 500', async () => {
  await using server = await startWickrServer({
    variant: 'c',
    wrongStatuses: { SerializationException: 500 },
  });
  const { broken } = await checkAll('wickr', server.url, {
    wanted: ({ id }) => id.includes('malformedJson') || id.includes('bodyType'),
  });
  expect(broken).toContain('wickr.registerOidcConfig.malformedJson');
  expect(broken).toContain('wickr.registerOidcConfigTest.bodyType');
});
