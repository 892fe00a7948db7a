import { describe, expect, test } from 'vitest';
import { checkAll, type ApiName } from '../testing/checkAll.ts';
import { apis } from '../testing/generated/apis.ts';

const seeds = [1, 2, 3, 4, 5];

describe.each(Object.keys(apis) as ApiName[])('overlapping requests to %s', (api) => {
  test('find each planted race, whatever the seed', { timeout: 300_000 }, async () => {
    const mock = (await apis[api].createMock())({ faults: await apis[api].faults() });
    const races = mock.faults
      .list()
      .filter((fault) => fault.kind === 'concurrent')
      .map(({ name }) => name);
    expect(races.length).toBeGreaterThan(0);
    await using running = await mock.start();
    for (const name of races) {
      for (const seed of seeds) {
        mock.reset();
        mock.faults.on(name);
        const wanted = ({ id }: { readonly id: string }): boolean => id.includes('.concurrent/');
        const { broken } = await checkAll(api, running.url, { seed, wanted });
        expect(broken, `${name} with seed ${seed}`).toContainEqual(
          expect.stringMatching(/\.concurrent$/),
        );
      }
    }
  });
});
