import { createWickrMock } from '@oidc-admin/wickr-mock';
import { expect, test } from 'vitest';
import { type CommandSetting, inProcess } from './testing/inProcess.ts';
import { startPvwa, startWickr } from './testing/startMocks.ts';

const provider = [
  ...'--id corp --discovery-endpoint-url https://idp.example --client-id c'.split(' '),
  ...'--client-secret-method Post'.split(' '),
];

/** A PVWA with one provider, whose secret is `first`. */
async function startWithProvider() {
  const { mock, environment } = await startPvwa();
  const pvwa = (args: readonly string[], setting: CommandSetting = {}) =>
    inProcess(['pvwa', ...args], {
      ...setting,
      environment: { ...environment, ...setting.environment },
    });
  await pvwa(['addProvider', ...provider, '--description', 'All staff'], {
    environment: { PVWA_CLIENT_SECRET: 'first' },
  });
  const sent = (operation: string): unknown[] =>
    mock.requests
      .filter((request) => request.operation === operation)
      .map(({ request }) => (request?.body?.kind === 'json' ? request.body.value : undefined));
  return { pvwa, sent };
}

test('an update without the secret is asked about, as it drops the stored one', async () => {
  const { pvwa, sent } = await startWithProvider();
  const update = ['updateProvider', ...provider];
  const refused = await pvwa(update);
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toMatch(/^- clientSecret: \*\*\* unknown to us/);
  expect(refused.stderr.split('\n').at(-2)).toBe(
    'error: The stored client secret is not kept by this; give --client-secret-file, PVWA_CLIENT_SECRET or --no-client-secret. Give --yes to go on.',
  );
  expect(await pvwa(update, { typed: true, input: 'n\n' })).toMatchObject({ code: 2 });
  expect(sent('updateProvider')).toEqual([]);
  expect(await pvwa(update, { typed: true, input: 'y\n' })).toMatchObject({ code: 0 });
  expect(await pvwa([...update, '--yes'])).toMatchObject({ code: 0 });
  const kept = await pvwa(update, { environment: { PVWA_CLIENT_SECRET: 'second' } });
  expect(kept.code).toBe(0);
  expect(kept.stderr).toMatch(/\nupdateProvider: done\n$/);
  expect(sent('updateProvider')).toMatchObject([{}, {}, { clientSecret: 'second' }]);
});

test('a save without the secret is asked about, on a network that has a configuration too', async () => {
  const { environment } = await startWickr();
  const save = [
    ...'wickr registerOidcConfig --network-id 12345678 --company-id us-east-1-x'.split(' '),
    ...'--issuer https://x --scopes openid'.split(' '),
  ];
  expect(await inProcess([...save, '--yes'], { environment })).toMatchObject({ code: 0 });
  const { code, stderr } = await inProcess(save, { environment });
  expect(code).toBe(2);
  expect(stderr).toMatch(
    /^error: A secret that is stored is not kept .*--secret-file, WICKR_SECRET or --no-secret/m,
  );
  expect(stderr).not.toMatch(/signs all/);
});

test.each(['notFound', 'withoutInfo', 'emptyTexts'] as const)(
  'the first save of a network is asked about, however it says that it has no configuration: %s',
  async (unconfigured) => {
    const mock = createWickrMock({ unconfigured });
    await using running = await mock.start();
    const environment = {
      ...mock.demo.environment,
      OIDC_ADMIN_SKIP_DOCTOR: '1',
      WICKR_ENDPOINT: running.url,
    };
    const save = [
      ...'wickr registerOidcConfig --network-id 12345678 --company-id us-east-1-x'.split(' '),
      ...'--issuer https://x --scopes openid'.split(' '),
    ];
    const { code, stderr } = await inProcess(save, { environment });
    expect(code).toBe(2);
    expect(stderr).toMatch(/signs all active users of the network out/);
  },
);

test('a deletion is asked about, and names what it deletes', async () => {
  const { pvwa, sent } = await startWithProvider();
  const refused = await pvwa(['deleteProvider', '--id', 'corp']);
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toMatch(/^error: This deletes the provider corp\. Give --yes/);
  expect(sent('deleteProvider')).toEqual([]);
  expect(await pvwa(['deleteProvider', '--id', 'corp', '--yes'])).toMatchObject({ code: 0 });
});

test('a change keeps what is left out, once it is said what becomes of the secret', async () => {
  const { pvwa, sent } = await startWithProvider();
  const change = ['modifyProvider', '--id', 'corp', '--user-name-claim', 'email'];
  const undecided = await pvwa(change);
  expect(undecided).toMatchObject({ code: 2, stdout: '' });
  expect(undecided.stderr).toMatch(
    /^error: --client-secret-file, PVWA_CLIENT_SECRET or --no-client-secret: required, as /,
  );
  expect(sent('updateProvider')).toEqual([]);

  const changed = await pvwa(change, { environment: { PVWA_CLIENT_SECRET: 'second' } });
  expect(changed).toMatchObject({ code: 0, stdout: '' });
  expect(changed.stderr).toMatch(/\nmodifyProvider: done\n$/);
  const typed = await pvwa([...change, '--client-secret-file', '-'], { input: 'third' });
  expect(typed.code).toBe(0);
  const without = [...change, '--no-client-secret', '--no-description'];
  expect(await pvwa(without, { environment: { PVWA_CLIENT_SECRET: 'unused' } })).toMatchObject({
    code: 0,
  });
  const before = { userNameClaim: 'email', clientId: 'c', description: 'All staff' };
  const [first, second, last] = sent('updateProvider');
  expect(first).toMatchObject({ ...before, clientSecret: 'second' });
  expect(second).toMatchObject({ ...before, clientSecret: 'third' });
  expect(last).toMatchObject({ userNameClaim: 'email', clientId: 'c' });
  expect(last).not.toHaveProperty('clientSecret');
  expect(last).not.toHaveProperty('description');

  const both = await pvwa([...change, '--description', 'x', '--no-description']);
  expect(both.stderr).toMatch(/--description and --no-description: give only one/);
  const nobody = await pvwa(['modifyProvider', '--id', 'nobody', '--no-client-secret']);
  expect(nobody).toMatchObject({ code: 1 });
  expect(nobody.stderr).toMatch(/getProvider: NotFound/);
});

test('null in the body takes a property away, and only where a change can', async () => {
  const { pvwa, sent } = await startWithProvider();
  const change = ['modifyProvider', '--id', 'corp', '--input', '-'];
  const input = JSON.stringify({ description: null, clientSecret: null });
  expect(await pvwa(change, { input })).toMatchObject({ code: 0 });
  expect(sent('updateProvider')[0]).not.toHaveProperty('description');
  const update = ['updateProvider', ...provider, '--input', '-'];
  const wrong = await pvwa(update, { input: JSON.stringify({ description: null }) });
  expect(wrong).toMatchObject({ code: 2 });
  expect(wrong.stderr).toMatch(/description in --input: .*null/);
});

test('--yes is in the help of the operations that ask, with what they ask', async () => {
  const help = async (api: string, id: string): Promise<string> =>
    (await inProcess([api, id, '--help'])).stdout.replaceAll(/\s+/g, ' ');
  expect(await help('pvwa', 'deleteProvider')).toMatch(/--yes .* is needed: whether to delete/);
  expect(await help('pvwa', 'updateProvider')).toMatch(/where the client secret is left out/);
  expect(await help('wickr', 'registerOidcConfig')).toMatch(/where the secret .*signs all/);
  for (const quiet of ['listProviders', 'getProvider', 'addProvider', 'modifyProvider', 'logon'])
    expect(await help('pvwa', quiet)).not.toContain('--yes');
});
