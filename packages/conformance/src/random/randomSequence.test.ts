import { knownSpecification } from '@oidc-admin/reference-servers/knownSpecification.ts';
import { startPvwaServer } from '@oidc-admin/reference-servers/pvwaServer.ts';
import { expect, test } from 'vitest';
import type { CheckResult } from '../reports/checkResult.ts';
import { checkAll } from '../testing/checkAll.ts';
import { startProxy } from '../testing/faultyProxy.ts';

const limit = { timeout: 120_000 };
const document = knownSpecification('pvwa');
function wanted({ id }: { readonly id: string }): boolean {
  return id.startsWith('pvwa.provider.') && id.endsWith('/random');
}

/** The requests of a random check, without signing in. */
function sentIn(results: readonly CheckResult[]): string[] {
  return results.flatMap(({ exchanges }) =>
    exchanges
      .filter(({ request }) => !/logo(?:n|ff)/i.test(request.url))
      .map(({ request }) => `${request.method} ${new URL(request.url).pathname}`),
  );
}

test('the same seed sends the same requests, another one others', limit, async () => {
  await using server = await startPvwaServer();
  const run = async (seed: number): Promise<string[]> =>
    sentIn((await checkAll('pvwa', server.url, { document, seed, wanted })).results);
  const [one, again] = [await run(7), await run(7)];
  expect(one.length).toBeGreaterThan(0);
  expect(again).toEqual(one);
  const others = await Promise.all([8, 9, 10].map(run));
  expect(others).not.toEqual([one, one, one]);
});

test('a sequence that fails is shrunk to the shortest that still does', limit, async () => {
  await using server = await startPvwaServer();
  await using proxy = await startProxy(server.url, ({ method, status }) =>
    method === 'DELETE' && status === 404
      ? { status: 204, headers: {}, body: Buffer.alloc(0) }
      : undefined,
  );
  for (let seed = 1; seed < 20; seed += 1) {
    const { results, broken } = await checkAll('pvwa', proxy.url, { document, seed, wanted });
    if (broken.length === 0) continue;
    expect(broken).toEqual(['pvwa.deleteProvider.path.id.existence']);
    // One step is enough to show it; no sequence has fewer than three.
    expect(sentIn(results).filter((line) => line.startsWith('DELETE')).length).toBeGreaterThan(0);
    expect(sentIn(results).length).toBeLessThanOrEqual(3);
    return;
  }
  expect.unreachable('no seed deleted what is not there');
});
