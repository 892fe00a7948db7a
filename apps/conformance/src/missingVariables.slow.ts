import { expect, test } from 'vitest';
import { apiEntry, newMock } from './apiEntry.ts';
import { runConformance } from './testing/conformanceCommand.ts';

const limit = 60_000;

test(
  'without a network nothing is sent, and the variable is named',
  { timeout: limit },
  async () => {
    const mock = await newMock('wickr');
    await using running = await mock.start();
    const { WICKR_NETWORK_ID: _, ...withSecond } = mock.demo.environment;
    const { WICKR_OTHER_NETWORK_ID: __, ...without } = withSecond;
    for (const environment of [without, withSecond]) {
      const { code, out } = await runConformance(
        ['wickr', '--target', running.url, '--accept-incomplete'],
        environment,
      );
      expect(code).toBe(2);
      expect(out).toContain(
        'not run for want of WICKR_NETWORK_ID (set WICKR_NETWORK_ID: the network to check with)',
      );
      expect(out).not.toContain('WICKR_OTHER_NETWORK_ID');
      expect(mock.requests).toEqual([]);
    }
  },
);

test('without a second network only what needs one is left out', { timeout: limit }, async () => {
  const mock = await newMock('wickr');
  await using running = await mock.start();
  const { WICKR_OTHER_NETWORK_ID: _, ...environment } = mock.demo.environment;
  const { code, out } = await runConformance(
    ['wickr', '--target', running.url, '--disposable', '--only', 'oidcConfig'],
    environment,
  );
  expect(code).toBe(2);
  expect(out).toContain(
    'not run: needs 2 values for networkId, and 1 is known: WICKR_OTHER_NETWORK_ID is not set\n  wickr.oidcConfig.separate\n',
  );
  expect(out).not.toContain('parents');
  for (const { received } of mock.requests) expect(received.target).not.toContain('//');
});

test(
  'if no variable is set, those that may be left out are named separately',
  { timeout: limit },
  async () => {
    const pvwa = await runConformance(['pvwa', '--target', 'http://127.0.0.1:1']);
    expect(pvwa.code).toBe(2);
    expect(pvwa.out).toContain(
      'not signed in: set PVWA_USERNAME, PVWA_PASSWORD; optional, for whether a user who is no vault admin is refused: ' +
        'PVWA_AUDITOR_USERNAME, PVWA_AUDITOR_PASSWORD\n',
    );
    const wickr = await runConformance(['wickr', '--target', 'http://127.0.0.1:1']);
    expect(wickr.out).toContain(
      'not signed in: set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, WICKR_NETWORK_ID; optional, for ',
    );
  },
);

test('what may be set is listed for each API', { timeout: limit }, async () => {
  const { code, out } = await runConformance(['--list-variables']);
  expect(code).toBe(0);
  const listed = out.split('\n').map((line) => line.split('\t'));
  for (const api of ['pvwa', 'wickr']) {
    const own = listed.flatMap(([names = '', of]) => (of === api ? names.split(', ') : []));
    const { missing } = (await apiEntry(api).access()).principals({});
    expect(own).toEqual(expect.arrayContaining(missing.map(({ variable }) => variable)));
  }
  for (const [api, names] of [
    ['pvwa', 'PVWA_ORIGINAL_CLIENTSECRET, PVWA_OTHER_ORIGINAL_CLIENTSECRET'],
    ['wickr', 'WICKR_ORIGINAL_SECRET, WICKR_OTHER_ORIGINAL_SECRET'],
  ])
    expect(listed).toContainEqual([names, api, expect.stringContaining('put back')]);
  expect(listed).toContainEqual(['CONFORMANCE_ISSUER', 'each', 'which issuer is sent']);
  expect((await runConformance(['--list-variables', 'pvwa'])).out).not.toContain('WICKR');
  expect((await runConformance(['--help'])).out).not.toMatch(/PVWA_|WICKR_/);
});
