import { expect, test } from 'vitest';
import { checkAll } from '../testing/checkAll.ts';
import { apis } from '../testing/generated/apis.ts';

test('a check that found nothing to send did not pass', async () => {
  await using mock = await (await apis.pvwa.createMock())().start();
  const { results } = await checkAll('pvwa', mock.url, {
    level: 'default',
    wanted: ({ id, operation }) =>
      operation === 'listProviders' || id.startsWith('pvwa.getProvider.path.id.'),
  });
  expect(results.find(({ id }) => id.endsWith('.atMaxLength'))).toMatchObject({
    status: 'notRun',
    code: 'preparation',
    reason: 'no provider with the longest key is there',
  });
  const passed = results.filter(({ status }) => status === 'passed');
  expect(passed.length).toBeGreaterThan(0);
  expect(passed.filter(({ exchanges }) => exchanges.length === 0)).toEqual([]);
});
