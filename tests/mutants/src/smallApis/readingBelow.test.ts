import { WrongOption } from '@oidc-admin/conformance';
import { expect, test } from 'vitest';
import { smallApi, smallDocument, strictRun } from './smallApi.ts';

const api = smallApi(await smallDocument('desks'));

/** As many desks, with a note on each. */
function seedOf(count: number): Parameters<ReturnType<typeof api.mock>['state']['seed']>[0] {
  const names = Array.from({ length: count }, (_, index) => `desk${index}`);
  return {
    resources: {
      desk: { '': Object.fromEntries(names.map((name) => [name, { name, room: 'north' }])) },
      note: Object.fromEntries(
        names.map((name) => [name, { n1: { title: 'n1', text: 'Call back.', colour: 'green' } }]),
      ),
    },
  };
}

test('a run that only reads looks below two of many things, whatever the limit of its requests', async () => {
  const mock = api.mock();
  mock.state.seed(seedOf(100));
  const { coverage } = await strictRun(api, mock, {
    level: 'default',
    strict: false,
    maxRequests: 250,
  });
  const below = new Set(mock.requests.flatMap(({ request }) => request?.path['desk'] ?? []));
  expect([...below]).toEqual(expect.arrayContaining(['desk0', 'desk1']));
  expect([...below].filter((name) => /^desk\d+$/.test(name))).toHaveLength(2);
  expect(coverage.run).toBeGreaterThan(50);
});

test('what stands below another thing cannot be said to exist by its key alone', async () => {
  for (const level of ['default', 'disposable'] as const) {
    const refused = strictRun(api, api.mock(), { level, existing: { note: ['n1'] } });
    await expect(refused).rejects.toThrow(WrongOption);
    await expect(refused).rejects.toThrow('a note stands below a desk');
  }
});
