import { checkAll } from '@oidc-admin/conformance/testing';
import { knownSpecification } from '@oidc-admin/reference-servers/knownSpecification.ts';
import { startPvwaServer } from '@oidc-admin/reference-servers/pvwaServer.ts';
import { startWickrServer } from '@oidc-admin/reference-servers/wickrServer.ts';
import { describe, expect, test } from 'vitest';

/** Every secret that a run sends or is let in with. */
const secrets = /cnry|Passw0rd|wJalrXUtnFEMI/i;
const pvwa = (['a', 'b'] as const).map((variant) => ({
  api: 'pvwa' as const,
  variant,
  start: (tolerated: boolean) => startPvwaServer({ variant, tolerated }),
}));
const wickr = (['a', 'b', 'c'] as const).map((variant) => ({
  api: 'wickr' as const,
  variant,
  start: (tolerated: boolean) => startWickrServer({ variant, tolerated }),
}));
const limit = 180_000;

describe.each([...pvwa, ...wickr])('a correct $api server, variant $variant', ({ api, start }) => {
  const document = knownSpecification(api);
  test.each([true, false])(
    'is accused of nothing, strictly or not (%s), in at most four requests for each check',
    { timeout: limit },
    async (strict) => {
      await using server = await start(false);
      const { results, broken, requests } = await checkAll(api, server.url, { document, strict });
      expect(broken).toEqual([]);
      expect(results.filter(({ status }) => status === 'warned').map(({ id }) => id)).toEqual([]);
      // Variant b refuses alternatives that a server may refuse: what is kept of them cannot be seen there.
      const notRun = results
        .filter(({ status, code }) => status === 'notRun' && code !== 'mayRefuse')
        .map(({ id }) => id);
      expect(notRun.filter((id) => !id.endsWith('.expired.security'))).toEqual([]);
      expect(JSON.stringify(results)).not.toMatch(secrets);
      expect(requests).toBeLessThan(4 * results.length);
    },
  );

  test(
    'is only warned about where it does what is merely tolerated',
    { timeout: limit },
    async () => {
      await using server = await start(true);
      const { results, broken } = await checkAll(api, server.url, {
        document,
        strict: false,
      });
      expect(broken).toEqual([]);
      expect(results.filter(({ status }) => status === 'warned').length).toBeGreaterThan(0);
    },
  );

  test('stays as it is at the default level', { timeout: limit }, async () => {
    await using server = await start(false);
    const { results, broken } = await checkAll(api, server.url, {
      document,
      level: 'default',
    });
    expect(broken).toEqual([]);
    const sent = results.flatMap(({ exchanges }) => exchanges.map(({ request }) => request.method));
    expect(sent.filter((method) => method === 'PUT' || method === 'DELETE')).toEqual([]);
  });
});

test(
  'sessions that end by themselves are waited for where they end soon',
  { timeout: limit },
  async () => {
    await using server = await startPvwaServer({ sessionTimeoutSeconds: 2 });
    const { results, broken } = await checkAll('pvwa', server.url, {
      document: knownSpecification('pvwa'),
      sessionTimeoutSeconds: 2,
      wanted: ({ id }) => id.endsWith('.expired.security') || id.endsWith('.minimal'),
    });
    expect(broken).toEqual([]);
    const expired = results.filter(({ id }) => id.endsWith('.expired.security'));
    expect(expired.map(({ status }) => status)).toEqual(expired.map(() => 'passed'));
  },
);
