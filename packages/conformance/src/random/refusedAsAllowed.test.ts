import { knownSpecification } from '@oidc-admin/reference-servers/knownSpecification.ts';
import { startPvwaServer } from '@oidc-admin/reference-servers/pvwaServer.ts';
import { expect, test } from 'vitest';
import { checkAll } from '../testing/checkAll.ts';

test('a random sequence goes on where a server refuses what it may refuse', async () => {
  // It refuses a set of alternatives.
  await using server = await startPvwaServer({ variant: 'b' });
  let refusals = 0;
  for (let seed = 1; seed <= 12; seed += 1) {
    const { results, broken } = await checkAll('pvwa', server.url, {
      document: knownSpecification('pvwa'),
      seed,
      wanted: ({ id }) => id === 'pvwa.provider.kept/random',
    });
    expect(broken).toEqual([]);
    for (const { status, exchanges } of results) {
      const writes = exchanges
        .filter(({ request }) => ['POST', 'PUT'].includes(request.method))
        .filter(({ request }) => !/logo(?:n|ff)/i.test(request.url));
      const accepted = writes.filter(({ response }) => (response?.status ?? 500) < 300);
      const refused = writes.filter(({ response }) => response?.status === 400);
      if (accepted.length === 0) continue;
      refusals += refused.length;
      expect(status).toBe('passed');
    }
  }
  expect(refusals).toBeGreaterThan(0);
}, 60_000);
