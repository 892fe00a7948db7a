import { startPvwaServer } from '@oidc-admin/reference-servers/pvwaServer.ts';
import { startWickrServer } from '@oidc-admin/reference-servers/wickrServer.ts';
import { expect, test } from 'vitest';
import { checkAll, demonstration } from '../testing/checkAll.ts';
import { startProxy } from '../testing/faultyProxy.ts';

const own = 'the-own-secret-of-the-target';
const session = 'the-session-of-a-cookie';
function wanted({ operation }: { readonly operation?: string }): boolean {
  return operation === 'getOidcInfo';
}

test(
  'what a target tells of its own secrets is in no record, cut short or in a header',
  { timeout: 60_000 },
  async () => {
    const { environment } = await demonstration('wickr');
    await using server = await startWickrServer();
    let reads = 0;
    await using proxy = await startProxy(server.url, ({ method, status, headers }) => {
      if (method !== 'GET' || status >= 500) return undefined;
      reads += 1;
      const config = `{"companyId":"us-east-1-a","issuer":"https://a.example","scopes":"openid","secret":"${own}"`;
      return {
        status: 200,
        headers: {
          ...headers,
          'content-type': 'application/json',
          'set-cookie': `session=${session}`,
          'x-request': `by ${environment['AWS_SECRET_ACCESS_KEY'] ?? ''}`,
          'x-debug': own,
        },
        // The first is whole, so that the secret is known; the others end within it, or in front of its end.
        body: Buffer.from(
          reads === 1 ? `{"oidcInfo":${config}}}` : config.slice(0, -1 - (reads % 5)),
        ),
      };
    });
    const { results } = await checkAll('wickr', proxy.url, { level: 'default', wanted });
    const text = JSON.stringify(results);
    expect(text).toContain('x-debug');
    expect(text).toContain('[redacted]');
    for (const secret of [own.slice(0, -6), session, environment['AWS_SECRET_ACCESS_KEY'] ?? ''])
      expect(text.includes(secret)).toBe(false);
  },
);

test('an original secret that is to be put back is in no record', { timeout: 60_000 }, async () => {
  await using server = await startWickrServer();
  await using proxy = await startProxy(server.url, ({ method }) =>
    method === 'GET' ? { status: 404, body: Buffer.from(`<html>${own}</html>`) } : undefined,
  );
  const { results } = await checkAll('wickr', proxy.url, {
    level: 'default',
    wanted,
    environment: { WICKR_OTHER_ORIGINAL_SECRET: own },
  });
  const text = JSON.stringify(results);
  expect(text).toContain('<html>');
  expect(text.includes(own)).toBe(false);
});

test('a session that is sent as plain text is in no record', { timeout: 60_000 }, async () => {
  await using server = await startPvwaServer();
  const tokens: string[] = [];
  await using proxy = await startProxy(server.url, ({ path, status, body }) => {
    if (!/logon$/i.test(path) || status !== 200) return undefined;
    tokens.push(String(JSON.parse(body.toString())));
    return { body: Buffer.from(tokens.at(-1) ?? '') };
  });
  const logon = ({ id }: { readonly id: string }): boolean => id.startsWith('pvwa.logon.');
  const { results } = await checkAll('pvwa', proxy.url, { level: 'default', wanted: logon });
  expect(tokens).not.toEqual([]);
  expect(tokens.filter((token) => JSON.stringify(results).includes(token))).toEqual([]);
});
