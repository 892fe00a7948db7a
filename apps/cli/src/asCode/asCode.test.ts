import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { commandRunner } from '../testing/commandRunner.ts';
import { defaultsOf } from '../testing/defaultsOf.ts';
import { oneTarget, planFolder } from '../testing/planFile.ts';
import { startPvwa, startWickr } from '../testing/startMocks.ts';

const provider = {
  id: 'staff',
  discoveryEndpointUrl: 'https://idp.example',
  clientId: 'c',
  clientSecretMethod: 'Basic',
  description: 'Staff',
};
const method = { id: 'staff', enabled: true, displayName: 'Staff' };
const config = {
  networkId: '12345678',
  companyId: 'us-east-1-x',
  issuer: 'https://x',
  scopes: 's',
};
const secret = { environment: { STAFF_SECRET: 'hunter2hunter2' } };

/** Both mocks, with a file that describes a provider, its authentication method and a network. */
async function startBoth() {
  const [pvwa, wickr] = [await startPvwa(), await startWickr()];
  const runner = commandRunner({ ...wickr.environment, ...pvwa.environment });
  const files = planFolder();
  const content = {
    targets: [
      {
        name: 'vault',
        api: 'pvwa',
        resources: {
          provider: [{ ...provider, clientSecret: 'env:STAFF_SECRET' }],
          authenticationMethod: [method],
        },
      },
      { name: 'nets', api: 'wickr', resources: { oidcConfig: [config] } },
    ],
  };
  return { pvwa, wickr, ...runner, ...files, content, file: files.write(content) };
}

/** A vault that holds a provider, added by `apply`. */
async function startVault() {
  const { mock, environment } = await startPvwa();
  const runner = commandRunner(environment);
  const files = planFolder();
  const providers = (more: object, ...others: readonly object[]) =>
    files.write(oneTarget('pvwa', { provider: [{ ...provider, ...more }, ...others] }));
  const file = providers({ clientSecret: 'env:STAFF_SECRET' });
  const { code } = await runner.run(`apply ${file} --yes`, secret);
  expect(code).toBe(0);
  const sent = (): string[] =>
    mock.requests.map(({ operation }) => String(operation)).filter((id) => !id.startsWith('get'));
  return { mock, ...runner, ...files, providers, file, sent };
}

test('plan says what apply would do, apply does it, and plan is empty afterwards', async () => {
  const { run, file } = await startBoth();
  const before = await run(`plan ${file}`);
  expect(before.code).toBe(2);
  expect(before.stdout).toContain('+ provider staff: will be created');
  expect(before.stdout).toContain('+ clientSecret: ***');
  expect(before.stdout).toContain('signs all active users of the network out');
  expect(before.stdout).toMatch(/^3 to create, 0 to change, 0 to delete, 0 in sync$/m);
  const applied = await run(`apply ${file} --yes`, secret);
  expect({ code: applied.code, stdout: applied.stdout }).toEqual({
    code: 0,
    stdout: 'written, and read back      3\n',
  });
  const after = await run(`plan ${file}`);
  expect({ code: after.code, stdout: after.stdout }).toEqual({
    code: 0,
    stdout:
      '0 to create, 0 to change, 0 to delete, 3 in sync\n1 value is unknown, as no server shows it; --rotate writes it\n',
  });
  expect(JSON.stringify([before, applied, after])).not.toContain('hunter2');
});

test('what is exported is in sync, holds no secret, and says where one belongs', async () => {
  const { run, file, write } = await startBoth();
  await run(`apply ${file} --yes`, secret);
  const { code, stdout } = await run('export --network-id 12345678 87654321');
  expect(code).toBe(0);
  expect(stdout).toContain('# clientSecret: env:PVWA_STAFF_CLIENT_SECRET');
  expect(stdout).not.toContain('hunter2');
  const { targets } = parse(stdout) as { targets: { api: string; resources: object }[] };
  expect(targets.map(({ api }) => api)).toEqual(['pvwa', 'wickr']);
  const defaults = await defaultsOf('wickr', 'registerOidcConfig');
  expect(targets[1]?.resources).toEqual({ oidcConfig: [{ ...defaults, ...config }] });
  expect(await run(`plan ${write(stdout)}`)).toMatchObject({ code: 0 });
});

test('only what the file says is compared and changed; the rest stays', async () => {
  const { run, write } = await startVault();
  const read = async (): Promise<unknown> =>
    JSON.parse((await run('pvwa get-provider --id staff')).stdout);
  const { description: _, ...without } = provider;
  const changed = { ...without, clientId: 'd', clientSecret: 'env:STAFF_SECRET' };
  const file = write(oneTarget('pvwa', { provider: [changed] }));
  expect((await run(`plan ${file}`)).stdout.split('\n').slice(1, -2)).toEqual([
    `  ~ provider staff: will be changed (${file}:6:11)`,
    '      ~ clientId: "c" → "d"',
    '      ~ clientSecret: *** will be replaced',
  ]);
  expect((await run(`apply ${file} --yes`, secret)).code).toBe(0);
  expect(await read()).toMatchObject({ clientId: 'd', description: 'Staff' });
  const removed = write(oneTarget('pvwa', { provider: [{ ...changed, description: null }] }));
  expect((await run(`apply ${removed} --yes`, secret)).code).toBe(0);
  expect(await read()).not.toHaveProperty('description');
  expect((await run(`plan ${removed}`)).code).toBe(0);
});

test('a change that would lose a secret is refused, unless the file says what becomes of it', async () => {
  const { run, providers, sent } = await startVault();
  const file = providers({ clientId: 'd' });
  const before = sent().length;
  const plan = await run(`plan ${file}`);
  expect(plan.code).toBe(1);
  expect(plan.stdout).toContain('this change would lose clientSecret');
  const applied = await run(`apply ${file} --yes`);
  expect(applied.code).toBe(1);
  expect(applied.stdout).toContain('not written: a problem      1');
  expect(
    sent()
      .slice(before)
      .filter((id) => id === 'updateProvider'),
  ).toEqual([]);
  expect((await run(`apply ${providers({ clientId: 'd', clientSecret: null })} --yes`)).code).toBe(
    0,
  );
});

test('secrets are written again only with --rotate, from a variable, a file or a command', async () => {
  const { run, providers, folder, mock } = await startVault();
  const held = (): string => JSON.stringify(mock.state.read());
  const path = join(folder, 'secret.txt');
  writeFileSync(path, 'from-a-file\n');
  const byFile = providers({ clientSecret: `file:${path}` });
  expect((await run(`plan ${byFile}`)).code).toBe(0);
  expect((await run(`plan ${byFile} --rotate`)).stdout).toContain(
    '~ clientSecret: *** will be replaced',
  );
  expect(held()).toContain('hunter2hunter2');
  expect((await run(`apply ${byFile} --rotate --yes`)).code).toBe(0);
  expect(held()).toContain('from-a-file');
  const byCommand = providers(
    { clientSecret: 'command:echo "from-a-$WORD$STAFF_SECRET"' },
    // What the file names is kept from the commands that it names.
    { ...provider, id: 'other', clientSecret: 'env:STAFF_SECRET' },
  );
  const more = { environment: { ...secret.environment, WORD: 'command' } };
  expect((await run(`apply ${byCommand} --rotate --yes`, more)).code).toBe(0);
  expect(held()).toContain('"from-a-command"');
  const latin = providers({ clientSecret: String.raw`command:printf 'str\344'` });
  const refused = await run(`apply ${latin} --rotate --yes`);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toMatch(/error: .*command: what it printed is no text in UTF-8/);
});

test('what is missing, empty or a mask is no secret, and is found before anything is written', async () => {
  const { run, providers, sent } = await startVault();
  const file = providers(
    { clientId: 'd', clientSecret: 'env:NOT_SET' },
    {
      ...provider,
      id: 'other',
      clientSecret: 'env:STARS',
    },
  );
  const before = sent().length;
  const { code, stderr } = await run(`apply ${file} --yes`, { environment: { STARS: '*****' } });
  expect(code).toBe(2);
  expect(stderr).toContain(`${file}:6:11: env:NOT_SET: is not set or empty`);
  expect(stderr).toContain('env:STARS: is what is shown in place of a secret');
  expect(sent().slice(before)).toEqual(['logon', 'logoff']);
});

test('each mistake has its file, line and column, and the nearest right word', async () => {
  const { run, write } = await startBoth();
  const file = write(`targets:
  - name: one
    api: pvwaa
    resources: {}
  - name: two
    api: pvwa
    settings: { PVWA_PASSWORD: hunter2hunter2 }
    resources:
      provider:
        - id: staff
          clientIdd: c
          clientSecret: hunter2hunter2
          clientSecretMethod: basik
      providers: []
  - name: three
    api: wickr
    resources:
      oidcConfig:
        - networkId: 12345678
        - companyId: us-east-1-x
`);
  const { code, stdout, stderr } = await run(`plan ${file}`);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  for (const line of [
    ':3:10: api names no API, did you mean pvwa?',
    ':7:32: is a secret: name where it is',
    ':14:7: there is no property of that name here, did you mean provider?',
    ':11:11: there is no property of that name here, did you mean clientId?',
    ':12:25: clientSecret is a secret: name where it is, as env:NAME',
    ':13:31: clientSecretMethod: one of Basic, Post',
    ':19:22: networkId: must be text; this is number; put it in quotation marks',
    ':20:11: networkId is missing',
  ])
    expect(stderr).toContain(`error: ${file}${line}`);
  expect(stderr).not.toContain('hunter2');
});

test('a wrong option of plan is a mistake, and no difference', async () => {
  const { run, file } = await startBoth();
  expect((await run(`plan ${file} --outptu json`)).code).toBe(1);
  expect((await run(`plan ${file}x`)).code).toBe(1);
  expect((await run(`apply ${file}x`)).code).toBe(2);
});

test('a watch for drift has an interval that a timer can wait for, and a file to read again', async () => {
  const { run, file } = await startBoth();
  const late = await run(`plan ${file} --watch-drift 2592000`);
  expect(late.code).toBe(1);
  expect(late.stderr).toContain(
    '--watch-drift: must be a number, at least 0.1 and at most 2147483',
  );
  const piped = await run('plan - --watch-drift 1', { input: 'targets: []' });
  expect(piped.stderr).toContain('--watch-drift: needs a file');
});

test('apply asks, and without somebody to ask needs --yes', async () => {
  const { run, file } = await startBoth();
  const refused = await run(`apply ${file}`, secret);
  expect(refused).toMatchObject({ code: 2 });
  expect(refused.stderr).toContain('This writes 3 and deletes 0 on 2 targets. This network');
  // Who is asked is shown what it is about.
  const typed = await run(`apply ${file} --quiet`, { ...secret, typed: true, input: 'y\n' });
  expect(typed.code).toBe(0);
  expect(typed.stderr).toContain('+ provider staff: will be created');
});

test('a dry run writes nothing', async () => {
  const { run, file } = await startBoth();
  const { code, stdout, stderr } = await run(`apply ${file} --dry-run`);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^3 to create/m);
  expect(stderr).toContain('Nothing was written');
  const { stdout: json } = await run(`apply ${file} --dry-run --quiet --output json`);
  expect(JSON.parse(json)).toMatchObject({ counts: { create: 3 } });
  expect((await run(`plan ${file}`)).stdout).toMatch(/^3 to create/m);
});

test('deletes what the file calls absent, and nothing else', async () => {
  const { run, write, providers, file } = await startVault();
  const other = providers({ id: 'other', clientSecret: null });
  expect((await run(`apply ${other} --yes`)).code).toBe(0);
  const gone = write(oneTarget('pvwa', { provider: [{ id: 'staff', $state: 'absent' }] }));
  const { code, stderr } = await run(`apply ${gone} --yes`);
  expect(code).toBe(0);
  expect(stderr).toContain('- provider staff: will be deleted');
  expect((await run(`plan ${gone}`)).code).toBe(0);
  expect((await run(`plan ${other}`)).code).toBe(0);
  expect((await run(`plan ${file}`)).stdout).toContain('+ provider staff');
});

test('apply --plan does what the plan showed, and leaves alone what has changed since', async () => {
  const { run, providers, folder, sent } = await startVault();
  const file = providers(
    { clientId: 'd', clientSecret: 'env:STAFF_SECRET' },
    {
      ...provider,
      id: 'other',
      clientSecret: null,
    },
  );
  const plan = join(folder, 'plan.json');
  const shown = await run(`plan ${file} --output json`);
  expect(JSON.parse(shown.stdout)).toMatchObject({ counts: { create: 1, update: 1, problem: 0 } });
  expect(shown.stdout).not.toMatch(/hunter2/);
  writeFileSync(plan, shown.stdout);
  await run(
    'pvwa modify-provider --id staff --description Elsewhere --no-client-secret --skip-doctor',
  );
  const before = sent().length;
  const { code, stdout } = await run(`apply ${file} --plan ${plan} --yes`, secret);
  expect(code).toBe(8);
  expect(stdout).toContain(`is not as ${plan} shows it`);
  expect(sent().slice(before)).toEqual(['logon', 'addProvider', 'logoff']);
});

test('one that the server refuses does not keep the others; the failures are a file that runs again', async () => {
  const { environment } = await startWickr();
  const { run } = commandRunner(environment);
  const { folder, write } = planFolder();
  const good = { ...config, secret: 'env:STAFF_SECRET' };
  const bad = { ...config, networkId: '99999999' };
  const failures = join(folder, 'failed.yaml');
  const file = write(oneTarget('wickr', { oidcConfig: [bad, good] }));
  const applied = await run(`apply ${file} --failures ${failures} --yes`, secret);
  expect(applied.code).toBe(8);
  expect(applied.stdout).toMatch(/^! one: oidcConfig 99999999: .*(ResourceNotFound|404)/m);
  expect(statSync(failures).mode & 0o777).toBe(0o600);
  const left = parse(readFileSync(failures, 'utf8')) as unknown;
  expect(left).toEqual(oneTarget('wickr', { oidcConfig: [bad] }));
  expect((await run(`apply ${failures} --yes`)).code).toBe(1);
});

test('a folder is read as one; the same resource twice is a mistake', async () => {
  const { run, folder, content } = await startBoth();
  expect(readdirSync(folder)).toHaveLength(1);
  writeFileSync(
    join(folder, 'more.yml'),
    JSON.stringify(oneTarget('wickr', { oidcConfig: [{ ...config, networkId: '87654321' }] })),
  );
  mkdirSync(join(folder, 'below'));
  renameSync(join(folder, 'more.yml'), join(folder, 'MORE.YML'));
  const both = await run(`plan ${folder}`);
  expect(both.stdout).toMatch(/^4 to create/m);
  expect(both.stderr).toContain('below: a folder in the folder is not read');
  renameSync(join(folder, 'MORE.YML'), join(folder, 'more.yml'));
  writeFileSync(join(folder, 'more.yml'), JSON.stringify(content));
  const { code, stderr } = await run(`plan ${folder}`);
  expect(code).toBe(1);
  expect(stderr).toContain('has the same name');
});

test('what apply wrote can be undone', async () => {
  const { run, providers } = await startVault();
  const file = providers({ clientId: 'd', clientSecret: 'env:STAFF_SECRET' });
  expect((await run(`apply ${file} --yes`, secret)).code).toBe(0);
  expect((await run('undo --no-client-secret')).code).toBe(0);
  expect(JSON.parse((await run('pvwa get-provider --id staff')).stdout)).toMatchObject({
    clientId: 'c',
  });
});
